// The part of Python's pickle format that PyTorch writes for a dictionary of tensors. A pickle is a program and may run anything:
// here only a closed list of instructions and names is understood, and nothing is ever called.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace leukolens::nn {

/// A tensor as the pickle describes it; its numbers lie elsewhere in the file.
struct PickledTensor {
    std::string name;
    std::string storageType;  ///< "FloatStorage", "HalfStorage", …
    std::string storageKey;   ///< name of the record with the numbers
    std::int64_t storageSize = 0;    ///< elements
    std::int64_t offset = 0;         ///< elements
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> stride;  ///< elements
};

/// A dict or OrderedDict of name → tensor (or Parameter), or a checkpoint dict that holds one under "state_dict" or "model".
/// Fails with NotAModel for another content or a name outside the list, with DamagedModel for a truncated pickle.
Result<std::vector<PickledTensor>> readPickledTensors(std::span<const std::uint8_t> pickle, const std::filesystem::path& file);

}  // namespace leukolens::nn
