// What a file of a model or of weights holds, before anything of it is used.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/inference/model_card.h"

namespace leukolens::inference {

struct ModelInspection {
    std::filesystem::path file;
    std::string sha256;  ///< of the whole file
    std::uint64_t bytes = 0;
    std::string form;    ///< "leukomodel", "pth" (zip), "pth-legacy", "safetensors"
    std::optional<ModelCard> card;       ///< of a .leukomodel, otherwise none
    std::string network;                 ///< the registered network that its tensors fit
    std::vector<std::string> loaded;     ///< names of the network's tensors that the file holds, sorted
    std::vector<std::string> missing;    ///< of the network, not in the file, sorted
    std::vector<std::string> unexpected; ///< in the file, without a place in the network, sorted
    std::vector<std::string> numberTypes;  ///< "float16", …: those that occur
    int headClasses = 0;                 ///< outputs of the last layer in the file; 0: it has none
};

/// Reads and checks the file as loading would; the tensors must fit a registered network as far as they go. Takes up to a second
/// for 100 MB. Fails with NotFound, NoPermission, NotAFile, TooLarge, NotAModel, DamagedModel or WeightsMismatch (no network's
/// tensors, or one of another shape: both shapes are named).
Result<ModelInspection> inspectModel(const std::filesystem::path& file);

}  // namespace leukolens::inference
