#include "core/inference/eight_bit.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>

#include "core/compiled/compiled_network.h"
#include "core/inference/card_network.h"

namespace leukolens::inference {
namespace {

constexpr const char* kStage = "Measuring 8-bit answers";
constexpr std::size_t kAtOnce = 16;
/// Over the mean of the largest numbers: pictures differ. Chosen on C-NMC cells: the features' error is 4.7 % with it, 5.2 % without.
constexpr double kHeadroom = 1.2;

std::size_t bytesOf(const ModelCard& card) { return static_cast<std::size_t>(card.inputPx) * static_cast<std::size_t>(card.inputPx) * 3; }

/// Pictures begin … end − 1, one after another.
Result<std::vector<std::uint8_t>> some(const PreparedPictures& pictures, std::size_t begin, std::size_t end, std::size_t bytes) {
    std::vector<std::uint8_t> pixels((end - begin) * bytes);
    for (std::size_t i = begin; i < end; ++i)
        if (auto read = pictures.read(i, std::span(pixels).subspan((i - begin) * bytes, bytes)); !read) return fail(read.error());
    return pixels;
}

/// The most probable class of each picture.
at::Tensor classesOf(nn::Network& network, std::vector<float>& features, std::size_t count) {
    const auto rows = static_cast<std::int64_t>(count);
    return network.head(at::from_blob(features.data(), {rows, static_cast<std::int64_t>(features.size()) / rows}, at::kFloat)).argmax(1);
}

}  // namespace

bool canMeasureEightBit() { return compiled::processorComputesWith(compiled::Numbers::Int8); }

Result<EightBitFacts> measureEightBit(const ModelCard& card, const weights::WeightsFile& weights, const PreparedPictures& training, const PreparedPictures& heldOut, ProgressSink& progress,
                                      const CancelToken& cancel) {
    const at::NoGradGuard noGrad;
    const auto network = networkOf(card, weights, {});
    if (!network) return fail(network.error());
    const compiled::InputForm form{card.inputPx, card.mean, card.standardDeviation};
    const std::size_t bytes = bytesOf(card);
    const int threads = at::get_num_threads();
    const auto total = static_cast<std::int64_t>(training.count + heldOut.count);
    const auto stops = [&](std::size_t done) {
        progress.report({kStage, static_cast<std::int64_t>(done), total});
        return cancel.cancelled();
    };

    const auto ranges = compiled::observeRanges(**network, form, training.count, [&](std::size_t i, std::span<std::uint8_t> rgb) -> Result<void> {
        if (stops(i)) return fail(ErrorCode::Cancelled, "stopped");
        return training.read(i, rgb);
    }, threads);
    if (!ranges) return fail(ranges.error());
    EightBitFacts facts;
    facts.ranges = *ranges;
    // A convolution that gives nothing at all still needs a scale.
    for (auto& [name, range] : facts.ranges) range = std::max(kHeadroom * range, 1e-6);

    const auto plain = compiled::CompiledNetwork::make(*network, form, compiled::Numbers::Float32, threads);
    if (!plain) return fail(plain.error());
    const auto small = compiled::CompiledNetwork::make(*network, form, compiled::Numbers::Int8, threads, facts.ranges);
    if (!small) return fail(small.error());
    std::size_t same = 0, asked = 0;
    // Once too many differ, the rest would change nothing.
    const auto isLost = [&] { return static_cast<double>(asked - same) > (1 - kLeastAgreement) * static_cast<double>(heldOut.count); };
    for (std::size_t begin = 0; begin < heldOut.count && !isLost(); begin += kAtOnce) {
        if (stops(training.count + begin)) return fail(ErrorCode::Cancelled, "stopped");
        const std::size_t end = std::min(begin + kAtOnce, heldOut.count);
        const auto pixels = some(heldOut, begin, end, bytes);
        if (!pixels) return fail(pixels.error());
        auto expected = (*plain)->features(*pixels, true), found = (*small)->features(*pixels, true);
        if (!expected) return fail(expected.error());
        if (!found) return fail(found.error());
        same += static_cast<std::size_t>(classesOf(**network, *expected, end - begin).eq(classesOf(**network, *found, end - begin)).sum().item<std::int64_t>());
        asked = end;
    }
    facts.cells = static_cast<int>(asked);
    facts.agreement = static_cast<double>(same) / static_cast<double>(asked);
    return facts;
}

}  // namespace leukolens::inference
