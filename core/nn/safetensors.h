// The safetensors format (huggingface.co/docs/safetensors): 8 bytes of header length, a JSON header, raw tensors.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "core/base/files.h"
#include "core/nn/state_dict.h"

namespace leukolens::nn {

/// Tensors of any device; written contiguous, little-endian, sorted by name.
Bytes writeSafetensors(const StateDict& state);

/// Every length and offset is checked against the bytes. `file` is only named in errors. The tensors own their memory.
/// Fails with DamagedModel.
Result<StateDict> readSafetensors(std::span<const std::uint8_t> bytes, const std::filesystem::path& file);

}  // namespace leukolens::nn
