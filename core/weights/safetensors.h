// The safetensors format (huggingface.co/docs/safetensors): 8 bytes of header length, a JSON header, then the tensors without gap or
// overlap.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/weights/tensor_record.h"

namespace leukolens::weights {

/// As the other readers (readers.h). metadata: what the header's __metadata__ says in words; other kinds of values are passed over.
Result<std::vector<TensorRecord>> readSafetensors(std::span<const std::uint8_t> bytes, const std::filesystem::path& file,
                                                  std::map<std::string, std::string>* metadata = nullptr);
bool looksLikeSafetensors(std::span<const std::uint8_t> bytes);

/// Tensors sorted by name, contiguous; `metadata` becomes the header's __metadata__. The same tensors give the same bytes.
Bytes writeSafetensors(std::span<const TensorRecord> records, const std::map<std::string, std::string>& metadata = {});

}  // namespace leukolens::weights
