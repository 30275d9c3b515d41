// Private to this folder: a network as OpenVINO's graph.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/compiled/activation_ranges.h"
#include "core/compiled/compiled_network.h"
#include "core/nn/network.h"

namespace ov {
class Model;
}

namespace leukolens::compiled {

struct Graph {
    /// One picture: side × side × 3 bytes → features, 1 × length; where ranges are observed, the largest number of each convolution follows.
    std::shared_ptr<ov::Model> model;
    std::vector<std::string> convolutions;  ///< their names in the order of these outputs
};

/// ranges: null computes in floating point; otherwise in 8 bits, and all convolutions must be there. observe: adds the outputs above. stages: not empty.
Graph makeGraph(const nn::Network& network, const InputForm& form, const ActivationRanges* ranges, bool observe);

/// Names of the convolutions that answers need, as registered.
std::vector<std::string> convolutionNames(const nn::Network& network);

}  // namespace leukolens::compiled
