#include "core/inference/network_input.h"

#include <ATen/ATen.h>

#include "core/image/resize.h"

namespace leukolens::inference {

at::Tensor networkInput(std::span<const image::Image> images, const ModelCard& card, at::Device device) {
    const std::int64_t size = card.inputPx;
    const auto pixels = at::empty({static_cast<std::int64_t>(images.size()), size, size, 3}, at::kByte);
    const std::size_t bytes = static_cast<std::size_t>(size * size * 3);
    auto* out = static_cast<std::uint8_t*>(pixels.data_ptr());
    for (const auto& picture : images) {
        image::resizeInto(picture, card.inputPx, {out, bytes});
        out += bytes;
    }
    return pixels.to(device).permute({0, 3, 1, 2}).to(at::kFloat).mul_(1.0 / 255).sub_(card.mean).div_(card.standardDeviation);
}

}  // namespace leukolens::inference
