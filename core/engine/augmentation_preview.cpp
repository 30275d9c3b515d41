#include "core/engine/augmentation_preview.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "core/engine/picture_operations.h"

namespace leukolens::engine {

std::vector<std::uint8_t> augmentedPictures(std::span<const std::uint8_t> rgb, int sizePx, const AugmentSettings& settings, std::uint64_t seed,
                                            std::int64_t step) {
    const at::NoGradGuard noGrad;
    std::vector<std::uint8_t> result(rgb.begin(), rgb.end());
    const auto count = static_cast<std::int64_t>(rgb.size()) / (std::int64_t{3} * sizePx * sizePx);
    if (count == 0) return result;
    const auto bytes = at::from_blob(result.data(), {count, sizePx, sizePx, 3}, at::kByte);
    Random random = augmentationRandom(seed, step);
    const auto input = networkInput({bytes, {}}, settings, drawAugmentation(count, settings, random), at::kFloat);
    bytes.copy_(input.add(1).mul_(127.5).round_().permute({0, 2, 3, 1}));
    return result;
}

}  // namespace leukolens::engine
