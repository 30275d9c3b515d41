// How near a model's 8-bit answers come to those in fp32, on pictures of one's own.
//   bench_eight_bit MODEL FOLDER [COUNT 400]
// Every second picture of FOLDER sets the ranges (64 at the most), the others are answered.
#include <cstdio>
#include <cstdlib>

#include "core/dataset/reader.h"
#include "core/image/decode.h"
#include "core/inference/eight_bit.h"
#include "core/inference/model_bundle.h"
#include "core/stain/network_pixels.h"

int main(int argc, char** argv) {
    using namespace leukolens;
    if (argc < 3) return 2;
    const auto bundle = inference::readModelBundle(argv[1]);
    if (!bundle) {
        std::fprintf(stderr, "%s\n", bundle.error().message().c_str());
        return 1;
    }
    const auto files = dataset::findImages({argv[2]}).files;
    const std::size_t count = std::min<std::size_t>(argc > 3 ? static_cast<std::size_t>(std::atoi(argv[3])) : 400, files.size() / 2);
    const auto half = [&](std::size_t most, std::size_t first) {
        return inference::PreparedPictures{std::min(count, most), [&files, &bundle, n = std::min(count, most), first](std::size_t i, std::span<std::uint8_t> rgb) -> Result<void> {
                                               const auto picture = image::decodeFile(files[i * (files.size() / n / 2) * 2 + first]);
                                               if (!picture) return fail(picture.error());
                                               stain::networkPixels(*picture, bundle->card.stain, bundle->card.inputPx, rgb);
                                               return {};
                                           }};
    };
    NoProgress progress;
    const auto facts = inference::measureEightBit(bundle->card, bundle->weights, half(64, 0), half(count, 1), progress, {});
    if (!facts) {
        std::fprintf(stderr, "%s\n", facts.error().message().c_str());
        return 1;
    }
    std::printf("%.4f of %d pictures get the class of fp32\n", facts->agreement, facts->cells);
    return 0;
}
