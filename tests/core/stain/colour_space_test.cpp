#include "core/stain/colour_space.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/core/stain/reference.h"

namespace leukolens::stain {
namespace {

TEST(ColourSpace, AgreesWithTheFormulas) {
    for (const auto& sample : test::stainReference().at("lab")) {
        const auto rgb = sample.at("rgb").get<std::array<std::uint8_t, 3>>();
        const auto expected = sample.at("lab").get<std::array<double, 3>>();
        const Lab lab = toLab(rgb.data());
        EXPECT_NEAR(lab.l, expected[0], 5e-4);
        EXPECT_NEAR(lab.a, expected[1], 5e-4);
        EXPECT_NEAR(lab.b, expected[2], 5e-4);
    }
}

TEST(ColourSpace, EveryColourComesBack) {
    for (int r = 0; r < 256; r += 3) {
        for (int g = 0; g < 256; g += 5) {
            for (int b = 0; b < 256; b += 5) {
                const std::array<std::uint8_t, 3> rgb = {static_cast<std::uint8_t>(r), static_cast<std::uint8_t>(g), static_cast<std::uint8_t>(b)};
                std::array<std::uint8_t, 3> back{};
                toRgb(toLab(rgb.data()), back.data());
                ASSERT_EQ(rgb, back) << r << ' ' << g << ' ' << b;
            }
        }
    }
}

TEST(ColourSpace, ImpossibleColoursAreCut) {
    constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
    std::array<std::uint8_t, 3> rgb{};
    toRgb({1000, 0, 0}, rgb.data());
    EXPECT_EQ(rgb, (std::array<std::uint8_t, 3>{255, 255, 255}));
    toRgb({-1000, 0, 0}, rgb.data());
    EXPECT_EQ(rgb, (std::array<std::uint8_t, 3>{0, 0, 0}));
    toRgb({kNaN, kNaN, kNaN}, rgb.data());
    EXPECT_EQ(rgb, (std::array<std::uint8_t, 3>{0, 0, 0}));
}

TEST(ColourSpace, DensitiesAreRoundedToTheNearestValue) {
    EXPECT_EQ(density(255), 0);
    EXPECT_DOUBLE_EQ(density(51), std::log(5.0));
    EXPECT_EQ(density(0), density(1));
    for (double value = -1; value < 8; value += 0.0013) {
        const double exact = std::clamp(255 * std::exp(-value), 0.0, 255.0);
        ASSERT_EQ(fromDensity(value), std::lround(exact)) << value;
    }
    EXPECT_EQ(fromDensity(std::numeric_limits<double>::quiet_NaN()), 255);
    EXPECT_EQ(fromDensity(std::numeric_limits<double>::infinity()), 0);
}

}  // namespace
}  // namespace leukolens::stain
