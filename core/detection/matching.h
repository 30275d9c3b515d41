// Which of the true boxes a proposed one stands for, and which proposals a training step learns from.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/base/random.h"

namespace leukolens::detection {

inline constexpr int64_t kBackground = -1;  ///< stands for none
inline constexpr int64_t kUndecided = -2;   ///< neither near enough nor far enough: not learnt from

struct MatchLimits {
    double near = 0.5, far = 0.5;  ///< intersection over union from which it stands for a box, below which for none; near ≥ far
    bool bestCounts = false;       ///< the proposals nearest to a true box stand for one in any case
};

/// iou: true boxes × proposals, one of each at least. Proposals: index of a true box, kBackground or kUndecided; int64.
at::Tensor matched(const at::Tensor& iou, const MatchLimits& limits);

struct Sample {
    at::Tensor positive, negative;  ///< indices, each ascending
};

/// Drawn without replacement: up to count · positiveShare of those with a label from 1 on, the rest of those with 0. Labels below 0 are passed over.
Sample balancedSample(const at::Tensor& labels, int64_t count, double positiveShare, Random& random);

}  // namespace leukolens::detection
