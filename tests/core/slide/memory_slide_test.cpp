#include "core/slide/memory_slide.h"

#include <gtest/gtest.h>

#include "tests/support/tiff_slide.h"

namespace leukolens::slide {
namespace {

constexpr std::uint32_t kWhite = 0xFFFFFFFF;

std::uint32_t at(const Pixels& pixels, int x, int y) { return pixels.argb[static_cast<std::size_t>(y) * static_cast<std::size_t>(pixels.width) + static_cast<std::size_t>(x)]; }

TEST(MemorySlide, LevelsAreHalvedDownToWhatFitsAScreen) {
    const MemorySlide slide(test::placesPicture(2'100, 1'000), {});
    const auto& levels = slide.facts().levels;
    ASSERT_EQ(levels.size(), 4u);
    EXPECT_EQ(levels[1].width, 1'050);
    EXPECT_EQ(levels[3].width, 263) << "263 = 525 / 2, rounded up";
    EXPECT_EQ(levels[3].height, 125);
    EXPECT_EQ(levels[2].downsample, 4);
}

TEST(MemorySlide, RegionsAreThePicturesPixelsAndWhiteOutside) {
    const MemorySlide slide(test::placesPicture(30, 20), {});
    const auto region = slide.read({0, -2, 15, 40, 10});
    ASSERT_TRUE(region);
    EXPECT_EQ(at(*region, 1, 0), kWhite);
    EXPECT_EQ(at(*region, 2, 0), 0xFF000F0Fu) << "x 0, y 15";
    EXPECT_EQ(at(*region, 31, 4), 0xFF1D1330u) << "x 29, y 19";
    EXPECT_EQ(at(*region, 32, 4), kWhite);
    EXPECT_EQ(at(*region, 31, 5), kWhite);
}

TEST(MemorySlide, FarAwayIsWhite) {
    const MemorySlide slide(test::placesPicture(30, 20), {});
    for (const std::int64_t far : {std::int64_t{30}, INT64_MAX - 1, INT64_MIN + 1}) {
        const auto region = slide.read({0, far, far, 2, 2});
        ASSERT_TRUE(region);
        EXPECT_EQ(region->argb, std::vector<std::uint32_t>(4, kWhite));
    }
}

TEST(MemorySlide, AskedForTheImpossibleItSaysWhatThereIs) {
    const MemorySlide slide(test::placesPicture(30, 20), {});
    for (const Region& wrong : {Region{1, 0, 0, 5, 5}, Region{-1, 0, 0, 5, 5}, Region{0, 0, 0, 0, 5}, Region{0, 0, 0, 5, kMaxRegionSidePx + 1}}) {
        const auto region = slide.read(wrong);
        ASSERT_FALSE(region);
        EXPECT_EQ(region.error().code, ErrorCode::InvalidArgument);
    }
    EXPECT_EQ(slide.associated("label").error().code, ErrorCode::NotFound);
}

TEST(MemorySlide, AHalfHasTheMeansOfFourPixels) {
    // Each channel by hand: (10 + 20 + 30 + 42) / 4 = 25.5, rounded up.
    Pixels four{2, 2, {0xFF0A0000, 0xFF140000, 0xFF1E0000, 0xFF2A0000}};
    EXPECT_EQ(halved(four).argb, std::vector<std::uint32_t>{0xFF1A0000});
    EXPECT_EQ(halved({2, 2, {0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF}}).argb, std::vector<std::uint32_t>{0xFFFFFFFF}) << "nothing is carried from one channel into the next";
    const Pixels three{3, 1, {0xFF000004, 0xFF000008, 0xFF000064}};
    EXPECT_EQ(halved(three).argb, (std::vector<std::uint32_t>{0xFF000006, 0xFF000064})) << "the last column stands alone";
}

TEST(MemorySlide, PixelsBecomeRgbBytes) {
    EXPECT_EQ(toImage({2, 1, {0xFF010203, 0xFFFDFEFF}}).rgb, (std::vector<std::uint8_t>{1, 2, 3, 0xFD, 0xFE, 0xFF}));
}

TEST(LevelFor, IsTheCoarsestThatIsFineEnough) {
    Facts facts;
    for (const double downsample : {1.0, 4.0, 16.02}) facts.levels.push_back({100, 100, downsample, 64, 64});
    EXPECT_EQ(levelFor(facts, 0.5), 0);
    EXPECT_EQ(levelFor(facts, 3.9), 0);
    EXPECT_EQ(levelFor(facts, 4), 1);
    EXPECT_EQ(levelFor(facts, 16), 2) << "a rounded size";
    EXPECT_EQ(levelFor(facts, 1'000), 2);
}

}  // namespace
}  // namespace leukolens::slide
