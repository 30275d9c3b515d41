#include "core/image/cell_measures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "tests/support/drawn_smear.h"

namespace leukolens::image {
namespace {

double valueOf(const std::vector<Measure>& measures, std::string_view name) {
    const auto found = std::ranges::find(measures, name, &Measure::name);
    if (found == measures.end()) {
        ADD_FAILURE() << "no " << name;
        return NAN;
    }
    return found->value;
}

/// 6 × 6 px: a cell of 5 × 5 in the upper left, in it a nucleus of 4 × 4 of the given green.
struct Case {
    Image picture{6, 6, std::vector<std::uint8_t>(108, 240)};
    CellMask mask;

    explicit Case(const std::vector<std::uint8_t>& green) {
        mask.width = mask.height = 6;
        mask.cell.assign(36, 0);
        mask.nucleus.assign(36, 0);
        for (int y = 0; y < 5; ++y) {
            for (int x = 0; x < 5; ++x) {
                const auto at = static_cast<std::size_t>(6 * y + x);
                mask.cell[at] = 255;
                std::uint8_t* rgb = picture.rgb.data() + 3 * at;
                rgb[0] = 150, rgb[1] = 140, rgb[2] = 200;
                if (x > 3 || y > 3) continue;
                mask.nucleus[at] = 255;
                rgb[0] = 90, rgb[1] = green[static_cast<std::size_t>(4 * y + x)], rgb[2] = 120;
            }
        }
        mask.cellAreaPx = 25;
        mask.nucleusAreaPx = 16;
        mask.nucleusToCell = 0.64;
        mask.cellRoundness = 0.9;
        mask.nucleusRoundness = 0.8;
    }
};

std::vector<std::uint8_t> chessboard(std::uint8_t dark, std::uint8_t light) {
    std::vector<std::uint8_t> green;
    for (int i = 0; i < 16; ++i) green.push_back((i + i / 4) % 2 == 0 ? dark : light);
    return green;
}

TEST(CellMeasures, SizesShapesAndColours) {
    const Case cell(std::vector<std::uint8_t>(16, 40));
    const auto measures = measuresOf(cell.picture, cell.mask, 0.1);
    EXPECT_EQ(valueOf(measures, "cell_area_px"), 25);
    EXPECT_EQ(valueOf(measures, "nucleus_area_px"), 16);
    EXPECT_EQ(valueOf(measures, "cytoplasm_area_px"), 9);
    EXPECT_EQ(valueOf(measures, "nucleus_to_cell"), 0.64);
    EXPECT_NEAR(valueOf(measures, "nucleus_to_cytoplasm"), 16.0 / 9, 1e-12);
    EXPECT_EQ(valueOf(measures, "cell_roundness"), 0.9);
    EXPECT_EQ(valueOf(measures, "nucleus_roundness"), 0.8);
    EXPECT_EQ(valueOf(measures, "nucleus_solidity"), 1);
    EXPECT_EQ(valueOf(measures, "nucleus_lobes"), 1);
    EXPECT_EQ(valueOf(measures, "nucleus_red"), 90);
    EXPECT_EQ(valueOf(measures, "nucleus_green"), 40);
    EXPECT_EQ(valueOf(measures, "nucleus_blue"), 120);
    EXPECT_EQ(valueOf(measures, "cytoplasm_red"), 150);
    EXPECT_EQ(valueOf(measures, "cytoplasm_green"), 140);
    EXPECT_EQ(valueOf(measures, "cytoplasm_blue"), 200);
    EXPECT_NEAR(valueOf(measures, "cell_area_um2"), 0.25, 1e-12);
    EXPECT_NEAR(valueOf(measures, "nucleus_area_um2"), 0.16, 1e-12);
    EXPECT_NEAR(valueOf(measures, "cytoplasm_area_um2"), 0.09, 1e-12);
}

TEST(CellMeasures, AnEvenNucleusHasNoTexture) {
    const Case cell(std::vector<std::uint8_t>(16, 40));
    const auto measures = measuresOf(cell.picture, cell.mask, std::nullopt);
    EXPECT_EQ(valueOf(measures, "nucleus_green_sd"), 0);
    EXPECT_EQ(valueOf(measures, "nucleus_entropy"), 0);
    EXPECT_EQ(valueOf(measures, "nucleus_glcm_contrast"), 0);
    EXPECT_EQ(valueOf(measures, "nucleus_glcm_correlation"), 1);
    EXPECT_EQ(valueOf(measures, "nucleus_glcm_energy"), 1);
    EXPECT_EQ(valueOf(measures, "nucleus_glcm_homogeneity"), 1);
    EXPECT_EQ(valueOf(measures, "nucleus_glcm_entropy"), 0);
}

TEST(CellMeasures, AChessboardsTextureByHand) {
    // Green 40 and 56 are levels 5 and 7. Beside and below each pixel is the other colour; of 9 pairs on each diagonal 5 are of one colour and 4 of the other.
    const Case cell(chessboard(40, 56));
    const auto measures = measuresOf(cell.picture, cell.mask, std::nullopt);
    EXPECT_NEAR(valueOf(measures, "nucleus_green_sd"), 8, 1e-9);
    EXPECT_NEAR(valueOf(measures, "nucleus_entropy"), 1, 1e-12);
    EXPECT_NEAR(valueOf(measures, "nucleus_glcm_contrast"), (4 + 4 + 0 + 0) / 4.0, 1e-12);
    EXPECT_NEAR(valueOf(measures, "nucleus_glcm_correlation"), (-1 - 1 + 1 + 1) / 4.0, 1e-9);
    EXPECT_NEAR(valueOf(measures, "nucleus_glcm_energy"), (0.5 + 0.5 + 2 * 41.0 / 81) / 4, 1e-12);
    EXPECT_NEAR(valueOf(measures, "nucleus_glcm_homogeneity"), (0.2 + 0.2 + 1 + 1) / 4, 1e-12);
    const double diagonal = -5.0 / 9 * std::log2(5.0 / 9) - 4.0 / 9 * std::log2(4.0 / 9);
    EXPECT_NEAR(valueOf(measures, "nucleus_glcm_entropy"), (1 + 1 + 2 * diagonal) / 4, 1e-12);
}

TEST(CellMeasures, StripesByHand) {
    // Rows of levels 5, 7, 5, 7: equal along a row (two of four rows each), the other level below and on both diagonals.
    std::vector<std::uint8_t> rows;
    for (int i = 0; i < 16; ++i) rows.push_back(i / 4 % 2 == 0 ? 40 : 56);
    const Case cell(rows);
    const auto measures = measuresOf(cell.picture, cell.mask, std::nullopt);
    EXPECT_NEAR(valueOf(measures, "nucleus_glcm_contrast"), 3 * 4 / 4.0, 1e-12);
    EXPECT_NEAR(valueOf(measures, "nucleus_glcm_correlation"), (1 - 3) / 4.0, 1e-9);
    EXPECT_NEAR(valueOf(measures, "nucleus_glcm_energy"), 0.5, 1e-12);
    EXPECT_NEAR(valueOf(measures, "nucleus_glcm_homogeneity"), (1 + 3 * 0.2) / 4, 1e-12);
    EXPECT_NEAR(valueOf(measures, "nucleus_glcm_entropy"), 1, 1e-12);
}

TEST(CellMeasures, WhatLiesOutsideTheNucleusIsNoTexture) {
    Case cell(std::vector<std::uint8_t>(16, 40));
    for (std::size_t i = 0; i < 36; ++i)
        if (cell.mask.nucleus[i] == 0) cell.picture.rgb[3 * i + 1] = static_cast<std::uint8_t>(37 * i);
    EXPECT_EQ(valueOf(measuresOf(cell.picture, cell.mask, std::nullopt), "nucleus_glcm_contrast"), 0);
}

TEST(CellMeasures, CountsLobesAndWhatIsBetweenThem) {
    const auto drawn = test::drawSmear({.cellRadius = 0.24, .nucleusRadius = 0.08, .lobes = 3});
    const auto mask = findCell(drawn.picture);
    ASSERT_TRUE(mask);
    const auto measures = measuresOf(drawn.picture, *mask, std::nullopt);
    EXPECT_EQ(valueOf(measures, "nucleus_lobes"), 3);
    EXPECT_LT(valueOf(measures, "nucleus_solidity"), 0.85);
    const auto round = test::drawSmear();
    const auto roundMask = findCell(round.picture);
    ASSERT_TRUE(roundMask);
    EXPECT_EQ(valueOf(measuresOf(round.picture, *roundMask, std::nullopt), "nucleus_lobes"), 1);
    EXPECT_GT(valueOf(measuresOf(round.picture, *roundMask, std::nullopt), "nucleus_solidity"), 0.95);
}

TEST(CellMeasures, EveryCellHasTheSameNumbersInTheSameOrder) {
    const Case one(chessboard(0, 255)), other(std::vector<std::uint8_t>(16, 255));
    const auto a = measuresOf(one.picture, one.mask, 0.1), b = measuresOf(other.picture, other.mask, 0.2), without = measuresOf(one.picture, one.mask, std::nullopt);
    ASSERT_EQ(a.size(), b.size());
    ASSERT_EQ(without.size() + 3, a.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_EQ(a[i].name, b[i].name);
        EXPECT_TRUE(std::isfinite(a[i].value) && std::isfinite(b[i].value)) << a[i].name;
    }
    for (std::size_t i = 0; i < without.size(); ++i) EXPECT_EQ(a[i].name, without[i].name);
    const auto names = measureNames(true);
    ASSERT_EQ(names.size(), a.size());
    EXPECT_TRUE(std::equal(names.begin(), names.end(), a.begin(), [](std::string_view name, const Measure& measure) { return name == measure.name; }));
    EXPECT_EQ(measureNames(false).size(), without.size());
}

TEST(CellMeasures, ANucleusThatFillsItsCellHasNoCytoplasm) {
    Case cell(std::vector<std::uint8_t>(16, 40));
    cell.mask.cell = cell.mask.nucleus;
    cell.mask.cellAreaPx = 16;
    const auto measures = measuresOf(cell.picture, cell.mask, std::nullopt);
    EXPECT_EQ(valueOf(measures, "nucleus_to_cytoplasm"), 1000);
    EXPECT_EQ(valueOf(measures, "cytoplasm_red"), 0);
}

}  // namespace
}  // namespace leukolens::image
