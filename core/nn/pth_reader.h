// PyTorch's .pth in its zip form (torch.save since 1.6).
#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/nn/state_dict.h"

namespace leukolens::nn {

/// Tensors by name, CPU, contiguous. No code in the file is run. Fails with NotAModel, DamagedModel or TooLarge.
Result<StateDict> readPth(const std::filesystem::path& file);

}  // namespace leukolens::nn
