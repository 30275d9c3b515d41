#include "core/slide/cut_out.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/slide/memory_slide.h"
#include "tests/support/tiff_slide.h"

namespace leukolens::slide {
namespace {

TEST(CutOut, IsASquareAroundTheMiddleThatCutsNoCell) {
    const Cut cut = cutAround({100, 200, 40, 20}, 100);
    EXPECT_EQ(cut.side, 100);
    EXPECT_EQ(cut.x, 70);
    EXPECT_EQ(cut.y, 160);
    EXPECT_EQ(cutAround({100, 200, 40, 20}, 10).side, 50) << "a quarter more than the cell";
    EXPECT_EQ(cutAround({100, 200, 40, 20}, std::numeric_limits<double>::quiet_NaN()).side, 50);
}

TEST(CutOut, SideIsInMicrometresWhereTheScaleIsKnown) {
    EXPECT_DOUBLE_EQ(pictureSide({0, 0, 50, 100}, 0.25, 30), 120);
    EXPECT_DOUBLE_EQ(pictureSide({0, 0, 50, 100}, std::nullopt, 30), 220);
}

TEST(CutOut, ShowsJustThosePixelsAndWhiteBeyondTheEdge) {
    const MemorySlide slide(test::placesPicture(300, 200), {});
    const auto picture = cutOut(slide, {-10, 50, 40});
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->width, 40);
    EXPECT_EQ(picture->rgb[picture->offset(9, 0)], 255);
    EXPECT_EQ(picture->rgb[picture->offset(10, 0) + 1], 50) << "x 0, y 50";
    EXPECT_EQ(picture->rgb[picture->offset(39, 39)], 29);
}

TEST(CutOut, ALargeOneIsShrunk) {
    const MemorySlide slide(test::placesPicture(1'500, 1'500), {});
    const auto picture = cutOut(slide, {0, 0, 1'500});
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->width, kMostCutPx);
    EXPECT_EQ(picture->height, kMostCutPx);
}

}  // namespace
}  // namespace leukolens::slide
