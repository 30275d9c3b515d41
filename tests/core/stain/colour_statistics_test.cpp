#include "core/stain/colour_statistics.h"

#include <gtest/gtest.h>

#include "core/stain/tissue.h"
#include "tests/core/stain/reference.h"

namespace leukolens::stain {
namespace {

TEST(ColourStatistics, AgreeWithNumPy) {
    for (const std::string name : {"cell", "field", "target"}) {
        const auto colours = colourStatistics(test::stainPicture(name));
        ASSERT_TRUE(colours);
        const auto expected = test::stainReference().at("pictures").at(name).at("colours").get<ColourVector>();
        for (std::size_t i = 0; i < kColourFeatures; ++i) EXPECT_NEAR(asVector(*colours)[i], expected[i], 5e-4) << name << ' ' << kColourFeatureNames[i];
    }
}

TEST(ColourStatistics, BackgroundDoesNotCount) {
    auto picture = test::stainPicture("cell");
    const auto before = asVector(*colourStatistics(picture));
    const auto append = [&picture](std::array<std::uint8_t, 3> rgb) {
        picture.height += 10;
        for (int i = 0; i < 320; ++i) picture.rgb.insert(picture.rgb.end(), rgb.begin(), rgb.end());
    };
    append({0, 0, 0});
    append({16, 9, 3});       // JPEG's black
    append({255, 255, 255});
    append({255, 120, 90});   // transparent in one channel
    append({220, 200, 200});  // density 0.148
    EXPECT_EQ(asVector(*colourStatistics(picture)), before);
    append({219, 200, 200});  // density 0.152
    EXPECT_GT(asVector(*colourStatistics(picture))[0], before[0] + 5);
}

TEST(ColourStatistics, NeedEnoughStainedPixels) {
    EXPECT_TRUE(colourStatistics(test::plain(16, 16, {90, 40, 100})));
    EXPECT_FALSE(colourStatistics(test::plain(15, 17, {90, 40, 100})));
    EXPECT_FALSE(colourStatistics(test::plain(100, 100, {0, 0, 0})));
    EXPECT_FALSE(colourStatistics(test::plain(100, 100, {255, 255, 255})));
    EXPECT_FALSE(colourStatistics(image::Image{}));
}

TEST(ColourStatistics, OneColourHasNoSpread) {
    const auto colours = colourStatistics(test::plain(300, 300, {90, 40, 100}));
    ASSERT_TRUE(colours);
    EXPECT_NEAR(colours->sdL, 0, 1e-4);
    EXPECT_NEAR(colours->sdB, 0, 1e-4);
}

TEST(ColourStatistics, APictureThatLiesAboutItsSizeIsABug) {
    auto picture = test::plain(20, 20, {90, 40, 100});
    picture.height = 21;
    EXPECT_THROW(colourStatistics(picture), std::invalid_argument);
    picture.width = -20, picture.height = -20;
    EXPECT_THROW(colourStatistics(picture), std::invalid_argument);
}

}  // namespace
}  // namespace leukolens::stain
