// Weights from any file format that is read here.
#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/nn/state_dict.h"

namespace leukolens::nn {

/// .pth in zip form, or .safetensors: told by content. Fails with NotFound, NoPermission, NotAFile, TooLarge, NotAModel or
/// DamagedModel.
Result<StateDict> readWeightsFile(const std::filesystem::path& file);

}  // namespace leukolens::nn
