#include "core/engine/augmentation.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace leukolens::engine {
namespace {

at::Tensor augment(const at::Tensor& rgb, const AugmentSettings& settings, Random& random) {
    return applyAugmentation(rgb, settings, drawAugmentation(rgb.size(0), settings, random));
}

at::Tensor picture() {
    return at::tensor({0.1f, 0.9f, 0.5f, 0.0f, 0.2f, 0.8f, 0.4f, 0.0f, 0.6f, 0.7f, 0.3f, 0.0f}).reshape({1, 3, 2, 2});
}

at::Tensor factor(float value) { return at::full({1, 1, 1, 1}, value); }

void expectNear(const at::Tensor& found, std::vector<float> wanted) {
    // torchvision weighs red by 0.2989, here it is 0.299.
    EXPECT_TRUE(at::allclose(found.flatten(), at::tensor(wanted), 0, 2e-4)) << found.flatten();
}

// Numbers: make_colour_reference.py, torchvision.
TEST(Colour, AsTorchvision) {
    expectNear(adjustBrightness(picture(), factor(1.2f)), {0.12f, 1.0f, 0.6f, 0.0f, 0.24f, 0.96f, 0.48f, 0.0f, 0.72f, 0.84f, 0.36f, 0.0f});
    expectNear(adjustContrast(picture(), factor(1.25f)),
               {0.034216f, 1.0f, 0.534216f, 0.0f, 0.159216f, 0.909216f, 0.409216f, 0.0f, 0.659216f, 0.784216f, 0.284216f, 0.0f});
    expectNear(adjustSaturation(picture(), factor(0.75f)),
               {0.128923f, 0.879602f, 0.479612f, 0.0f, 0.203923f, 0.804603f, 0.404613f, 0.0f, 0.503923f, 0.729602f, 0.329613f, 0.0f});
    expectNear(adjustGamma(picture(), factor(0.8f)),
               {0.158489f, 0.919166f, 0.574349f, 0.0f, 0.275946f, 0.836512f, 0.48045f, 0.0f, 0.66454f, 0.751759f, 0.381678f, 0.0f});
}

at::Tensor blackFramed() {
    auto batch = at::zeros({6, 3, 20, 20});
    batch.slice(2, 5, 15).slice(3, 5, 15) = at::rand({6, 3, 10, 10}).mul(0.8).add(0.1);
    return batch;
}

TEST(Augment, KeepsTheBackgroundBlack) {
    at::manual_seed(1);
    AugmentSettings settings;
    settings.flips = settings.rotation = false;
    Random random(1);
    const auto before = blackFramed();
    const auto after = augment(before, settings, random);
    EXPECT_EQ(after.mul(before.amax(1, true).eq(0)).abs().max().item<float>(), 0);
    EXPECT_FALSE(at::allclose(after, before));
}

TEST(Augment, StaysWithinZeroToOne) {
    at::manual_seed(2);
    Random random(2);
    const auto after = augment(blackFramed(), {}, random);
    EXPECT_GE(after.min().item<float>(), 0);
    EXPECT_LE(after.max().item<float>(), 1);
}

TEST(Augment, SameNumbersFromTheSameSeed) {
    at::manual_seed(3);
    const auto before = blackFramed();
    Random a(5), b(5), c(6);
    const auto first = augment(before, {}, a);
    EXPECT_TRUE(at::equal(first, augment(before, {}, b)));
    EXPECT_FALSE(at::equal(first, augment(before, {}, c)));
}

TEST(Augment, WithoutRangesFlipsAndRotationNothingChanges) {
    at::manual_seed(4);
    const auto before = blackFramed();
    Random random(1);
    const AugmentSettings off{{1, 1}, {1, 1}, {1, 1}, {1, 1}, false, false};
    EXPECT_TRUE(at::allclose(augment(before, off, random), before, 0, 1e-6));
}

TEST(Augment, FlipsAloneKeepEveryPixel) {
    at::manual_seed(5);
    const auto before = blackFramed();
    AugmentSettings flips{{1, 1}, {1, 1}, {1, 1}, {1, 1}, true, false};
    Random random(3);
    const auto after = augment(before, flips, random);
    int changed = 0;
    for (int i = 0; i < 6; ++i) {
        const auto one = before[i], moved = after[i];
        const bool known = at::allclose(moved, one, 0, 1e-5) || at::allclose(moved, one.flip({1}), 0, 1e-5) ||
                           at::allclose(moved, one.flip({2}), 0, 1e-5) || at::allclose(moved, one.flip({1, 2}), 0, 1e-5);
        EXPECT_TRUE(known) << i;
        changed += at::allclose(moved, one, 0, 1e-5) ? 0 : 1;
    }
    EXPECT_GT(changed, 0);
}

TEST(Augment, RotationKeepsTheCentreAndTheBrightness) {
    auto disc = at::zeros({1, 3, 41, 41});
    const auto axis = at::arange(41, at::kFloat).sub(20);
    disc.copy_(axis.square().unsqueeze(0).add(axis.square().unsqueeze(1)).lt(144).to(at::kFloat).expand({1, 3, 41, 41}));
    AugmentSettings rotation{{1, 1}, {1, 1}, {1, 1}, {1, 1}, false, true};
    Random random(9);
    const auto after = augment(disc, rotation, random);
    EXPECT_NEAR(after.mean().item<float>(), disc.mean().item<float>(), 0.005);
    EXPECT_FLOAT_EQ(after[0][0][20][20].item<float>(), 1);
}

}  // namespace
}  // namespace leukolens::engine
