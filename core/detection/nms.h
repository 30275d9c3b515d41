// Of boxes that overlap the one with the highest score stays.
#pragma once

#include <ATen/core/Tensor.h>

namespace leukolens::detection {

/// Greedy non-maximum suppression within each group: a box goes where a better one of its group overlaps it by more than `mostIou`. boxes: N × 4 float;
/// scores: N; groups: N int64. Indices of those that stay, best first, of equal ones the earlier first; at most `most`.
at::Tensor nonMaximumSuppression(const at::Tensor& boxes, const at::Tensor& scores, const at::Tensor& groups, double mostIou, int64_t most);

}  // namespace leukolens::detection
