#include "core/image/cell_mask.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <numbers>
#include <string>

#include "core/image/decode.h"
#include "tests/support/drawn_smear.h"
#include "tests/support/shared_data.h"

namespace leukolens::image {
namespace {

using test::drawSmear;
using test::SmearOptions;

/// Dice 1945: twice what both have over what each has.
double dice(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
    double both = 0, each = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        both += a[i] != 0 && b[i] != 0;
        each += (a[i] != 0) + (b[i] != 0);
    }
    return 2 * both / each;
}

void expectFound(const SmearOptions& options, double leastCell = 0.96, double leastNucleus = 0.95) {
    const auto drawn = drawSmear(options);
    const auto found = findCell(drawn.picture);
    ASSERT_TRUE(found);
    ASSERT_EQ(found->cell.size(), drawn.cell.size());
    ASSERT_EQ(found->nucleus.size(), drawn.cell.size());
    EXPECT_GE(dice(found->cell, drawn.cell), leastCell);
    EXPECT_GE(dice(found->nucleus, drawn.nucleus), leastNucleus);
    for (std::size_t i = 0; i < found->cell.size(); ++i) {
        ASSERT_TRUE(found->cell[i] == 0 || found->cell[i] == 255);
        ASSERT_TRUE(found->nucleus[i] == 0 || found->cell[i] == 255) << "the nucleus lies within the cell";
    }
}

TEST(CellMask, FindsCellAndNucleusAtAnySize) {
    for (const int side : {100, 160, 360, 600}) {
        SCOPED_TRACE(side);
        expectFound({.width = side, .height = side});
        expectFound({.width = side, .height = side * 4 / 5, .redCells = false});
    }
}

TEST(CellMask, TheCellNeedNotLieQuiteInTheMiddle) { expectFound({.x = 0.42, .y = 0.57}); }

TEST(CellMask, OtherLampsAndStainsAreNoMatter) {
    // Yellow light; dim light; a cell hardly darker than the ground.
    expectFound({.colours = {{255, 250, 165}, {225, 195, 120}, {190, 165, 110}, {95, 25, 70}}});
    expectFound({.colours = {{150, 138, 123}, {123, 102, 96}, {102, 96, 123}, {51, 27, 72}}});
    expectFound({.redCells = false, .colours = {{250, 230, 205}, {}, {215, 195, 190}, {85, 45, 120}}});
}

TEST(CellMask, AllLobesAreOneNucleus) {
    for (const int lobes : {2, 3}) {
        SCOPED_TRACE(lobes);
        expectFound({.cellRadius = 0.24, .nucleusRadius = 0.08, .lobes = lobes}, 0.96, 0.9);
    }
}

TEST(CellMask, ARedCellThatTouchesIsLeftOut) {
    // The only red cell, of the colour of the cytoplasm: the nucleus being round alone says that it is none.
    const SmearOptions options{.cellRadius = 0.17, .nucleusRadius = 0.15, .redCells = false, .touching = true, .colours = {{250, 230, 205}, {205, 170, 160}, {205, 170, 160}, {85, 45, 120}}};
    expectFound(options, 0.93, 0.95);
    const auto drawn = drawSmear(options);
    const auto found = findCell(drawn.picture);
    const int x = static_cast<int>((0.5 + 0.17 + 0.1) * options.width), y = options.height / 2;
    EXPECT_EQ(found->cell[static_cast<std::size_t>(y * options.width + x)], 0) << "the red cell's middle";
}

TEST(CellMask, AnotherCellsNucleusIsNotTaken) {
    const SmearOptions options{.redCells = false};
    auto drawn = drawSmear(options);
    const auto other = drawSmear({.x = 0.04, .y = 0.04, .redCells = false});
    for (std::size_t i = 0; i < drawn.cell.size(); ++i)
        if (other.cell[i] != 0) std::copy_n(other.picture.rgb.begin() + static_cast<std::ptrdiff_t>(3 * i), 3, drawn.picture.rgb.begin() + static_cast<std::ptrdiff_t>(3 * i));
    const auto found = findCell(drawn.picture);
    ASSERT_TRUE(found);
    EXPECT_GE(dice(found->nucleus, drawn.nucleus), 0.95);
    EXPECT_GE(dice(found->cell, drawn.cell), 0.95);
}

TEST(CellMask, APlateletBesideTheCellIsNoLobe) {
    auto drawn = drawSmear({.redCells = false});
    const int x = 182, y = 120, radius = 8;  // 14 px of ground between it and the cell
    for (int dy = -radius; dy <= radius; ++dy)
        for (int dx = -radius; dx <= radius; ++dx)
            if (dx * dx + dy * dy <= radius * radius) std::copy_n(drawn.picture.rgb.begin() + static_cast<std::ptrdiff_t>(drawn.picture.offset(120, 120)), 3, drawn.picture.rgb.begin() + static_cast<std::ptrdiff_t>(drawn.picture.offset(x + dx, y + dy)));
    const auto found = findCell(drawn.picture);
    ASSERT_TRUE(found);
    EXPECT_GE(dice(found->cell, drawn.cell), 0.96);
    EXPECT_EQ(found->nucleus[static_cast<std::size_t>(y * 240 + x)], 0);
}

TEST(CellMask, ATouchingCellThatTheEdgeCutsIsNotTaken) {
    auto drawn = drawSmear({.redCells = false});
    const auto other = drawSmear({.x = 0.12, .redCells = false});
    for (std::size_t i = 0; i < drawn.cell.size(); ++i)
        if (other.cell[i] != 0 && drawn.cell[i] == 0) std::copy_n(other.picture.rgb.begin() + static_cast<std::ptrdiff_t>(3 * i), 3, drawn.picture.rgb.begin() + static_cast<std::ptrdiff_t>(3 * i));
    const auto found = findCell(drawn.picture);
    ASSERT_TRUE(found);
    EXPECT_GE(dice(found->nucleus, drawn.nucleus), 0.95) << "its nucleus is no lobe of this one";
}

TEST(CellMask, MeasuresWhatWasDrawn) {
    const SmearOptions options{.width = 360, .height = 360};
    const auto found = findCell(drawSmear(options).picture);
    ASSERT_TRUE(found);
    const double cell = std::numbers::pi * std::pow(0.2 * 360, 2), nucleus = std::numbers::pi * std::pow(0.13 * 360, 2);
    EXPECT_NEAR(static_cast<double>(found->cellAreaPx), cell, 0.04 * cell);
    EXPECT_NEAR(static_cast<double>(found->nucleusAreaPx), nucleus, 0.04 * nucleus);
    EXPECT_NEAR(found->nucleusToCell, nucleus / cell, 0.03);
    EXPECT_GT(found->cellRoundness, 0.96);
    EXPECT_GT(found->nucleusRoundness, 0.96);
    const auto lobed = findCell(drawSmear({.width = 360, .height = 360, .cellRadius = 0.24, .nucleusRadius = 0.08, .lobes = 3}).picture);
    ASSERT_TRUE(lobed);
    EXPECT_NEAR(lobed->nucleusRoundness, 1.0 / 3, 0.05) << "three circles: a third of one with their area";
}

TEST(CellMask, WhereThereIsNoCellSaysSo) {
    const auto uniform = [](std::uint8_t r, std::uint8_t g, std::uint8_t b) {
        Image image{240, 240, {}};
        for (int i = 0; i < 240 * 240; ++i) image.rgb.insert(image.rgb.end(), {r, g, b});
        return image;
    };
    EXPECT_FALSE(findCell(uniform(255, 255, 255)));
    EXPECT_FALSE(findCell(uniform(0, 0, 0)));
    EXPECT_FALSE(findCell(uniform(85, 45, 120))) << "nothing but nucleus: no ground";
    EXPECT_FALSE(findCell(drawSmear({.whiteCell = false, .redCells = false}).picture)) << "empty ground";
    EXPECT_FALSE(findCell(drawSmear({.whiteCell = false}).picture)) << "red cells alone";
    EXPECT_FALSE(findCell(drawSmear({.x = 0.2, .whiteCell = false, .redCells = false, .touching = true}).picture)) << "one red cell in the middle";
    Image noise{240, 240, {}};
    Random random(3);
    for (int i = 0; i < 240 * 240 * 3; ++i) noise.rgb.push_back(static_cast<std::uint8_t>(random.below(256)));
    EXPECT_FALSE(findCell(noise));
    EXPECT_FALSE(findCell(drawSmear({.x = 0.1, .y = 0.1, .redCells = false}).picture)) << "a cell in the corner is not the one in the middle";
}

TEST(CellMask, AnySizeIsTaken) {
    for (const auto& [width, height] : {std::pair{1, 1}, {2, 3}, {1, 500}, {700, 1}, {23, 300}, {24, 24}, {31, 29}, {3000, 40}}) {
        Image image{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3, 200)};
        EXPECT_FALSE(findCell(image)) << width << " × " << height;
        Random random(11);
        for (auto& value : image.rgb) value = static_cast<std::uint8_t>(random.below(256));
        EXPECT_FALSE(findCell(image)) << "noise of " << width << " × " << height;
    }
}

TEST(CellMask, MakesEverythingElseBlackAndLeavesTheCellAsItIs) {
    const auto drawn = drawSmear();
    const auto found = findCell(drawn.picture);
    ASSERT_TRUE(found);
    const auto black = cellOnBlack(drawn.picture, *found);
    ASSERT_EQ(black.width, drawn.picture.width);
    ASSERT_EQ(black.rgb.size(), drawn.picture.rgb.size());
    for (std::size_t i = 0; i < black.rgb.size(); ++i) ASSERT_EQ(black.rgb[i], found->cell[i / 3] != 0 ? drawn.picture.rgb[i] : 0) << i;
}

/// Hand-drawn masks of real cells: grey 128 cytoplasm, 255 nucleus. The figures of all 150: docs/results.md.
TEST(CellMaskData, FindsRealCells) {
    LEUKOLENS_NEEDS_SHARED(folder, "wbc_masks");
    double cells = 0, nuclei = 0;
    int count = 0;
    for (int number = 1; number <= 150; number += 5, ++count) {
        const auto name = std::string(number < 10 ? "00" : number < 100 ? "0" : "") + std::to_string(number);
        const auto picture = decodeFile(folder / (name + ".bmp")), mask = decodeFile(folder / (name + ".png"));
        ASSERT_TRUE(picture && mask) << name;
        std::vector<std::uint8_t> cell, nucleus;
        for (std::size_t i = 0; i < mask->rgb.size(); i += 3) {
            cell.push_back(mask->rgb[i] > 64 ? 255 : 0);
            nucleus.push_back(mask->rgb[i] > 192 ? 255 : 0);
        }
        const auto found = findCell(*picture);
        ASSERT_TRUE(found) << name;
        cells += dice(found->cell, cell);
        nuclei += dice(found->nucleus, nucleus);
    }
    EXPECT_GT(cells / count, 0.97) << cells / count;
    EXPECT_GT(nuclei / count, 0.94) << nuclei / count;
}

}  // namespace
}  // namespace leukolens::image
