#include "core/slide/cell_finder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <numbers>
#include <string>

#include "core/image/decode.h"
#include "tests/support/drawn_field.h"
#include "tests/support/shared_data.h"

namespace leukolens::slide {
namespace {

using test::drawField;
using test::DrawnWhiteCell;
using test::FieldDrawing;

double intersectionOverUnion(const Box& a, const Box& b) {
    const double width = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x), height = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
    return width <= 0 || height <= 0 ? 0 : width * height / (a.width * a.height + b.width * b.height - width * height);
}

Box boxOf(const FieldDrawing& field, const DrawnWhiteCell& cell) {
    const double radius = cell.radiusUm / field.umPerPx, left = std::max(0.0, cell.x - radius), top = std::max(0.0, cell.y - radius);
    return {left, top, std::min<double>(field.width, cell.x + radius) - left, std::min<double>(field.height, cell.y + radius) - top};
}

/// Every drawn cell by one box, and no others.
void expectFound(const FieldDrawing& field, const FieldCells& found, double leastOverlap = 0.75) {
    EXPECT_EQ(found.cells.size(), field.cells.size());
    for (const auto& cell : field.cells) {
        const auto count = std::ranges::count_if(found.cells, [&](const FoundCell& each) { return intersectionOverUnion(each.box, boxOf(field, cell)) >= leastOverlap; });
        EXPECT_EQ(count, 1) << "cell at " << cell.x << ", " << cell.y;
    }
    for (const auto& cell : found.cells) {
        EXPECT_GE(cell.score, kLeastScore);
        EXPECT_LE(cell.score, 1);
        EXPECT_TRUE(cell.box.x >= 0 && cell.box.y >= 0 && cell.box.x + cell.box.width <= field.width && cell.box.y + cell.box.height <= field.height);
    }
}

void expectFound(const FieldDrawing& field, double leastOverlap = 0.75) { expectFound(field, findCells(drawField(field), field.umPerPx), leastOverlap); }

FieldDrawing withCells(std::vector<DrawnWhiteCell> cells) {
    FieldDrawing field;
    field.cells = std::move(cells);
    return field;
}

TEST(OverlapOf, IsTheSharedPartOfBothTogether) {
    EXPECT_DOUBLE_EQ(overlapOf({0, 0, 10, 10}, {5, 0, 10, 10}), 50.0 / 150.0);
    EXPECT_DOUBLE_EQ(overlapOf({0, 0, 10, 10}, {0, 0, 10, 10}), 1);
    EXPECT_DOUBLE_EQ(overlapOf({0, 0, 10, 10}, {10, 0, 10, 10}), 0) << "they only touch";
    EXPECT_DOUBLE_EQ(overlapOf({0, 0, 10, 10}, {2, 2, 5, 5}), 0.25) << "one lies within the other";
}

TEST(FindCells, FindsEachCellAtAnyScale) {
    for (const double umPerPx : {0.07, 0.1, 0.25, 0.4, 0.5}) {
        SCOPED_TRACE(umPerPx);
        FieldDrawing field{.umPerPx = umPerPx};
        const double unit = 10 / umPerPx;
        field.width = static_cast<int>(8 * unit);
        field.height = static_cast<int>(6 * unit);
        field.cells = {{1.5 * unit, 1.2 * unit}, {5.5 * unit, 1.7 * unit, 4.5, 3.5}, {3.2 * unit, 4.1 * unit, 8, 5}, {6.8 * unit, 4.6 * unit, 6.5, 2, 3}};
        expectFound(field);
    }
}

TEST(FindCells, SaysWhatItFound) {
    const auto field = withCells({{200, 150, 6, 4}});
    const auto found = findCells(drawField(field), 0.1);
    ASSERT_EQ(found.cells.size(), 1u);
    EXPECT_EQ(found.umPerPx, 0.1);
    EXPECT_FALSE(found.umPerPxEstimated);
    EXPECT_NEAR(found.cells[0].nucleusAreaUm2, std::numbers::pi * 16, 0.15 * std::numbers::pi * 16);
    EXPECT_FALSE(found.cells[0].cut);
    EXPECT_GE(intersectionOverUnion(found.cells[0].box, boxOf(field, field.cells[0])), 0.85);
}

TEST(FindCells, ListsThemFromTopToBottom) {
    const auto found = findCells(drawField(withCells({{500, 380}, {120, 90}, {400, 200}})), 0.1);
    ASSERT_EQ(found.cells.size(), 3u);
    EXPECT_TRUE(std::ranges::is_sorted(found.cells, {}, [](const FoundCell& cell) { return cell.box.y + cell.box.height / 2; }));
}

TEST(FindCells, LobesAreOneCell) {
    for (const auto& [lobes, radiusUm] : {std::pair{2, 2.5}, {3, 2.2}, {4, 1.9}, {5, 1.7}}) {
        SCOPED_TRACE(lobes);
        expectFound(withCells({{320, 240, 7, radiusUm, lobes}}));
    }
}

TEST(FindCells, TouchingCellsAreParted) {
    expectFound(withCells({{260, 240, 6, 5}, {380, 240, 6, 5}}));
    // Small ones, one of which would fit beside the other into a large cell.
    expectFound(withCells({{260, 240, 4.4, 3.5}, {348, 240, 4.4, 3.5}}), 0.7);
    // Their nuclei touch too; three in a row; two small ones; a large one beside a small one.
    expectFound(withCells({{260, 240, 5, 4.9}, {357, 240, 5, 4.9}}), 0.7);
    expectFound(withCells({{200, 240, 5, 4.3}, {300, 240, 5, 4.3}, {400, 240, 5, 4.3}}), 0.7);
    expectFound(withCells({{260, 240, 4.1, 3.5}, {341, 240, 4.1, 3.5}}), 0.7);
    expectFound(withCells({{260, 240, 7.5, 6}, {376, 240, 4.2, 3.4}}), 0.7);
}

TEST(FindCells, OtherLampsAndStainsAreNoMatter) {
    // Yellow light; dim light; pale nuclei; grey red cells.
    for (const test::SmearColours& colours : {test::SmearColours{{250, 230, 133}, {205, 170, 104}, {170, 160, 133}, {85, 45, 78}}, {{150, 138, 123}, {123, 102, 96}, {102, 96, 123}, {51, 27, 72}},
                                              {{215, 220, 215}, {185, 150, 145}, {190, 180, 210}, {125, 110, 195}}, {{254, 229, 201}, {205, 165, 165}, {200, 170, 180}, {90, 40, 130}}}) {
        auto field = withCells({{200, 150}, {450, 300, 6.5, 2, 3}});
        field.colours = colours;
        expectFound(field, 0.7);
    }
}

TEST(FindCells, CellsThatTheEdgeCutsAreFoundAndSaidToBeCut) {
    const auto field = withCells({{640, 240, 6, 4}, {300, 8, 6, 4}, {0, 480, 7, 5}});
    const auto found = findCells(drawField(field), 0.1);
    expectFound(field, found, 0.6);
    for (const auto& cell : found.cells) EXPECT_TRUE(cell.cut);
}

TEST(FindCells, OfACellThatIsMostlyOutsideLessIsNeeded) {
    const auto field = withCells({{-14, 240, 6, 4}});
    const auto found = findCells(drawField(field), 0.1);
    ASSERT_EQ(found.cells.size(), 1u);
    EXPECT_TRUE(found.cells[0].cut);
    const auto whole = findCells(drawField(withCells({{320, 240, 3, 2.1}})), 0.1);
    EXPECT_TRUE(whole.cells.empty()) << "a nucleus as small as what is seen of the other: a large platelet";
}

TEST(FindCells, WhatIsNoWhiteCellIsNotFound) {
    FieldDrawing field;
    EXPECT_TRUE(findCells(drawField(field), 0.1).cells.empty()) << "red cells";
    field.platelets = {{100, 100}, {300, 200}, {322, 215}, {500, 400}, {0, 240}};
    EXPECT_TRUE(findCells(drawField(field), 0.1).cells.empty()) << "platelets";
    field.redCells = false;
    EXPECT_TRUE(findCells(drawField(field), 0.1).cells.empty()) << "platelets alone";
    field.platelets.clear();
    EXPECT_TRUE(findCells(drawField(field), 0.1).cells.empty()) << "blank";
    for (const std::uint32_t colour : {0xFF000000u, 0xFFFFFFFFu, 0xFF808080u, 0xFF552D78u}) {
        const Pixels flat{640, 480, std::vector<std::uint32_t>(640 * 480, colour)};
        EXPECT_TRUE(findCells(flat, 0.1).cells.empty()) << std::hex << colour;
        EXPECT_TRUE(findCells(flat, std::nullopt).cells.empty()) << std::hex << colour;
    }
    Random random(5);
    Pixels noise{640, 480, {}};
    for (int i = 0; i < 640 * 480; ++i) noise.argb.push_back(0xFF000000u | static_cast<std::uint32_t>(random.below(1 << 24)));
    EXPECT_TRUE(findCells(noise, 0.1).cells.empty()) << "noise";
}

TEST(FindCells, PilesOfRedCellsAreNone) {
    FieldDrawing field{.redCellsApartUm = 5};
    EXPECT_TRUE(findCells(drawField(field), 0.1).cells.empty());
}

TEST(FindCells, EstimatesTheScaleFromTheRedCells) {
    for (const double umPerPx : {0.07, 0.15, 0.25, 0.5}) {
        SCOPED_TRACE(umPerPx);
        FieldDrawing field{.width = 900, .height = 700, .umPerPx = umPerPx};
        field.cells = {{450, 350, 6.5, 4.5}};
        const auto pixels = drawField(field);
        const auto estimated = estimateUmPerPx(pixels);
        ASSERT_TRUE(estimated);
        EXPECT_NEAR(*estimated, umPerPx, 0.1 * umPerPx);
        const auto found = findCells(pixels, std::nullopt);
        EXPECT_TRUE(found.umPerPxEstimated);
        EXPECT_NEAR(found.umPerPx.value_or(0), umPerPx, 0.1 * umPerPx);
        expectFound(field, found, 0.7);
    }
}

TEST(FindCells, WithoutRedCellsThereIsNoScaleAndNothingIsFound) {
    FieldDrawing field = withCells({{200, 150}});
    field.redCells = false;
    EXPECT_FALSE(estimateUmPerPx(drawField(field)));
    const auto found = findCells(drawField(field), std::nullopt);
    EXPECT_FALSE(found.umPerPx);
    EXPECT_FALSE(found.umPerPxEstimated);
    EXPECT_TRUE(found.cells.empty());
}

TEST(FindCells, AnySizeIsTaken) {
    EXPECT_TRUE(findCells({}, 0.1).cells.empty());
    for (const auto& [width, height] : {std::pair{1, 1}, {2, 3}, {1, 500}, {700, 1}, {23, 300}, {3000, 40}}) {
        SCOPED_TRACE(testing::Message() << width << " × " << height);
        Random random(11);
        Pixels pixels{width, height, {}};
        for (int i = 0; i < width * height; ++i) pixels.argb.push_back(0xFF000000u | static_cast<std::uint32_t>(random.below(1 << 24)));
        for (const double umPerPx : {0.01, 0.1, 1.0}) EXPECT_TRUE(findCells(pixels, umPerPx).cells.empty()) << umPerPx;
        EXPECT_TRUE(findCells(pixels, std::nullopt).cells.empty());
    }
}

std::vector<Box> whiteCellsOf(const std::filesystem::path& xml) {
    std::ifstream file(xml);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    std::vector<Box> boxes;
    for (auto at = text.find("<object>"); at != std::string::npos; at = text.find("<object>", at + 1)) {
        const auto object = text.substr(at, text.find("</object>", at) - at);
        if (object.find("<name>WBC</name>") == std::string::npos) continue;
        const auto number = [&](const std::string& name) { return std::stod(object.substr(object.find("<" + name + ">") + name.size() + 2)); };
        boxes.push_back({number("xmin"), number("ymin"), number("xmax") - number("xmin"), number("ymax") - number("ymin")});
    }
    return boxes;
}

/// Boxes drawn by hand around the white cells of real fields. The figures of all 264: docs/results.md.
TEST(FindCellsData, FindsRealCells) {
    LEUKOLENS_NEEDS_SHARED(folder, "bccd");
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "JPEGImages")) files.push_back(entry.path());
    std::ranges::sort(files);
    double drawn = 0, found = 0, right = 0;
    for (std::size_t i = 0; i < files.size(); i += 4) {
        const auto picture = image::decodeFile(files[i]);
        ASSERT_TRUE(picture) << files[i];
        Pixels pixels{picture->width, picture->height, {}};
        for (std::size_t at = 0; at < picture->rgb.size(); at += 3)
            pixels.argb.push_back(0xFF000000u | std::uint32_t{picture->rgb[at]} << 16 | std::uint32_t{picture->rgb[at + 1]} << 8 | picture->rgb[at + 2]);
        const auto boxes = whiteCellsOf(folder / "Annotations" / files[i].stem().concat(".xml"));
        auto cells = findCells(pixels, std::nullopt).cells;
        drawn += static_cast<double>(boxes.size());
        found += static_cast<double>(cells.size());
        for (const auto& box : boxes) {
            const auto match = std::ranges::find_if(cells, [&](const FoundCell& cell) { return intersectionOverUnion(cell.box, box) >= 0.5; });
            if (match == cells.end()) continue;
            cells.erase(match);
            ++right;
        }
    }
    ASSERT_GT(drawn, 50);
    EXPECT_GE(right / drawn, 0.9);
    EXPECT_GE(right / found, 0.85);
}

}  // namespace
}  // namespace leukolens::slide
