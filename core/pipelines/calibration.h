// Private to this folder: from scores to probabilities.
#pragma once

#include <ATen/core/Tensor.h>

#include <optional>

namespace leukolens::pipelines {

struct Scale {
    double slope = 1;
    at::Tensor bias;  ///< classes, float64
};

/// Slope and biases by which softmax(slope · scores + bias) has the highest likelihood, labels softened as Platt 1999 does: with two classes and scores f and −f his sigmoid. scores: n × classes, of rows that the
/// classifier was not fitted on; labels: n, int64. Nothing where higher scores do not speak for a class.
std::optional<Scale> calibrate(const at::Tensor& scores, const at::Tensor& labels);

}  // namespace leukolens::pipelines
