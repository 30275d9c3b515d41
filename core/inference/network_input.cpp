#include "core/inference/network_input.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>

#include "core/image/picture_facts.h"
#include "core/image/whole_field.h"
#include "core/stain/network_pixels.h"

namespace leukolens::inference {
namespace {

bool isBlurred(const image::Image& picture, const SharpnessReference& training) {
    // A quarter more or less is the same objective and camera; beyond that nothing can be said.
    const int side = std::max(picture.width, picture.height);
    if (side * 5 < training.smallestPx * 4 || side * 4 > training.largestPx * 5) return false;
    return static_cast<double>(image::factsOf(picture).sharpness) < training.least;
}

}  // namespace

NetworkInput networkInput(std::span<const image::Image> images, const ModelCard& card, at::Device device) {
    const std::int64_t size = card.inputPx, count = static_cast<std::int64_t>(images.size());
    const auto pixels = at::empty({count, size, size, 3}, at::kByte);
    const std::size_t bytes = static_cast<std::size_t>(size * size * 3);
    auto* out = static_cast<std::uint8_t*>(pixels.data_ptr());
    NetworkInput input{{}, std::vector<PictureFindings>(images.size())};
    at::parallel_for(0, count, 1, [&](std::int64_t begin, std::int64_t end) {
        for (auto i = static_cast<std::size_t>(begin); i < static_cast<std::size_t>(end); ++i) {
            const auto outcome = stain::networkPixels(images[i], card.stain, card.inputPx, {out + i * bytes, bytes});
            // Measuring takes as long as resizing: only where there is something to compare with.
            if (card.colours) input.pictures[i].colours = stain::colourStatistics(images[i]);
            input.pictures[i].outcome = outcome;
            if (card.sharpness) input.pictures[i].blurred = isBlurred(images[i], *card.sharpness);
            input.pictures[i].wholeField = image::isWholeField(image::fieldSignsOf(images[i]));
        }
    });
    input.tensor = pixels.to(device).permute({0, 3, 1, 2}).to(at::kFloat).mul_(1.0 / 255).sub_(card.mean).div_(card.standardDeviation);
    return input;
}

}  // namespace leukolens::inference
