// How far this program's InceptionV3 is from torchvision's, measured here and now on one device with one kind of numbers.
// No LibTorch type is seen from outside.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"

namespace leukolens::parity {

/// One quantity, compared with what torchvision 0.26.0 answers in float64 for the same weights and pictures.
struct Deviation {
    std::string quantity;   ///< in plain words, with its unit: "logits at 299 px"
    double difference = 0;  ///< the largest found; no number where the network gave none
    double tolerance = 0;
    std::string where;      ///< tensor with the largest difference; empty for logits

    bool within() const { return difference <= tolerance; }  ///< false for no number
};

/// device: "cpu" or "cuda". precision: "fp64", "fp32" (on a GPU with TF32 off), "tf32" (a GPU only) or "bf16" (autocast). The first two
/// compare names and shapes, answers, gradients of every parameter and batch norm's statistics; the last two, whose gradients are too coarse
/// to say anything, the answers alone. Takes seconds. Fails with NoDevice or InvalidArgument.
Result<std::vector<Deviation>> measureParity(const std::string& device, const std::string& precision);

}  // namespace leukolens::parity
