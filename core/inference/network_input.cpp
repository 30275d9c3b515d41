#include "core/inference/network_input.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>

#include "core/image/cell_mask.h"
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

/// The picture on black where the card wants that and it is not yet; nothing where it is to be taken as it is.
std::optional<image::Image> masked(const image::Image& picture, const ModelCard& card, PictureFindings& told) {
    if (card.background != Background::Black) return std::nullopt;
    auto made = image::onBlack(picture);
    told.masked = made.picture.has_value();
    told.notMasked = made.cellMissing;
    return std::move(made.picture);
}

}  // namespace

NetworkInput networkInput(std::span<const image::Image> images, const ModelCard& card) {
    const std::int64_t size = card.inputPx, count = static_cast<std::int64_t>(images.size());
    const std::size_t bytes = static_cast<std::size_t>(size * size * 3);
    NetworkInput input{at::empty({count, size, size, 3}, at::kByte), std::vector<PictureFindings>(images.size())};
    auto* out = static_cast<std::uint8_t*>(input.pixels.data_ptr());
    at::parallel_for(0, count, 1, [&](std::int64_t begin, std::int64_t end) {
        for (auto i = static_cast<std::size_t>(begin); i < static_cast<std::size_t>(end); ++i) {
            auto& told = input.pictures[i];
            const auto onBlack = masked(images[i], card, told);
            const image::Image& picture = onBlack ? *onBlack : images[i];
            told.outcome = stain::networkPixels(picture, card.stain, card.inputPx, {out + i * bytes, bytes});
            // Measuring takes as long as resizing: only where there is something to compare with.
            if (card.colours) told.colours = stain::colourStatistics(picture);
            if (card.sharpness) told.blurred = isBlurred(picture, *card.sharpness);
            told.wholeField = image::isWholeField(image::fieldSignsOf(images[i]));
        }
    });
    return input;
}

at::Tensor normalised(const at::Tensor& pixels, const ModelCard& card, at::Device device) {
    return pixels.to(device).permute({0, 3, 1, 2}).to(at::kFloat).mul_(1.0 / 255).sub_(card.mean).div_(card.standardDeviation).contiguous(at::MemoryFormat::ChannelsLast);
}

}  // namespace leukolens::inference
