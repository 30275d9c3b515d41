// How large a network's numbers get on the way: what 8-bit numbers are scaled by.
#pragma once

#include <map>
#include <string>

namespace leukolens::compiled {

/// By the name of a convolution as in torchvision ("Mixed_5b.branch1x1"): the largest number that it gives for a picture, after ReLU, on average over some pictures. Positive and finite.
using ActivationRanges = std::map<std::string, double>;

}  // namespace leukolens::compiled
