#include "core/engine/augmentation.h"

#include <ATen/ATen.h>

#include <cmath>
#include <numbers>

namespace leukolens::engine {
namespace {

/// N×1×H×W
at::Tensor greyOf(const at::Tensor& rgb) {
    return rgb.select(1, 0).mul(0.299).add(rgb.select(1, 1), 0.587).add(rgb.select(1, 2), 0.114).unsqueeze(1);
}

at::Tensor blend(const at::Tensor& rgb, const at::Tensor& other, const at::Tensor& factor) {
    return at::lerp(other.expand_as(rgb), rgb, factor.expand_as(rgb)).clamp_(0, 1);
}

at::Tensor factors(const Range& range, const at::Tensor& like, Random& random) {
    std::vector<float> values(static_cast<std::size_t>(like.size(0)));
    for (auto& value : values) value = static_cast<float>(random.uniform(range.low, range.high));
    return at::tensor(values).view({-1, 1, 1, 1}).to(like.device());
}

/// One 2×3 matrix an image: rotation about the centre, mirrored or not.
at::Tensor moves(const at::Tensor& like, const AugmentSettings& settings, Random& random) {
    std::vector<float> values;
    for (std::int64_t i = 0; i < like.size(0); ++i) {
        const double drawn = random.uniform(-1, 1) * settings.rotationDegrees * std::numbers::pi / 180;
        const bool left = random.below(2) == 1, up = random.below(2) == 1;
        const double angle = settings.rotation ? drawn : 0;
        const double mirrorX = settings.flips && left ? -1 : 1;
        const double mirrorY = settings.flips && up ? -1 : 1;
        for (const double v : {mirrorX * std::cos(angle), -mirrorX * std::sin(angle), 0.0, mirrorY * std::sin(angle),
                               mirrorY * std::cos(angle), 0.0})
            values.push_back(static_cast<float>(v));
    }
    return at::tensor(values).view({-1, 2, 3}).to(like.device());
}

}  // namespace

at::Tensor adjustBrightness(const at::Tensor& rgb, const at::Tensor& factor) { return rgb.mul(factor).clamp_(0, 1); }

at::Tensor adjustContrast(const at::Tensor& rgb, const at::Tensor& factor) {
    return blend(rgb, greyOf(rgb).mean({1, 2, 3}, true), factor);
}

at::Tensor adjustSaturation(const at::Tensor& rgb, const at::Tensor& factor) { return blend(rgb, greyOf(rgb), factor); }

at::Tensor adjustGamma(const at::Tensor& rgb, const at::Tensor& factor) { return rgb.pow(factor).clamp_(0, 1); }

at::Tensor augment(const at::Tensor& rgb, const AugmentSettings& settings, Random& random) {
    const at::NoGradGuard noGrad;
    using Change = at::Tensor (*)(const at::Tensor&, const at::Tensor&);
    std::vector<std::pair<Change, Range>> changes = {{adjustBrightness, settings.brightness},
                                                     {adjustContrast, settings.contrast},
                                                     {adjustSaturation, settings.saturation},
                                                     {adjustGamma, settings.gamma}};
    random.shuffle(changes);
    at::Tensor changed = rgb;
    for (const auto& [change, range] : changes) {
        const auto drawn = factors(range, rgb, random);
        if (range.changes()) changed = change(changed, drawn);
    }
    if (settings.contrast.changes()) changed = changed.mul(rgb.amax(1, true).gt(0));
    if (!settings.movesPixels()) return changed;
    const auto grid = at::affine_grid_generator(moves(rgb, settings, random), rgb.sizes(), false);
    constexpr int64_t kBilinear = 0, kBlackOutside = 0;
    return at::grid_sampler(changed, grid, kBilinear, kBlackOutside, false);
}

}  // namespace leukolens::engine
