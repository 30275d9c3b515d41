// Whether a model may answer in 8-bit numbers, which are quickest on a CPU.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/inference/model_card.h"
#include "core/weights/weights_file.h"

namespace leukolens::inference {

/// Pictures as the card's network takes them.
struct PreparedPictures {
    std::size_t count = 0;
    /// Brings picture i: inputPx × inputPx × 3 bytes, R, G, B, in the card's stain. Called from one thread.
    std::function<Result<void>(std::size_t i, std::span<std::uint8_t> rgb)> read;
};

/// Whether this processor has instructions for 8-bit answers: elsewhere nothing can be measured, and they are not offered.
bool canMeasureEightBit();

/// Sets the ranges by the first pictures and counts on the second how many get the same class as in fp32, most probable first; not on all of them once too many differ. Both ≥ 1. chosenOn and comparedOn are the caller's to fill in. Some 20
/// pictures a second on two cores. Fails as `read` does, with Cancelled, WeightsMismatch or Internal.
Result<EightBitFacts> measureEightBit(const ModelCard& card, const weights::WeightsFile& weights, const PreparedPictures& training, const PreparedPictures& heldOut, ProgressSink& progress,
                                      const CancelToken& cancel);

}  // namespace leukolens::inference
