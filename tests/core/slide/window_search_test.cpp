// Searching a slide with a finder that is not the program's own.
#include "core/slide/window_search.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/slide/memory_slide.h"
#include "tests/support/drawn_field.h"

namespace leukolens::slide {
namespace {

constexpr double kUmPerPx = 0.25;

/// Black squares on white, 40 px (10 µm) wide; what such a finder is shown of them.
class BlackSquares {
public:
    explicit BlackSquares(double umPerPx = 0.5, int sidePx = 160) {
        m_finder.umPerPx = umPerPx;
        m_finder.sidePx = sidePx;
        m_finder.find = [this](const image::Image& picture) -> Result<std::vector<FoundCell>> {
            m_largest = std::max({m_largest, picture.width, picture.height});
            m_smallest = std::min({m_smallest, picture.width, picture.height});
            ++m_calls;
            return squaresIn(picture);
        };
    }

    std::shared_ptr<const PictureFinder> finder() const { return std::make_shared<const PictureFinder>(m_finder); }
    int largest() const { return m_largest; }
    int smallest() const { return m_smallest; }
    int calls() const { return m_calls; }

private:
    /// Each black pixel that has none on its left and above begins a square.
    static std::vector<FoundCell> squaresIn(const image::Image& picture) {
        const auto black = [&](int x, int y) { return x >= 0 && y >= 0 && x < picture.width && y < picture.height && picture.rgb[picture.offset(x, y)] < 128; };
        std::vector<FoundCell> cells;
        for (int y = 0; y < picture.height; ++y)
            for (int x = 0; x < picture.width; ++x) {
                if (!black(x, y) || black(x - 1, y) || black(x, y - 1)) continue;
                int width = 1, height = 1;
                while (black(x + width, y)) ++width;
                while (black(x, y + height)) ++height;
                FoundCell cell;
                cell.box = {static_cast<double>(x), static_cast<double>(y), static_cast<double>(width), static_cast<double>(height)};
                cell.score = 0.9;
                cells.push_back(cell);
            }
        return cells;
    }

    PictureFinder m_finder;
    int m_largest = 0, m_smallest = 1 << 20, m_calls = 0;
};

struct Square {
    int x = 0, y = 0;  ///< left, top
};

image::Image pictureWith(int width, int height, const std::vector<Square>& squares) {
    image::Image picture{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(3 * width * height), 255)};
    for (const auto& square : squares)
        for (int y = square.y; y < std::min(square.y + 40, height); ++y)
            for (int x = square.x; x < std::min(square.x + 40, width); ++x) std::fill_n(picture.rgb.begin() + static_cast<std::ptrdiff_t>(picture.offset(x, y)), 3, std::uint8_t{0});
    return picture;
}

Facts drawn() {
    Facts facts;
    facts.file = "drawn.tif";
    facts.umPerPx = kUmPerPx;
    return facts;
}

Result<ScanOutcome> scanned(const Slide& slide, const ScanPlan& plan) {
    NoProgress progress;
    return scan(slide, plan, nullptr, progress, {});
}

/// A window shows 320 px of the slide, of which the middle 220 are its block.
const std::vector<Square> kSquares{{10, 10}, {200, 60}, {205, 205}, {421, 20}, {430, 300}, {100, 420}, {555, 610}, {700, 200}};

TEST(WindowSearch, FindsEachCellOnceAndWhereItIs) {
    const MemorySlide slide(pictureWith(760, 660, kSquares), drawn());
    const BlackSquares squares;
    const auto outcome = scanned(slide, {.finder = squares.finder()});
    ASSERT_TRUE(outcome) << outcome.error().message();
    ASSERT_EQ(outcome->cells.size(), kSquares.size());
    for (const auto& square : kSquares)
        EXPECT_EQ(std::ranges::count_if(outcome->cells, [&](const FoundCell& cell) {
            return std::abs(cell.box.x - square.x) <= 2 && std::abs(cell.box.y - square.y) <= 2 && std::abs(cell.box.width - 40) <= 4 && std::abs(cell.box.height - 40) <= 4;
        }), 1) << square.x << ", " << square.y;
    EXPECT_EQ(outcome->blocks, 4 * 3);
    EXPECT_EQ(squares.largest(), 160);
    EXPECT_EQ(squares.smallest(), 160) << "windows lie on the slide, also those of narrow blocks";
}

TEST(WindowSearch, ShowsASlideThatFitsAtOnce) {
    const MemorySlide slide(pictureWith(320, 240, {{30, 30}, {200, 150}}), drawn());
    const BlackSquares squares;
    const auto outcome = scanned(slide, {.finder = squares.finder()});
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->cells.size(), 2u);
    EXPECT_EQ(squares.calls(), 1);
    // One that is a little larger too: an estimated scale is not exact.
    const MemorySlide larger(pictureWith(396, 240, {{30, 30}, {350, 150}}), drawn());
    const BlackSquares again;
    EXPECT_EQ(scanned(larger, {.finder = again.finder()})->cells.size(), 2u);
    EXPECT_EQ(again.calls(), 1);
    EXPECT_EQ(again.largest(), 198) << "at its own scale";
    const MemorySlide tooLarge(pictureWith(404, 240, {}), drawn());
    const BlackSquares parts;
    ASSERT_TRUE(scanned(tooLarge, {.finder = parts.finder()}));
    EXPECT_GT(parts.calls(), 1);
    EXPECT_EQ(parts.largest(), 160);
}

TEST(WindowSearch, TakesThePersonsScale) {
    const MemorySlide slide(pictureWith(760, 660, kSquares), drawn());
    const BlackSquares squares;
    ASSERT_TRUE(scanned(slide, {.umPerPx = 0.1, .finder = squares.finder()}));
    EXPECT_EQ(squares.calls(), 1) << "160 px of 0.5 µm are 800 px of 0.1 µm";
}

TEST(WindowSearch, SaysWhichCellsTheEdgeCuts) {
    const MemorySlide slide(pictureWith(320, 240, {{0, 100}, {300, 150}, {150, 150}}), drawn());
    const BlackSquares squares;
    const auto outcome = scanned(slide, {.finder = squares.finder()});
    ASSERT_TRUE(outcome);
    ASSERT_EQ(outcome->cells.size(), 3u);
    EXPECT_EQ(std::ranges::count_if(outcome->cells, &FoundCell::cut), 2);
}

TEST(WindowSearch, KeepsToTheArea) {
    const MemorySlide slide(pictureWith(760, 660, kSquares), drawn());
    const BlackSquares squares;
    const auto outcome = scanned(slide, {.within = rectangle({0, 0, 300, 300}), .finder = squares.finder()});
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->cells.size(), 3u);
}

TEST(WindowSearch, SearchesTheMonolayerAlone) {
    // On the right no red cells lie.
    test::FieldDrawing field{.width = 1200, .height = 600, .umPerPx = kUmPerPx};
    auto left = field;
    left.width = 600;
    auto picture = toImage(test::drawField(left));
    image::Image both{1200, 600, std::vector<std::uint8_t>(3 * 1200 * 600, 235)};
    for (int y = 0; y < 600; ++y) std::copy_n(picture.rgb.begin() + static_cast<std::ptrdiff_t>(picture.offset(0, y)), 3 * 600, both.rgb.begin() + static_cast<std::ptrdiff_t>(both.offset(0, y)));
    const MemorySlide slide(both, drawn());
    PictureFinder finder{0.5, 160, [](const image::Image& shown) -> Result<std::vector<FoundCell>> {
                             FoundCell cell;
                             cell.box = {shown.width / 2.0 - 10, shown.height / 2.0 - 10, 20, 20};
                             cell.score = 1;
                             return std::vector{cell};
                         }};
    const auto everywhere = scanned(slide, {.finder = std::make_shared<const PictureFinder>(finder)});
    const auto outcome = scanned(slide, {.monolayerOnly = true, .finder = std::make_shared<const PictureFinder>(finder)});
    ASSERT_TRUE(everywhere && outcome);
    EXPECT_TRUE(std::ranges::any_of(everywhere->cells, [](const FoundCell& cell) { return cell.box.x > 900; }));
    EXPECT_FALSE(outcome->cells.empty());
    EXPECT_TRUE(std::ranges::all_of(outcome->cells, [](const FoundCell& cell) { return cell.box.x < 850; }));
    EXPECT_GT(outcome->blocksSkipped, 0);
}

TEST(WindowSearch, AFaultOfTheFinderIsThatPartsAlone) {
    const MemorySlide slide(pictureWith(760, 660, kSquares), drawn());
    int calls = 0;
    PictureFinder finder{0.5, 160, [&](const image::Image&) -> Result<std::vector<FoundCell>> {
                             if (++calls == 2) return fail(ErrorCode::OutOfMemory, "memory ran out");
                             return std::vector<FoundCell>();
                         }};
    const auto outcome = scanned(slide, {.threads = 4, .finder = std::make_shared<const PictureFinder>(finder)});
    ASSERT_TRUE(outcome);
    ASSERT_EQ(outcome->unreadable.size(), 1u);
    EXPECT_EQ(outcome->unreadable[0].code, ErrorCode::OutOfMemory);
    EXPECT_EQ(outcome->unreadable[0].file, "drawn.tif");
    EXPECT_EQ(calls, 12) << "one at a time, and all of them";
}

TEST(WindowSearch, RefusesAFinderThatSeesTooLittle) {
    const MemorySlide slide(pictureWith(760, 660, {}), drawn());
    for (const auto& [umPerPx, sidePx] : {std::pair(0.1, 160), std::pair(0.0, 160), std::pair(0.5, 0)}) {
        const auto outcome = scanned(slide, {.finder = BlackSquares(umPerPx, sidePx).finder()});
        ASSERT_FALSE(outcome);
        EXPECT_EQ(outcome.error().code, ErrorCode::InvalidArgument);
    }
}

}  // namespace
}  // namespace leukolens::slide
