// The part of Python's pickle format that PyTorch writes for a dictionary of tensors. A pickle is a program and may run anything:
// here only a closed list of instructions and names is understood, and nothing is ever called.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace leukolens::weights {

/// A tensor as the pickle describes it; its numbers lie elsewhere in the file. Nothing is checked but that sizes are whole numbers.
struct PickledTensor {
    std::string name;
    std::string storageType;  ///< "FloatStorage", "HalfStorage", …
    std::string storageKey;   ///< name of the record with the numbers
    std::int64_t storageSize = 0;    ///< elements
    std::int64_t offset = 0;         ///< elements
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> stride;  ///< elements
};

struct PickledState {
    std::vector<PickledTensor> tensors;
    /// Every storage that is named anywhere, used by a tensor of `tensors` or not: key → type.
    std::map<std::string, std::string> storageTypes;
    std::size_t length = 0;  ///< bytes of the pickle, its last instruction included
};

/// A pickle longer than this is no list of a network's tensors (InceptionV3's has 60 KB).
inline constexpr std::size_t kMaxPickleBytes = 8u << 20;

// All of these read from the first byte on, ignore what follows the pickle's end, and fail with NotAModel for another content, a name
// or an instruction outside the list, a list that is too long, and with DamagedModel for a pickle that is cut off.

/// A dict or OrderedDict of name → tensor (or Parameter), or a checkpoint dict that holds one under "state_dict", "model_state_dict"
/// or "model".
Result<PickledState> readPickledState(std::span<const std::uint8_t> pickle, const std::filesystem::path& file);

/// A list of texts.
struct PickledTexts {
    std::vector<std::string> texts;
    std::size_t length = 0;
};
Result<PickledTexts> readPickledTexts(std::span<const std::uint8_t> pickle, const std::filesystem::path& file);

/// A dict of facts about the writing computer: whether its "little_endian" is true.
struct PickledSystem {
    bool littleEndian = false;
    std::size_t length = 0;
};
Result<PickledSystem> readPickledSystem(std::span<const std::uint8_t> pickle, const std::filesystem::path& file);

}  // namespace leukolens::weights
