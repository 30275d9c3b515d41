// What both forms of .pth share: a pickled tensor put onto the bytes of its storage.
#pragma once

#include <optional>

#include "core/weights/pickle.h"
#include "core/weights/tensor_record.h"

namespace leukolens::weights {

/// "FloatStorage" → Float32; nothing for a type that is not read.
std::optional<NumberType> typeOfStorage(const std::string& storageType);

/// Fails with DamagedModel where the tensor reaches beyond its storage or cannot be, with NotAModel for a number type that is not read.
Result<TensorRecord> recordOf(const PickledTensor& tensor, std::span<const std::uint8_t> storage, const std::filesystem::path& file);

}  // namespace leukolens::weights
