#include "core/experiment/fold_eight_bit.h"

#include <algorithm>
#include <cstdio>

#include "core/experiment/fold_references.h"
#include "core/image/decode.h"
#include "core/inference/eight_bit.h"
#include "core/nn/registry.h"
#include "core/stain/network_pixels.h"

namespace leukolens::experiment {
namespace {

constexpr std::size_t kMostTraining = 64, kMostHeldOut = 400;

/// At most so many, spread evenly.
std::vector<int> spread(const std::vector<int>& cells, std::size_t most) {
    const std::size_t count = std::min(most, cells.size());
    std::vector<int> chosen;
    for (std::size_t i = 0; i < count; ++i) chosen.push_back(cells[i * cells.size() / count]);
    return chosen;
}

/// From the store; where a frozen trunk's vectors took its place, from the files.
inference::PreparedPictures picturesOf(const FoldContext& context, const inference::ModelCard& card, const std::vector<int>& cells) {
    return {cells.size(), [&context, &card, &cells](std::size_t i, std::span<std::uint8_t> rgb) -> Result<void> {
                if (context.pixels) return context.pixels->copyTo(std::span(cells).subspan(i, 1), rgb.data());
                const auto picture = image::decodeFile(context.dataset.cells[static_cast<std::size_t>(cells[i])].path);
                if (!picture) return fail(picture.error());
                stain::networkPixels(*picture, card.stain, card.inputPx, rgb);
                return {};
            }};
}

}  // namespace

Result<std::optional<inference::EightBitFacts>> eightBitOfFold(const FoldContext& context, const FoldPlan& plan, const inference::ModelCard& card, const std::shared_ptr<const Bytes>& weights) {
    const auto training = spread(plan.fold.train, kMostTraining), heldOut = spread(plan.fold.validation, kMostHeldOut);
    const auto none = [&](const char* why) {
        context.files.log("fold " + std::to_string(plan.number) + ": " + why + "; its model does not answer in 8 bits");
        return std::optional<inference::EightBitFacts>();
    };
    if (!inference::canMeasureEightBit()) return none("this processor has no instructions for 8-bit answers");
    const auto network = nn::createNetwork(card.network, {2, 0.0, false});
    if (!network) return fail(network.error());
    if ((*network)->stages().empty()) return none("its network is computed by LibTorch alone");
    if (std::min(training.size(), heldOut.size()) < kFewestReferences) return none("too few cells to measure 8-bit answers");
    const auto tensors = weights::WeightsFile::fromBytes(weights, *weights, {});
    if (!tensors) return fail(tensors.error());
    auto facts = inference::measureEightBit(card, *tensors, picturesOf(context, card, training), picturesOf(context, card, heldOut), context.control.progress, context.control.cancel);
    if (!facts) return fail(facts.error());
    facts->chosenOn = std::to_string(training.size()) + " training cells";
    facts->comparedOn = std::to_string(facts->cells) + " validation cells";
    char share[16];
    std::snprintf(share, sizeof share, "%.4f", facts->agreement);
    context.files.log("fold " + std::to_string(plan.number) + ": in 8 bits " + share + " of " + facts->comparedOn + " keep their class");
    return std::optional(std::move(*facts));
}

}  // namespace leukolens::experiment
