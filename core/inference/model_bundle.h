// The .leukomodel file: a zip of card.json and weights.safetensors, the weights not compressed.
#pragma once

#include <functional>
#include <memory>
#include <span>

#include "core/base/files.h"
#include "core/inference/model_card.h"
#include "core/inference/reference_cells.h"
#include "core/weights/weights_file.h"

namespace leukolens::inference {

/// A .leukomodel in memory, checked: its weights have the checksum that the card states.
struct ModelBundle {
    ModelCard card;
    weights::WeightsFile weights;
    std::optional<ReferenceCells> references;  ///< the training cells; empty where they are not known
    std::string sha256;  ///< of the whole file
    std::uint64_t bytes = 0;
};

/// Fills in the card's checksums of weights and references, checks both (InvalidArgument), writes atomically and returns the file's SHA-256. `weights` is a safetensors file. The same
/// card, weights and references give the same bytes. references: null for none.
Result<std::string> writeModelBundle(const std::filesystem::path& file, ModelCard card, std::span<const std::uint8_t> weights, const ReferenceCells* references = nullptr);

/// The same weights and references with another card, in the place of the file; returns its new SHA-256. `change` gets the present card. Fails as reading and writing do.
Result<std::string> changeCard(const std::filesystem::path& file, const std::function<void(ModelCard&)>& change);

/// Memory: the file once. Fails with NotAModel (another program's file, a newer format), DamagedModel (parts missing, checksum wrong) or
/// what readFile() says.
Result<ModelBundle> readModelBundle(const std::filesystem::path& file);

/// As above, of a file that is in memory; `file` is named in errors.
Result<ModelBundle> readModelBundle(std::shared_ptr<const Bytes> bytes, const std::filesystem::path& file);

/// The card alone, without the weights' being read or compared with it. Fails as readModelBundle() does.
Result<ModelCard> readModelCard(const std::filesystem::path& file);

/// Whether this is a whole zip file that holds a card.json, sound or not.
bool looksLikeModelBundle(std::span<const std::uint8_t> bytes);

}  // namespace leukolens::inference
