#include "core/dataset/sketch_alignment.h"

#include <gtest/gtest.h>

#include "core/dataset/near_duplicates.h"
#include "tests/core/dataset/sample_sketches.h"
#include "tests/support/altered_copy.h"

namespace leukolens::dataset {
namespace {

AlignmentTextures texturesOf(const image::Image& image) { return AlignmentTextures(image::sketchOf(image)); }

TEST(SketchAlignment, ASketchIsLikeItselfAndUnlikeItsNegative) {
    auto sketch = image::sketchOf(test::cellWithSurroundings(3));
    AlignmentTextures own(sketch);
    EXPECT_NEAR(alignedSimilarity(own, own, {}), 1.0, 1e-4);
    for (auto& bin : sketch.bins) bin = static_cast<std::int8_t>(-bin);
    AlignmentTextures negative(sketch);
    EXPECT_LT(alignedSimilarity(own, negative, {}), 0.5);
}

TEST(SketchAlignment, FindsACropFromWhereItIsAndFromALittleAway) {
    const auto image = test::cellWithSurroundings(5);
    auto whole = texturesOf(image), crop = texturesOf(leukolens::test::cropped(image, 0.06, 0.02, 0.0, 0.05));
    const Placement exact{0.94, 0.06, 0.93, -0.03}, away{0.96, 0.03, 0.95, 0.0};
    EXPECT_GT(alignedSimilarity(crop, whole, exact), 0.95);
    EXPECT_GT(alignedSimilarity(crop, whole, away), 0.95);
    EXPECT_GT(alignedSimilarity(whole, crop, {1 / 0.96, -0.03, 1 / 0.95, 0.0}), 0.95);
}

TEST(SketchAlignment, OtherCellsStayUnlikeWhereverTheyAreLaid) {
    auto first = texturesOf(test::cellWithSurroundings(1)), second = texturesOf(test::cellWithSurroundings(9));
    for (const double shift : {-0.1, 0.0, 0.1}) EXPECT_LT(alignedSimilarity(first, second, {1, shift, 1, -shift}), kNearWithSurroundings);
}

TEST(SketchAlignment, TooLittleOverlapIsNoSimilarity) {
    auto own = texturesOf(test::cellWithSurroundings(2));
    EXPECT_EQ(alignedSimilarity(own, own, {1, 1.2, 1, 0}), -1);
    image::PictureSketch nothing;
    nothing.bins.fill(image::kNoBin);
    AlignmentTextures background(nothing), flat(image::PictureSketch{});
    EXPECT_EQ(alignedSimilarity(background, own, {}), -1);
    EXPECT_EQ(alignedSimilarity(own, background, {}), -1);
    EXPECT_EQ(alignedSimilarity(flat, own, {}), -1);
}

}  // namespace
}  // namespace leukolens::dataset
