#include "core/engine/augmentation.h"

#include <ATen/ATen.h>

#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

namespace leukolens::engine {
namespace {

/// N×1×H×W
at::Tensor greyOf(const at::Tensor& rgb) {
    return rgb.select(1, 0).mul(0.299).add(rgb.select(1, 1), 0.587).add(rgb.select(1, 2), 0.114).unsqueeze(1);
}

at::Tensor blend(const at::Tensor& rgb, const at::Tensor& other, const at::Tensor& factor) {
    return at::lerp(other.expand_as(rgb), rgb, factor.expand_as(rgb)).clamp_(0, 1);
}

constexpr int kChanges = 4;
using Change = at::Tensor (*)(const at::Tensor&, const at::Tensor&);
constexpr std::array<Change, kChanges> kChange{adjustBrightness, adjustContrast, adjustSaturation, adjustGamma};

std::array<Range, kChanges> rangesOf(const AugmentSettings& settings) {
    return {settings.brightness, settings.contrast, settings.saturation, settings.gamma};
}

/// One 2×3 matrix an image: rotation about the centre, mirrored or not.
at::Tensor drawMatrices(std::int64_t count, const AugmentSettings& settings, Random& random) {
    std::vector<float> values;
    for (std::int64_t i = 0; i < count; ++i) {
        const double drawn = random.uniform(-1, 1) * settings.rotationDegrees * std::numbers::pi / 180;
        const bool left = random.below(2) == 1, up = random.below(2) == 1;
        const double angle = settings.rotation ? drawn : 0;
        const double mirrorX = settings.flips && left ? -1 : 1;
        const double mirrorY = settings.flips && up ? -1 : 1;
        for (const double v : {mirrorX * std::cos(angle), -mirrorX * std::sin(angle), 0.0, mirrorY * std::sin(angle),
                               mirrorY * std::cos(angle), 0.0})
            values.push_back(static_cast<float>(v));
    }
    return at::tensor(values).view({-1, 2, 3});
}

}  // namespace

at::Tensor adjustBrightness(const at::Tensor& rgb, const at::Tensor& factor) { return rgb.mul(factor).clamp_(0, 1); }

at::Tensor adjustContrast(const at::Tensor& rgb, const at::Tensor& factor) {
    return blend(rgb, greyOf(rgb).mean({1, 2, 3}, true), factor);
}

at::Tensor adjustSaturation(const at::Tensor& rgb, const at::Tensor& factor) { return blend(rgb, greyOf(rgb), factor); }

at::Tensor adjustGamma(const at::Tensor& rgb, const at::Tensor& factor) { return rgb.pow(factor).clamp_(0, 1); }

Random augmentationRandom(std::uint64_t seed, std::int64_t step) {
    constexpr std::uint64_t kPurpose = 3;
    return Random(deriveSeed(seed, kPurpose + (static_cast<std::uint64_t>(step) << 8)));
}

DrawnAugmentation drawAugmentation(std::int64_t count, const AugmentSettings& settings, Random& random) {
    std::vector<int> order(kChanges);
    std::iota(order.begin(), order.end(), 0);
    random.shuffle(order);
    const auto ranges = rangesOf(settings);
    std::vector<float> factors;
    for (const int change : order) {
        const Range& range = ranges[static_cast<std::size_t>(change)];
        for (std::int64_t i = 0; i < count; ++i) factors.push_back(static_cast<float>(random.uniform(range.low, range.high)));
    }
    DrawnAugmentation drawn{at::tensor(order, at::kInt), at::tensor(factors).view({kChanges, count}), {}};
    if (settings.movesPixels()) drawn.matrices = drawMatrices(count, settings, random);
    return drawn;
}

at::Tensor applyAugmentation(const at::Tensor& rgb, const AugmentSettings& settings, const DrawnAugmentation& drawn) {
    const at::NoGradGuard noGrad;
    const auto ranges = rangesOf(settings);
    const int* order = drawn.order.const_data_ptr<int>();
    at::Tensor changed = rgb;
    for (int place = 0; place < kChanges; ++place) {
        const auto change = static_cast<std::size_t>(order[place]);
        if (ranges[change].changes()) changed = kChange[change](changed, drawn.factors.select(0, place).view({-1, 1, 1, 1}));
    }
    if (settings.contrast.changes()) changed = changed.mul(rgb.amax(1, true).gt(0));
    if (!drawn.matrices.defined()) return changed;
    const auto grid = at::affine_grid_generator(drawn.matrices, rgb.sizes(), false);
    constexpr int64_t kBilinear = 0, kBlackOutside = 0;
    return at::grid_sampler(changed, grid, kBilinear, kBlackOutside, false);
}

}  // namespace leukolens::engine
