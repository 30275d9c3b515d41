#include "core/stain/macenko.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/stain/tissue.h"
#include "tests/core/stain/reference.h"

namespace leukolens::stain {
namespace {

StainReference targetStain() { return measureStain(test::stainPicture("target"), StainMethod::Macenko).value(); }

void expectNear(const StainPair& found, const nlohmann::json& expected) {
    for (std::size_t s = 0; s < 2; ++s) {
        const auto density = expected.at(s).at("density").get<std::array<double, 3>>();
        for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(found[s].density[k], density[k], 1e-5);
        EXPECT_NEAR(found[s].concentration, expected.at(s).at("concentration").get<double>(), 1e-4);
    }
}

/// Two known stains in known amounts, mixed by Beer and Lambert's law.
image::Image mixture(const StainPair& stains, int side) {
    image::Image picture{side, side, {}};
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            // Either end of the triangle of amounts is reached, so that the extremes of the angle are the stains.
            const double first = 1.8 * x / (side - 1), second = 1.8 - first, depth = 0.4 + 0.6 * y / (side - 1);
            for (std::size_t k = 0; k < 3; ++k) {
                const double value = depth * (first * stains[0].density[k] + second * stains[1].density[k]);
                picture.rgb.push_back(static_cast<std::uint8_t>(std::lround(255 * std::exp(-value))));
            }
        }
    }
    return picture;
}

const StainPair kStains = {StainVector{{0.36, 0.88, 0.3092}, 1}, StainVector{{0.60, 0.56, 0.5713}, 1}};

TEST(Macenko, AgreesWithNumPy) {
    for (const std::string name : {"cell", "field", "target"}) {
        const auto stains = measureMacenko(test::stainPicture(name));
        ASSERT_TRUE(stains);
        expectNear(*stains, test::stainReference().at("pictures").at(name).at("stains"));
    }
    for (const std::string name : {"cell", "field"}) {
        auto picture = test::stainPicture(name);
        ASSERT_EQ(applyStain(picture, targetStain()), StainOutcome::Applied);
        test::expectSamePixels(test::normalised("macenko", name), picture);
    }
}

TEST(Macenko, FindsTheStainsThatWereMixed) {
    const auto found = measureMacenko(mixture(kStains, 120));
    ASSERT_TRUE(found);
    for (std::size_t s = 0; s < 2; ++s) {
        for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR((*found)[s].density[k], kStains[s].density[k], 0.015);
        EXPECT_NEAR((*found)[s].concentration, 1.62, 0.03);  // 99th percentile of the products of depth and amount
    }
}

TEST(Macenko, SamplesLargePicturesToTheSameStains) {
    const auto small = measureMacenko(mixture(kStains, 200)).value(), large = measureMacenko(mixture(kStains, 900)).value();
    for (std::size_t s = 0; s < 2; ++s) {
        for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(large[s].density[k], small[s].density[k], 0.003);
        EXPECT_NEAR(large[s].concentration, small[s].concentration, 0.02);
    }
}

TEST(Macenko, TurnsOneMixtureIntoTheOther) {
    const StainPair other = {StainVector{{0.30, 0.92, 0.2524}, 1}, StainVector{{0.50, 0.60, 0.6245}, 1}};
    auto picture = mixture(kStains, 120);
    const auto wanted = mixture(other, 120);
    ASSERT_EQ(applyMacenko(picture, measureMacenko(wanted).value()), StainOutcome::Applied);
    int largest = 0;
    for (std::size_t i = 0; i < wanted.rgb.size(); ++i) largest = std::max(largest, std::abs(wanted.rgb[i] - picture.rgb[i]));
    EXPECT_LE(largest, 5);
}

TEST(Macenko, BlackStaysAndWhiteStaysLight) {
    auto picture = test::stainPicture("cell");
    for (std::size_t i = 0; i < 30; ++i) picture.rgb[i] = i < 15 ? 255 : 11;
    const auto before = picture.rgb;
    ASSERT_EQ(applyStain(picture, targetStain()), StainOutcome::Applied);
    int black = 0;
    for (std::size_t i = 0; i < before.size(); i += 3) {
        if (i >= 15 && !isBlack(before.data() + i)) continue;
        black += i >= 15;
        for (std::size_t c = 0; c < 3; ++c) ASSERT_EQ(picture.rgb[i + c], before[i + c]);
    }
    EXPECT_GE(black, 300);
}

TEST(Macenko, DegeneratePicturesStayAsTheyAre) {
    const auto unchanged = [](image::Image picture) {
        const auto before = picture.rgb;
        const auto outcome = applyStain(picture, targetStain());
        EXPECT_EQ(picture.rgb, before);
        return outcome;
    };
    EXPECT_EQ(unchanged({}), StainOutcome::TooFewPixels);
    EXPECT_EQ(unchanged(test::plain(50, 50, {0, 0, 0})), StainOutcome::TooFewPixels);
    EXPECT_EQ(unchanged(test::plain(50, 50, {255, 255, 255})), StainOutcome::TooFewPixels);
    EXPECT_EQ(unchanged(test::plain(50, 50, {90, 40, 100})), StainOutcome::OneColour);
    // One stain in many amounts.
    const StainPair same = {kStains[0], kStains[0]};
    EXPECT_EQ(unchanged(mixture(same, 60)), StainOutcome::OneColour);
}

}  // namespace
}  // namespace leukolens::stain
