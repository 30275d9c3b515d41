#include "core/stain/network_pixels.h"

#include <gtest/gtest.h>

#include "core/image/resize.h"
#include "core/stain/stain_target.h"
#include "tests/core/stain/reference.h"

namespace leukolens::stain {
namespace {

constexpr int kPx = 24;

image::Image pixelsOf(const image::Image& picture, const StainReference& reference, StainOutcome expected = StainOutcome::Applied) {
    image::Image out{kPx, kPx, std::vector<std::uint8_t>(kPx * kPx * 3)};
    EXPECT_EQ(networkPixels(picture, reference, kPx, out.rgb), expected);
    return out;
}

TEST(NetworkPixels, WithoutAMethodAreThePictureResized) {
    const auto cell = test::stainPicture("cell");
    EXPECT_EQ(pixelsOf(cell, {}).rgb, image::resized(cell, kPx, kPx).rgb);
}

TEST(NetworkPixels, AreNormalisedBeforeTheyAreResized) {
    for (const auto method : {StainMethod::Reinhard, StainMethod::Macenko}) {
        const auto target = measureStain(test::stainPicture("target"), method).value();
        // NumPy's pixels, then resized.
        const auto expected = image::resized(test::normalised(std::string(toString(method)), "cell"), kPx, kPx);
        test::expectSamePixels(expected, pixelsOf(test::stainPicture("cell"), target));
    }
}

TEST(NetworkPixels, APictureWithoutStainIsLeftAsItIsAndThatIsTold) {
    const auto black = test::plain(40, 40, {0, 0, 0}), grey = test::plain(40, 40, {90, 90, 90});
    for (const auto method : {StainMethod::Reinhard, StainMethod::Macenko}) {
        EXPECT_EQ(pixelsOf(black, fixedReference(method), StainOutcome::TooFewPixels).rgb, image::resized(black, kPx, kPx).rgb);
        EXPECT_EQ(pixelsOf(grey, fixedReference(method), StainOutcome::OneColour).rgb, image::resized(grey, kPx, kPx).rgb);
    }
}

TEST(FixedReference, IsSoundAndOfItsMethod) {
    for (const auto method : {StainMethod::None, StainMethod::Reinhard, StainMethod::Macenko}) {
        EXPECT_EQ(fixedReference(method).method(), method);
        EXPECT_EQ(faultOf(fixedReference(method)), "");
    }
}

TEST(FixedReference, NeverChanges) {
    EXPECT_EQ(asVector(std::get<ColourStatistics>(fixedReference(StainMethod::Reinhard).target)), (ColourVector{18, 4, 28, 3, -22, 3}));
    const auto stains = std::get<StainPair>(fixedReference(StainMethod::Macenko).target);
    const std::array<double, 3> first = {0.45, 0.8, 0.4}, second = {0.52, 0.7, 0.48};
    for (std::size_t k = 0; k < 3; ++k) {
        EXPECT_NEAR(stains[0].density[k] / stains[0].density[0], first[k] / first[0], 1e-12);
        EXPECT_NEAR(stains[1].density[k] / stains[1].density[0], second[k] / second[0], 1e-12);
    }
    EXPECT_EQ(stains[0].concentration, 3);
    EXPECT_EQ(stains[1].concentration, 3);
}

}  // namespace
}  // namespace leukolens::stain
