// Weights from elsewhere made into a .leukomodel.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/inference/model_inspection.h"

namespace leukolens::inference {

/// What the file cannot say itself.
struct ImportChoices {
    std::string name;                  ///< shown to people; empty: the file's name without its ending
    std::vector<std::string> classes;  ///< in the order of the outputs. Empty: the last layer is left out and the model is a trunk
    std::string blastClass;            ///< one of classes; empty: guessed from the names
    int inputPx = 0;                   ///< side of the input; 0: the network's usual one
};

/// Writes `target` atomically and says what it holds, with `unexpected` naming what was left out of the given file. Of a .leukomodel: a copy, byte for byte, and the inspection is of `file` (choices are not used). With classes, as many as the last
/// layer has outputs are needed, and every tensor of the network but an auxiliary head. Fails as inspectModel() does, with
/// WeightsMismatch (incomplete for a classifier), InvalidArgument (choices) or what writing says.
Result<ModelInspection> importModel(const std::filesystem::path& file, const ImportChoices& choices, const std::filesystem::path& target);

}  // namespace leukolens::inference
