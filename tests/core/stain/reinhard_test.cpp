#include "core/stain/reinhard.h"

#include <gtest/gtest.h>

#include "core/stain/tissue.h"
#include "tests/core/stain/reference.h"

namespace leukolens::stain {
namespace {

StainReference targetStain() { return measureStain(test::stainPicture("target"), StainMethod::Reinhard).value(); }

TEST(Reinhard, AgreesWithNumPy) {
    for (const std::string name : {"cell", "field"}) {
        auto picture = test::stainPicture(name);
        ASSERT_EQ(applyStain(picture, targetStain()), StainOutcome::Applied);
        test::expectSamePixels(test::normalised("reinhard", name), picture);
    }
}

TEST(Reinhard, MeansAndSpreadsBecomeTheTargets) {
    // A small change, after which every colour still exists and none is transparent: up to rounding to 8 bits.
    auto picture = test::stainPicture("cell");
    auto target = measureReinhard(picture).value();
    target.meanL += 4, target.sdL *= 0.9, target.meanA -= 3, target.sdB *= 0.8;
    ASSERT_EQ(applyReinhard(picture, target), StainOutcome::Applied);
    const auto found = asVector(*colourStatistics(picture)), wanted = asVector(target);
    for (std::size_t i = 0; i < kColourFeatures; ++i) EXPECT_NEAR(found[i], wanted[i], 0.3) << kColourFeatureNames[i];
}

TEST(Reinhard, APictureComesBackFromItsOwnStain) {
    auto picture = test::stainPicture("cell");
    const auto before = picture.rgb;
    ASSERT_EQ(applyReinhard(picture, measureReinhard(picture).value()), StainOutcome::Applied);
    EXPECT_EQ(picture.rgb, before);
}

TEST(Reinhard, BlackAndWhiteStay) {
    for (const std::string name : {"cell", "field"}) {
        auto picture = test::stainPicture(name);
        for (std::size_t i = 0; i < 30; ++i) picture.rgb[i] = i < 15 ? 255 : 11;
        const auto before = picture;
        ASSERT_EQ(applyStain(picture, targetStain()), StainOutcome::Applied);
        int black = 0;
        for (std::size_t i = 0; i < picture.rgb.size(); i += 3) {
            const std::uint8_t* rgb = before.rgb.data() + i;
            if (!isBlack(rgb) && std::max({rgb[0], rgb[1], rgb[2]}) < 255) continue;
            black += isBlack(rgb);
            for (std::size_t c = 0; c < 3; ++c) ASSERT_EQ(picture.rgb[i + c], before.rgb[i + c]);
        }
        EXPECT_GE(black, name == "cell" ? 300 : 5);
    }
}

TEST(Reinhard, TransparencyMakesNoEdge) {
    // A ramp of grey-violet from stained to white below a cell: neighbours that differ by one stay neighbours.
    auto picture = test::stainPicture("field");
    for (int value = 192; value < 256; ++value)
        for (const int channel : {value, value - 10, value - 5}) picture.rgb.push_back(static_cast<std::uint8_t>(channel));
    picture.height += 2;
    ASSERT_EQ(applyStain(picture, {ColourStatistics{40, 15, 25, 8, -20, 8}, 1}), StainOutcome::Applied);
    const std::uint8_t* ramp = picture.rgb.data() + picture.offset(0, 32);
    EXPECT_LT(ramp[1], 170);  // it was changed
    for (int i = 1; i < 64; ++i) EXPECT_LE(std::abs(ramp[3 * i + 1] - ramp[3 * (i - 1) + 1]), 8) << i;
}

TEST(Reinhard, DegeneratePicturesStayAsTheyAre) {
    const auto unchanged = [](image::Image picture) {
        const auto before = picture.rgb;
        const auto outcome = applyStain(picture, targetStain());
        EXPECT_EQ(picture.rgb, before);
        return outcome;
    };
    EXPECT_EQ(unchanged({}), StainOutcome::TooFewPixels);
    EXPECT_EQ(unchanged(test::plain(50, 50, {0, 0, 0})), StainOutcome::TooFewPixels);
    EXPECT_EQ(unchanged(test::plain(50, 50, {255, 255, 255})), StainOutcome::TooFewPixels);
    EXPECT_EQ(unchanged(test::plain(5, 5, {90, 40, 100})), StainOutcome::TooFewPixels);
    EXPECT_EQ(unchanged(test::plain(50, 50, {90, 40, 100})), StainOutcome::OneColour);
    auto grey = test::plain(50, 50, {90, 90, 90});
    for (std::size_t i = 0; i < 3000; ++i) grey.rgb[i] = static_cast<std::uint8_t>(40 + i / 3 % 100);  // light and dark, but no hue
    EXPECT_EQ(unchanged(grey), StainOutcome::OneColour);
}

}  // namespace
}  // namespace leukolens::stain
