// How a file of weights fits a network. No LibTorch: seen by callers of the engine.
#pragma once

#include <string>
#include <vector>

namespace leukolens::nn {

/// Names of tensors, sorted.
struct LoadReport {
    std::vector<std::string> loaded;
    std::vector<std::string> missing;     ///< of the network, not taken from the file
    std::vector<std::string> unexpected;  ///< in the file, without a place in the network
    /// Layers of the file that are as wide as its own number of classes, which is another here: the network's stay as they were.
    std::vector<std::string> freshHeads;
    int headClasses = 0;                  ///< outputs of the last layer in the file; 0: it has none
};

}  // namespace leukolens::nn
