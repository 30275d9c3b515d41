#include "core/image/picture_sketch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <type_traits>

#include "tests/support/altered_copy.h"

namespace leukolens::image {
namespace {

/// A smooth pattern; with `blackFrom` < 1, black outside an ellipse of that share of the half sides.
Image pattern(int width, int height, double blackFrom = 2.0) {
    Image image{width, height, {}};
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const double u = 2.0 * (x + 0.5) / width - 1, v = 2.0 * (y + 0.5) / height - 1;
            const double value = 130 + 40 * std::sin(5 * u + 2 * v) + 30 * std::cos(7 * v - 3 * u * u);
            const bool black = u * u + v * v > blackFrom * blackFrom;
            for (const double factor : {1.0, 0.7, 1.2}) image.rgb.push_back(black ? 0 : static_cast<std::uint8_t>(value * factor));
        }
    }
    return image;
}

/// Largest difference of two bins that both have; fails where more than a tenth is in one of them alone.
int largestDifference(const PictureSketch& a, const PictureSketch& b) {
    int largest = 0, alone = 0;
    for (std::size_t i = 0; i < kSketchBins; ++i) {
        if ((a.bins[i] == kNoBin) != (b.bins[i] == kNoBin)) ++alone;
        else largest = std::max(largest, std::abs(a.bins[i] - b.bins[i]));
    }
    EXPECT_LT(alone, static_cast<int>(kSketchBins / 10));
    return largest;
}

TEST(PictureSketch, IsPlainBytesOfAKibibyte) {
    EXPECT_TRUE(std::is_trivially_copyable_v<PictureSketch>);
    EXPECT_LE(sizeof(PictureSketch), 1'032u);
}

TEST(PictureSketch, HasMeanNothingAndDeviation32) {
    const PictureSketch sketch = sketchOf(pattern(300, 260));
    double sum = 0, squares = 0;
    for (const int bin : sketch.bins) {
        ASSERT_NE(bin, kNoBin);
        sum += bin;
        squares += bin * bin;
    }
    EXPECT_NEAR(sum / kSketchBins, 0.0, 0.1);
    EXPECT_NEAR(std::sqrt(squares / kSketchBins), 32.0, 0.2);
    EXPECT_EQ(sketch.onBlack, 0);
    EXPECT_GT(sketch.contrast, 1'000);
}

TEST(PictureSketch, BrightnessGammaAndSizeHardlyChangeIt) {
    for (const double black : {2.0, 0.6}) {
        const Image image = pattern(300, 260, black);
        const PictureSketch sketch = sketchOf(image);
        EXPECT_EQ(sketch.onBlack, black < 1 ? 1 : 0);
        EXPECT_LE(largestDifference(sketch, sketchOf(test::toned(image, 0.75, 1.0))), 8);
        EXPECT_LE(largestDifference(sketch, sketchOf(test::toned(image, 1.0, 1.25))), 10);
        EXPECT_LE(largestDifference(sketch, sketchOf(pattern(150, 130, black))), 12);
    }
}

TEST(PictureSketch, ACellOnBlackIsDescribedInItsOwnFrame) {
    const Image cell = pattern(200, 200, 0.9);
    Image shifted{330, 280, std::vector<std::uint8_t>(330 * 280 * 3, 0)};
    for (int y = 0; y < 200; ++y)
        std::copy_n(cell.rgb.begin() + static_cast<std::ptrdiff_t>(cell.offset(0, y)), 600, shifted.rgb.begin() + static_cast<std::ptrdiff_t>(shifted.offset(97, y + 41)));
    const PictureSketch sketch = sketchOf(cell), moved = sketchOf(shifted);
    EXPECT_EQ(sketch.onBlack, 1);
    EXPECT_EQ(moved.bins, sketch.bins);
    EXPECT_EQ(moved.contrast, sketch.contrast);
    EXPECT_EQ(sketch.bins.front(), kNoBin);
    EXPECT_NE(sketch.bins[kSketchBins / 2 + kSketchSide / 2], kNoBin);
}

TEST(PictureSketch, JpegNoiseOnBlackIsNoPartOfTheCell) {
    const Image cell = pattern(240, 240, 0.6);
    const PictureSketch sketch = sketchOf(cell), jpeg = sketchOf(test::throughJpeg(cell, 60));
    EXPECT_EQ(jpeg.onBlack, 1);
    std::size_t differing = 0;
    for (std::size_t i = 0; i < kSketchBins; ++i) differing += std::abs(sketch.bins[i] - jpeg.bins[i]) > 16 ? 1u : 0u;
    EXPECT_LT(differing, kSketchBins / 20);
}

TEST(PictureSketch, APlainPictureHasNoContrastButAColour) {
    for (const int level : {0, 90, 255}) {
        const Image plain{40, 30, std::vector<std::uint8_t>(40 * 30 * 3, static_cast<std::uint8_t>(level))};
        const PictureSketch sketch = sketchOf(plain);
        EXPECT_EQ(sketch.contrast, 0);
        EXPECT_EQ(sketch.onBlack, 0);
        EXPECT_TRUE(std::all_of(sketch.bins.begin(), sketch.bins.end(), [](int bin) { return bin == 0; }));
        EXPECT_EQ(sketch.meanColour, (std::array<std::uint8_t, 3>{static_cast<std::uint8_t>(level), static_cast<std::uint8_t>(level), static_cast<std::uint8_t>(level)}));
    }
}

TEST(PictureSketch, TinyNarrowAndSpeckledPicturesAreNoTrouble) {
    EXPECT_EQ(sketchOf(pattern(1, 1)).contrast, 0);
    EXPECT_GT(sketchOf(pattern(8, 8)).contrast, 0);
    EXPECT_GT(sketchOf(pattern(3, 900)).contrast, 0);
    Image specks{100, 100, std::vector<std::uint8_t>(30'000, 0)};
    for (const int place : {20, 70}) specks.rgb[specks.offset(place, place)] = 255;
    EXPECT_EQ(sketchOf(specks).onBlack, 0);
}

TEST(PictureSketch, RefusesBytesThatDoNotFitTheSize) {
    Image image = pattern(20, 20);
    image.rgb.pop_back();
    EXPECT_THROW(sketchOf(image), std::invalid_argument);
    EXPECT_THROW(sketchOf(Image{}), std::invalid_argument);
}

}  // namespace
}  // namespace leukolens::image
