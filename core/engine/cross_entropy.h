// The loss that is minimised.
#pragma once

#include <ATen/core/Tensor.h>

namespace leukolens::engine {

/// Mean cross-entropy of logits (N×classes, float) and wanted classes (N, int64). weights: one a class, the mean is by them; undefined: all
/// count 1. smoothing: share of a target that is spread over all classes (Szegedy et al. 2016). The same numbers as LibTorch's, but nothing
/// in it waits for a GPU, so that a step can be recorded.
at::Tensor crossEntropy(const at::Tensor& logits, const at::Tensor& wanted, const at::Tensor& weights, double smoothing);

}  // namespace leukolens::engine
