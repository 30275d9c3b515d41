#include "core/image/picture_facts.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/image/decode.h"
#include "tests/core/image/sample_bytes.h"

namespace leukolens::image {
namespace {

/// As in make_facts_reference.py, where the numbers below come from.
Image formulaPicture(int width, int height, bool whole) {
    Image image{width, height, {}};
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const int across = x - width / 2, down = y - height / 2;
            const bool inside = whole || 4 * across * across + 9 * down * down < width * width / 2;
            const int noise = (x + y) % 13;
            image.rgb.push_back(static_cast<std::uint8_t>(inside ? 40 + (37 * x + 11 * y) % 200 : noise));
            image.rgb.push_back(static_cast<std::uint8_t>(inside ? 20 + (x * y + 3 * x) % 120 : noise));
            image.rgb.push_back(static_cast<std::uint8_t>(inside ? 60 + (5 * x + 29 * y) % 190 : noise));
        }
    }
    return image;
}

void expectFacts(const PictureFacts& facts, double share, double sharpness, std::array<double, 3> mean, std::array<double, 3> sd) {
    EXPECT_NEAR(facts.cellShare, share, 1e-6);
    EXPECT_NEAR(facts.sharpness, sharpness, 0.002 * sharpness);  // grey is rounded from weights of 16 bits
    for (std::size_t c = 0; c < 3; ++c) {
        EXPECT_NEAR(facts.labMean[c], mean[c], 0.01) << c;
        EXPECT_NEAR(facts.labSd[c], sd[c], 0.01) << c;
    }
}

TEST(PictureFacts, OfASegmentedCellAreThoseOfTheCell) {
    const auto facts = factsOf(formulaPicture(40, 30, false));
    EXPECT_EQ(facts.width, 40);
    EXPECT_EQ(facts.height, 30);
    expectFacts(facts, 0.3491666667, 7773.5398, {45.38581278, 40.0845569, -28.67533428}, {10.90140001, 26.52137788, 33.13938333});
}

TEST(PictureFacts, OfALargeFieldLookAtARegularGridForTheColours) {
    expectFacts(factsOf(formulaPicture(200, 150, true)), 1, 10885.8847, {45.38052338, 39.20338215, -27.15253842}, {10.61927093, 26.17642031, 32.24715462});
}

/// CIE's own corners: white, and sRGB's primaries as given by Lindbloom's calculator (D65, no adaptation).
TEST(PictureFacts, GiveKnownColours) {
    const auto labOf = [](std::uint8_t r, std::uint8_t g, std::uint8_t b) {
        Image image{9, 9, {}};
        for (int i = 0; i < 81; ++i) image.rgb.insert(image.rgb.end(), {r, g, b});
        return factsOf(image);
    };
    const auto near = [](const PictureFacts& facts, double l, double a, double b) {
        EXPECT_NEAR(facts.labMean[0], l, 0.02);
        EXPECT_NEAR(facts.labMean[1], a, 0.02);
        EXPECT_NEAR(facts.labMean[2], b, 0.02);
        for (const float sd : facts.labSd) EXPECT_NEAR(sd, 0, 0.001);
        EXPECT_EQ(facts.sharpness, 0);
    };
    near(labOf(255, 255, 255), 100, 0, 0);
    near(labOf(255, 0, 0), 53.241, 80.092, 67.203);
    near(labOf(0, 255, 0), 87.735, -86.183, 83.179);
    near(labOf(0, 0, 255), 32.297, 79.188, -107.860);
    near(labOf(20, 20, 20), 6.319, 0, 0);
}

TEST(PictureFacts, OfNothingButBlackAreZero) {
    Image image{16, 8, std::vector<std::uint8_t>(16 * 8 * 3, kBlackUpTo)};
    const auto facts = factsOf(image);
    EXPECT_EQ(facts, (PictureFacts{16, 8, 0, 0, {}, {}}));
    image.rgb[3 * (16 * 4 + 7)] = kBlackUpTo + 1;
    EXPECT_NEAR(factsOf(image).cellShare, 1 / 128.0, 1e-6);
    EXPECT_EQ(factsOf(image).sharpness, 0);  // one pixel has no neighbours
}

/// The black around a cell is no edge: enlarging it must not make the cell sharper.
TEST(PictureFacts, DoNotDependOnHowMuchBlackIsAround) {
    const Image small = formulaPicture(40, 30, false);
    Image large{57, 44, std::vector<std::uint8_t>(57 * 44 * 3, 0)};
    for (int y = 0; y < 30; ++y)
        std::copy_n(small.rgb.begin() + static_cast<std::ptrdiff_t>(small.offset(0, y)), 120, large.rgb.begin() + static_cast<std::ptrdiff_t>(large.offset(9, y + 5)));
    const auto one = factsOf(small), other = factsOf(large);
    EXPECT_EQ(one.sharpness, other.sharpness);
    EXPECT_EQ(one.labMean, other.labMean);
}

TEST(PictureFacts, AreOrderedBySharpness) {
    Image image = formulaPicture(60, 60, true), blurred = image;
    for (int y = 1; y < 59; ++y) {
        for (int x = 1; x < 59; ++x) {
            for (std::size_t c = 0; c < 3; ++c) {
                int sum = 0;
                for (int dy = -1; dy <= 1; ++dy)
                    for (int dx = -1; dx <= 1; ++dx) sum += image.rgb[image.offset(x + dx, y + dy) + c];
                blurred.rgb[blurred.offset(x, y) + c] = static_cast<std::uint8_t>(sum / 9);
            }
        }
    }
    EXPECT_LT(4 * factsOf(blurred).sharpness, factsOf(image).sharpness);
}

TEST(PictureFacts, OfTinyAndOddPicturesAreFinite) {
    for (const auto& [width, height] : {std::pair{1, 1}, {2, 2}, {1, 30}, {30, 1}, {3, 3}, {7, 5}, {1030, 4}}) {
        const auto facts = factsOf(test::gradient(width, height));
        EXPECT_TRUE(unpackFacts(packFacts(facts))) << width << " × " << height;
    }
}

TEST(PackedFacts, ComeBackAsTheyWere) {
    const auto facts = factsOf(formulaPicture(40, 30, false));
    EXPECT_EQ(unpackFacts(packFacts(facts)), facts);
}

TEST(PackedFacts, WithImpossibleNumbersAreNoFacts) {
    const PictureFacts good = factsOf(formulaPicture(40, 30, false));
    const auto refused = [&](auto change) {
        PictureFacts facts = good;
        change(facts);
        return !unpackFacts(packFacts(facts));
    };
    EXPECT_TRUE(refused([](auto& f) { f.width = 0; }));
    EXPECT_TRUE(refused([](auto& f) { f.height = -5; }));
    EXPECT_TRUE(refused([](auto& f) { f.cellShare = 1.5f; }));
    EXPECT_TRUE(refused([](auto& f) { f.sharpness = -1; }));
    EXPECT_TRUE(refused([](auto& f) { f.labMean[1] = std::numeric_limits<float>::quiet_NaN(); }));
    EXPECT_TRUE(refused([](auto& f) { f.labSd[2] = std::numeric_limits<float>::infinity(); }));
    EXPECT_FALSE(refused([](auto&) {}));
}

}  // namespace
}  // namespace leukolens::image
