#include "core/dataset/demo_field.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/image/decode.h"
#include "core/slide/cell_finder.h"
#include "core/slide/memory_slide.h"
#include "tests/support/temp_folder.h"

namespace leukolens::dataset {
namespace {

const DemoFieldSettings kSmall{.width = 700, .height = 520, .whiteCells = 3};

TEST(DemoField, IsTheSameForTheSameSettingsAndAnotherForOthers) {
    const auto field = drawDemoField(kSmall);
    EXPECT_EQ(field.picture.rgb, drawDemoField(kSmall).picture.rgb);
    auto other = kSmall;
    other.seed = 7;
    EXPECT_NE(field.picture.rgb, drawDemoField(other).picture.rgb);
}

TEST(DemoField, ItsWhiteCellsAreFoundAndNothingElse) {
    for (const std::uint64_t seed : {2019u, 2020u, 2021u}) {
        DemoFieldSettings settings;
        settings.seed = seed;
        const auto field = drawDemoField(settings);
        ASSERT_EQ(field.whiteCells.size(), 9u);
        EXPECT_EQ(std::count_if(field.whiteCells.begin(), field.whiteCells.end(), [](const auto& cell) { return !cell.blast; }), 2);
        const slide::MemorySlide slide(field.picture, {});
        const auto found = slide::findCells(slide.read({0, 0, 0, settings.width, settings.height}).value(), std::nullopt);
        EXPECT_NEAR(found.umPerPx.value_or(0), kDemoFieldUmPerPx, 0.01);
        EXPECT_EQ(found.cells.size(), 9u);
        for (const auto& cell : field.whiteCells)
            EXPECT_TRUE(std::any_of(found.cells.begin(), found.cells.end(), [&](const slide::FoundCell& each) {
                return std::abs(each.box.x + each.box.width / 2 - cell.x) < 30 && std::abs(each.box.y + each.box.height / 2 - cell.y) < 30;
            })) << seed << ": " << cell.x << ", " << cell.y;
    }
}

/// Green light where nothing lies, and whether something does.
class Stained {
public:
    explicit Stained(const image::Image& picture) : m_picture(picture) {
        std::vector<int> greens;
        for (std::size_t i = 1; i < picture.rgb.size(); i += 3) greens.push_back(picture.rgb[i]);
        const auto bright = greens.begin() + static_cast<std::ptrdiff_t>(greens.size() * 9 / 10);
        std::nth_element(greens.begin(), bright, greens.end());
        m_ground = *bright;
    }
    bool at(int x, int y) const { return m_picture.rgb[m_picture.offset(x, y) + 1] < m_ground - 25; }
    bool anyIn(int left, int top, int right, int bottom) const {
        for (int y = top; y < bottom; ++y)
            for (int x = left; x < right; ++x)
                if (at(x, y)) return true;
        return false;
    }

private:
    const image::Image& m_picture;
    int m_ground = 0;
};

bool covers(const DemoBox& box, int x, int y) { return x >= box.left && x < box.right && y >= box.top && y < box.bottom; }

TEST(DemoField, BoxesLieTightAroundEveryCell) {
    for (int subject = 0; subject < 3; ++subject) {
        const DemoFieldSettings settings{.width = 960, .height = 720, .subject = subject, .whiteCells = 5};
        const auto field = drawDemoField(settings);
        const Stained stained(field.picture);
        for (const auto& box : field.boxes) {
            ASSERT_TRUE(box.left >= 0 && box.top >= 0 && box.right <= settings.width && box.bottom <= settings.height);
            constexpr int kTight = 4;
            EXPECT_TRUE(stained.anyIn(box.left, box.top, box.left + kTight, box.bottom) && stained.anyIn(box.right - kTight, box.top, box.right, box.bottom) &&
                        stained.anyIn(box.left, box.top, box.right, box.top + kTight) && stained.anyIn(box.left, box.bottom - kTight, box.right, box.bottom))
                << box.className << " " << box.left << ", " << box.top;
        }
        // What lies outside of all boxes are scraps of red cells in the corners.
        for (int y = 0; y < settings.height; ++y)
            for (int x = 0; x < settings.width; ++x) {
                if (!stained.at(x, y) || std::ranges::any_of(field.boxes, [&](const DemoBox& box) { return covers(box, x, y); })) continue;
                ASSERT_LT(std::min(x, settings.width - x), 80) << y;
                ASSERT_LT(std::min(y, settings.height - y), 80) << x;
            }
    }
}

TEST(DemoField, BoxesSayWhatTheCellsAre) {
    const auto field = drawDemoField({});
    for (const auto& cell : field.whiteCells) {
        const auto box = std::ranges::find_if(field.boxes, [&](const DemoBox& each) { return each.className != kDemoRedCell && covers(each, cell.x, cell.y); });
        ASSERT_NE(box, field.boxes.end());
        EXPECT_EQ(box->className, cell.blast ? "all" : "hem");
    }
    const auto red = std::ranges::count(field.boxes, kDemoRedCell, &DemoBox::className);
    EXPECT_EQ(static_cast<std::size_t>(red) + field.whiteCells.size(), field.boxes.size());
    EXPECT_GT(red, 100);
}

TEST(DemoField, ScrapsOfRedCellsHaveNoBox) {
    // Where the dark ring of a cell passes whose middle is the very corner; the middle itself is pale.
    constexpr int kSide = 160, kRing = 17;
    int scraps = 0, boxed = 0;
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        const auto field = drawDemoField({.width = kSide, .height = kSide, .whiteCells = 0, .seed = seed});
        const Stained stained(field.picture);
        for (const int x : {kRing, kSide - 1 - kRing})
            for (const int y : {kRing, kSide - 1 - kRing}) {
                if (!stained.at(x, y)) continue;
                const bool has = std::ranges::any_of(field.boxes, [&](const DemoBox& box) { return covers(box, x, y); });
                ++(has ? boxed : scraps);
            }
    }
    EXPECT_GT(scraps, 0);
    EXPECT_LT(scraps, boxed / 4);
}

TEST(DemoField, AnotherFieldOfASubjectHasItsStainAndOtherCells) {
    auto settings = kSmall;
    const auto first = drawDemoField(settings);
    settings.field = 1;
    const auto second = drawDemoField(settings);
    EXPECT_TRUE(first.whiteCells[0].x != second.whiteCells[0].x || first.whiteCells[0].y != second.whiteCells[0].y);
    const auto ground = [](const DemoField& field) {
        std::array<int, 3> brightest{};
        for (std::size_t i = 0; i < field.picture.rgb.size(); ++i) brightest[i % 3] = std::max(brightest[i % 3], static_cast<int>(field.picture.rgb[i]));
        return brightest;
    };
    EXPECT_EQ(ground(first), ground(second));
    settings.subject = 1;
    EXPECT_NE(ground(drawDemoField(settings)), ground(second));
}

TEST(DemoField, FilesSayThatTheyWereDrawn) {
    const test::TempFolder folder;
    NoProgress progress;
    ASSERT_TRUE(writeDemoFields(folder / "fields", 2, progress, {}));
    EXPECT_EQ(test::entries(folder / "fields"), (std::vector<std::string>{"demonstration-field-1.png", "demonstration-field-2.png"}));
    const auto bytes = readFile(folder / "fields" / "demonstration-field-1.png", 1 << 26);
    ASSERT_TRUE(bytes);
    EXPECT_TRUE(isDemoFile(*bytes));
    EXPECT_EQ(image::decodeBytes(*bytes, "field")->width, 1'600);
    CancelSource source;
    source.cancel();
    EXPECT_EQ(writeDemoFields(folder / "none", 2, progress, source.token()).error().code, ErrorCode::Cancelled);
}

}  // namespace
}  // namespace leukolens::dataset
