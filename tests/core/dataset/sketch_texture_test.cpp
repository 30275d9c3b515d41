#include "core/dataset/sketch_texture.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/core/dataset/sample_sketches.h"

namespace leukolens::dataset {
namespace {

void expectAt(const Texture& texture, const std::array<float, 6>& expected) {
    constexpr GridPlace places[] = {{0, 0}, {0, 31}, {7, 20}, {16, 16}, {25, 9}, {31, 16}};
    for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_NEAR(texture.value[static_cast<std::size_t>(places[i].y * image::kSketchSide + places[i].x)], expected[i], 1e-4) << i;
}

// Numbers: make_sketch_reference.py, SciPy.
TEST(SketchTexture, IsWhatLiesBetweenTwoGaussians) {
    expectAt(textureOf(test::numberedSketch(0), 0, 2.0), {-0.9699f, 0.3331f, -0.87887f, 0.05122f, -0.54417f, 0.00838f});
    expectAt(textureOf(test::numberedSketch(1), 1.5, 8.0), {0.0f, 0.0f, -0.54736f, 0.58132f, 0.49606f, -0.24492f});
}

TEST(SketchTexture, BackgroundHasNoWeightAndNoValue) {
    auto sketch = test::numberedSketch(1);
    const Texture texture = textureOf(sketch, 1.5, 8.0);
    for (std::size_t i = 0; i < sketch.bins.size(); ++i) EXPECT_EQ(texture.weight[i], sketch.bins[i] == image::kNoBin ? 0.0f : 1.0f);
    sketch.bins.fill(image::kNoBin);
    for (const float value : textureOf(sketch, 1.5, 8.0).value) EXPECT_EQ(value, 0.0f);
}

TEST(SketchTexture, TheEightTurnsAreAllDifferentAndClosed) {
    const auto sketch = test::numberedSketch(2);
    std::set<std::array<std::int8_t, image::kSketchBins>> all;
    for (int turn = 0; turn < kTurns; ++turn) all.insert(turned(sketch, turn).bins);
    EXPECT_EQ(all.size(), 8u);
    EXPECT_EQ(turned(sketch, 0), sketch);
    for (int first = 0; first < kTurns; ++first) {
        for (int second = 0; second < kTurns; ++second) EXPECT_TRUE(all.contains(turned(turned(sketch, first), second).bins)) << first << second;
    }
}

}  // namespace
}  // namespace leukolens::dataset
