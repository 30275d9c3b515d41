// The .leukomodel file: a zip of card.json and weights.safetensors.
#pragma once

#include "core/base/files.h"
#include "core/inference/model_card.h"

namespace leukolens::inference {

struct ModelBundle {
    ModelCard card;
    Bytes weights;       ///< safetensors
    std::string sha256;  ///< of the whole file; empty before it was written or read
};

/// Fills in card.weightsSha256, writes atomically and returns the file's SHA-256. The weights are stored uncompressed.
Result<std::string> writeModelBundle(const std::filesystem::path& file, ModelBundle bundle);

/// Fails with NotAModel (another program's file), DamagedModel (parts missing, checksum wrong) or what readFile() says.
Result<ModelBundle> readModelBundle(const std::filesystem::path& file);

}  // namespace leukolens::inference
