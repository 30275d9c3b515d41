// Networks by name, without LibTorch.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"

namespace leukolens::nn {

/// What is known of a network without making one.
struct NetworkInfo {
    std::string name;          ///< "inception_v3"
    int inputPx = 0;           ///< usual side of the square input
    int smallestInputPx = 0;
    std::string featureLayer;  ///< block whose map Grad-CAM and feature vectors use
    std::string fineLayer;     ///< an earlier block, for Grad-CAM with a finer grid
    int featureCount = 0;      ///< length of features()
    std::vector<std::string> blocks;  ///< names of the trunk's parts, from the input on: what a training may freeze up to
    /// Layers as wide as there are classes: other weights keep them only where the classes are as many.
    std::vector<std::string> heads;
    std::string auxiliary;     ///< name of the part that runs in training only; empty: none

    bool isAuxiliary(const std::string& tensor) const { return !auxiliary.empty() && tensor.starts_with(auxiliary + "."); }
};

/// Of a registered network. Fails with InvalidArgument for a name that is not known, listing the names.
Result<NetworkInfo> networkInfo(const std::string& name);

}  // namespace leukolens::nn
