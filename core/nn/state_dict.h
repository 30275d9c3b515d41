// The named tensors of a network, and putting others into it.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <map>
#include <string>
#include <vector>

namespace leukolens::nn {

/// Parameters and buffers by torchvision's names.
using StateDict = std::map<std::string, at::Tensor>;

/// The network's own tensors, sharing memory with it.
StateDict stateDict(const torch::nn::Module& network);

/// As above, copied to the CPU.
StateDict copyOf(const StateDict& state);

struct LoadReport {
    int loaded = 0;
    std::vector<std::string> missing;     ///< of the network, without a fitting tensor in the file
    std::vector<std::string> unexpected;  ///< in the file without a place; "name (2×3, expected 4×3)" where only the shape differs
};

/// Copies what fits by name and shape, converting the number type. A counter `num_batches_tracked` that the file lacks is
/// no loss and not counted as missing. Gradients are not recorded.
LoadReport loadStateDict(torch::nn::Module& network, const StateDict& state);

/// "3×4×5"
std::string shapeText(at::IntArrayRef shape);

}  // namespace leukolens::nn
