#include "core/slide/scan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <mutex>

#include "core/slide/memory_slide.h"
#include "tests/support/drawn_field.h"

namespace leukolens::slide {
namespace {

using test::drawField;
using test::DrawnWhiteCell;
using test::FieldDrawing;

constexpr double kUmPerPx = 0.5;
constexpr int kBlockPx = 1024;  ///< 512 µm

/// Three by two blocks, the last ones narrow; cells in the middle of blocks, on their borders and where four meet.
FieldDrawing drawing() {
    FieldDrawing field{.width = 2300, .height = 1500, .umPerPx = kUmPerPx};
    field.cells = {{300, 300}, {700, 500, 6.5, 2, 3}, {kBlockPx, 400}, {kBlockPx - 4, 700, 5, 4}, {kBlockPx + 5, 850, 8, 5}, {400, kBlockPx}, {kBlockPx, kBlockPx, 7, 2.1, 3}, {2 * kBlockPx, 500}, {2200, 1400}, {1500, 1200}};
    return field;
}

Facts factsWith(std::optional<double> umPerPx) {
    Facts facts;
    facts.file = "drawn.tif";
    facts.umPerPx = umPerPx;
    return facts;
}

MemorySlide slideOf(const FieldDrawing& field, std::optional<double> umPerPx = kUmPerPx) { return {toImage(drawField(field)), factsWith(umPerPx)}; }

Result<ScanOutcome> scanned(const Slide& slide, const ScanPlan& plan = {}, const CellsFound& found = nullptr) {
    NoProgress progress;
    return scan(slide, plan, found, progress, {});
}

bool holds(const FoundCell& found, const DrawnWhiteCell& drawn) {
    return std::hypot(found.box.x + found.box.width / 2 - drawn.x, found.box.y + found.box.height / 2 - drawn.y) < 4;
}

void expectExactly(const std::vector<FoundCell>& found, const std::vector<DrawnWhiteCell>& drawn) {
    EXPECT_EQ(found.size(), drawn.size());
    for (const auto& cell : drawn) EXPECT_EQ(std::ranges::count_if(found, [&](const FoundCell& each) { return holds(each, cell); }), 1) << cell.x << ", " << cell.y;
}

std::vector<DrawnWhiteCell> thoseIn(const FieldDrawing& field, const Area& area) {
    std::vector<DrawnWhiteCell> cells;
    for (const auto& cell : field.cells)
        if (area.contains({cell.x, cell.y})) cells.push_back(cell);
    return cells;
}

bool same(const std::vector<FoundCell>& a, const std::vector<FoundCell>& b) {
    return std::ranges::equal(a, b, [](const FoundCell& x, const FoundCell& y) {
        return x.box.x == y.box.x && x.box.y == y.box.y && x.box.width == y.box.width && x.box.height == y.box.height && x.score == y.score && x.nucleusAreaUm2 == y.nucleusAreaUm2;
    });
}

/// As another, but one part of it cannot be read.
class BrokenSlide final : public Slide {
public:
    BrokenSlide(const Slide& slide, Box broken) : m_slide(slide), m_broken(broken) {}

    const Facts& facts() const override { return m_slide.facts(); }
    Result<Pixels> read(const Region& region) const override {
        const double downsample = facts().levels[static_cast<std::size_t>(region.level)].downsample, x = static_cast<double>(region.x) * downsample, y = static_cast<double>(region.y) * downsample;
        if (x < m_broken.x + m_broken.width && y < m_broken.y + m_broken.height && x + region.width * downsample > m_broken.x && y + region.height * downsample > m_broken.y)
            return fail(ErrorCode::DamagedImage, "a tile is broken", facts().file);
        return m_slide.read(region);
    }
    Result<image::Image> associated(const std::string& name) const override { return m_slide.associated(name); }

private:
    const Slide& m_slide;
    Box m_broken;
};

/// As another, without its coarser levels.
class FinestLevel final : public Slide {
public:
    explicit FinestLevel(const Slide& slide) : m_slide(slide), m_facts(slide.facts()) { m_facts.levels.resize(1); }

    const Facts& facts() const override { return m_facts; }
    Result<Pixels> read(const Region& region) const override { return m_slide.read(region); }
    Result<image::Image> associated(const std::string& name) const override { return m_slide.associated(name); }

private:
    const Slide& m_slide;
    Facts m_facts;
};

TEST(Scan, FindsEachCellOnceOnBordersOfBlocksToo) {
    const auto field = drawing();
    const auto slide = slideOf(field);
    const auto outcome = scanned(slide);
    ASSERT_TRUE(outcome);
    expectExactly(outcome->cells, field.cells);
    EXPECT_EQ(outcome->blocks, 6);
    EXPECT_EQ(outcome->pixelsSeen, std::int64_t{2300} * 1500);
    EXPECT_EQ(outcome->umPerPx, kUmPerPx);
    EXPECT_FALSE(outcome->umPerPxEstimated);
    EXPECT_TRUE(outcome->unreadable.empty());
}

TEST(Scan, NeedsNoCoarserLevels) {
    const auto field = drawing();
    const auto slide = slideOf(field);
    const auto outcome = scanned(FinestLevel(slide));
    ASSERT_TRUE(outcome);
    expectExactly(outcome->cells, field.cells);
    EXPECT_EQ(outcome->blocks, 6);
}

TEST(Scan, AnyNumberOfThreadsFindsTheSameInTheSameOrder) {
    const auto slide = slideOf(drawing());
    for (const auto& enough : {std::optional<int>(), std::optional<int>(4)}) {
        const auto one = scanned(slide, {.enough = enough, .threads = 1}), four = scanned(slide, {.enough = enough, .threads = 4});
        ASSERT_TRUE(one && four);
        ASSERT_FALSE(one->cells.empty());
        EXPECT_TRUE(same(one->cells, four->cells));
        EXPECT_EQ(one->pixelsSeen, four->pixelsSeen);
    }
}

TEST(Scan, HandsCellsOnAsTheyAreFoundOneCallAtATime) {
    const auto slide = slideOf(drawing());
    std::vector<FoundCell> handed;
    std::atomic<int> inside = 0, most = 0;
    const auto outcome = scanned(slide, {.threads = 4}, [&](std::span<const FoundCell> cells) {
        most = std::max(most.load(), ++inside);
        EXPECT_FALSE(cells.empty());
        handed.insert(handed.end(), cells.begin(), cells.end());
        --inside;
    });
    ASSERT_TRUE(outcome);
    EXPECT_EQ(most, 1);
    EXPECT_TRUE(same(handed, outcome->cells));
}

TEST(Scan, ReportsBlocks) {
    class Sink final : public ProgressSink {
    public:
        void report(const Progress& progress) override {
            const std::lock_guard lock(m_mutex);
            if (progress.stage == "Searching for cells") seen.push_back(progress);
        }
        std::vector<Progress> seen;

    private:
        std::mutex m_mutex;
    } sink;
    const auto slide = slideOf(drawing());
    ASSERT_TRUE(scan(slide, {.threads = 2}, nullptr, sink, {}));
    ASSERT_EQ(sink.seen.size(), 6u);
    for (std::size_t i = 0; i < 6; ++i) {
        EXPECT_EQ(sink.seen[i].done, static_cast<std::int64_t>(i) + 1);
        EXPECT_EQ(sink.seen[i].total, 6);
    }
}

TEST(Scan, SearchesWhatLiesInARectangle) {
    const auto field = drawing();
    const auto slide = slideOf(field);
    const Area area = rectangle({200, 200, 850, 700});
    const auto outcome = scanned(slide, {.within = area});
    ASSERT_TRUE(outcome);
    const auto inside = thoseIn(field, area);
    ASSERT_EQ(inside.size(), 5u);
    expectExactly(outcome->cells, inside);
    EXPECT_EQ(outcome->blocks, 2) << "the others are not read";
}

TEST(Scan, SearchesWhatLiesInAPolygon) {
    const auto field = drawing();
    const auto slide = slideOf(field);
    // Like an arrow to the left: the notch on its right leaves out what lies between its points.
    const Area area{{{100, 750}, {2290, 300}, {1400, 750}, {2290, 1450}}};
    const auto outcome = scanned(slide, {.within = area});
    ASSERT_TRUE(outcome);
    const auto inside = thoseIn(field, area);
    ASSERT_GE(inside.size(), 3u);
    ASSERT_LT(inside.size(), field.cells.size());
    expectExactly(outcome->cells, inside);
}

TEST(Scan, AThinAreaBetweenTheBlocksCornersIsFound) {
    const auto field = drawing();
    const auto slide = slideOf(field);
    const auto outcome = scanned(slide, {.within = rectangle({290, 290, 20, 20})});
    ASSERT_TRUE(outcome);
    expectExactly(outcome->cells, {field.cells[0]});
    EXPECT_EQ(outcome->blocks, 1);
}

TEST(Scan, StopsWhenEnoughAreFound) {
    const auto field = drawing();
    const auto slide = slideOf(field);
    for (const int enough : {1, 3, 10, 50}) {
        const auto outcome = scanned(slide, {.enough = enough, .threads = 2});
        ASSERT_TRUE(outcome);
        EXPECT_EQ(outcome->cells.size(), std::min<std::size_t>(static_cast<std::size_t>(enough), field.cells.size()));
    }
    EXPECT_LT(scanned(slide, {.enough = 1})->pixelsSeen, std::int64_t{2300} * 1500) << "the rest is not read";
}

TEST(Scan, StopsWhenItIsCancelled) {
    const auto slide = slideOf(drawing());
    NoProgress progress;
    CancelSource before;
    before.cancel();
    const auto none = scan(slide, {}, nullptr, progress, before.token());
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::Cancelled);
    CancelSource meanwhile;
    int calls = 0;
    const auto some = scan(slide, {.threads = 2}, [&](std::span<const FoundCell>) {
        ++calls;
        meanwhile.cancel();
    }, progress, meanwhile.token());
    ASSERT_FALSE(some);
    EXPECT_EQ(some.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(calls, 1) << "nothing is handed on any more";
}

TEST(Scan, RecordsWhatCannotBeReadAndSearchesTheRest) {
    const auto field = drawing();
    const auto whole = slideOf(field);
    const BrokenSlide slide(whole, {100, 1200, 50, 50});
    for (const int threads : {1, 3}) {
        const auto outcome = scanned(slide, {.threads = threads});
        ASSERT_TRUE(outcome);
        ASSERT_EQ(outcome->unreadable.size(), 1u);
        EXPECT_EQ(outcome->unreadable[0].code, ErrorCode::DamagedImage);
        std::vector<DrawnWhiteCell> rest;
        for (const auto& cell : field.cells)
            if (cell.x > kBlockPx || cell.y <= kBlockPx) rest.push_back(cell);
        expectExactly(outcome->cells, rest);
        EXPECT_EQ(outcome->pixelsSeen, std::int64_t{2300} * 1500 - std::int64_t{kBlockPx} * (1500 - kBlockPx));
    }
}

TEST(Scan, FailsWhereNothingCanBeRead) {
    const auto whole = slideOf(drawing());
    const BrokenSlide slide(whole, {0, 0, 2300, 1500});
    const auto outcome = scanned(slide);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, ErrorCode::DamagedImage);
}

TEST(Scan, ThePersonsScaleComesBeforeTheFilesAndThatBeforeAnEstimate) {
    const auto field = drawing();
    const auto wrong = slideOf(field, 0.3), none = slideOf(field, std::nullopt);
    EXPECT_EQ(scanned(wrong)->umPerPx, 0.3);
    const auto own = scanned(wrong, {.umPerPx = kUmPerPx});
    EXPECT_EQ(own->umPerPx, kUmPerPx);
    expectExactly(own->cells, field.cells);
    const auto estimated = scanned(none);
    ASSERT_TRUE(estimated);
    EXPECT_TRUE(estimated->umPerPxEstimated);
    EXPECT_NEAR(estimated->umPerPx.value_or(0), kUmPerPx, 0.1 * kUmPerPx);
    expectExactly(estimated->cells, field.cells);
}

TEST(Scan, ABlankSlideHasNoCellsAndNoScale) {
    FieldDrawing blank{.width = 1500, .height = 1200, .redCells = false};
    const auto outcome = scanned(slideOf(blank, std::nullopt));
    ASSERT_TRUE(outcome);
    EXPECT_TRUE(outcome->cells.empty());
    EXPECT_FALSE(outcome->umPerPx);
    EXPECT_EQ(outcome->pixelsSeen, 0);
    const auto known = scanned(slideOf(blank));
    ASSERT_TRUE(known);
    EXPECT_TRUE(known->cells.empty());
    EXPECT_EQ(known->pixelsSeen, 1500 * 1200) << "with a scale it was searched";
}

TEST(Scan, OnlyTheMonolayerIsSearchedWhereThatIsWished) {
    // Red cells side by side (twice), so close that no ground is left, on one another (twice as dense), none at all; a cell in each but the second.
    FieldDrawing single{.width = kBlockPx, .height = kBlockPx, .umPerPx = kUmPerPx};
    single.cells = {{512, 512}};
    FieldDrawing empty = single, close = single, piled = single, bare = single;
    empty.cells.clear();
    close.redCellsApartUm = 3.6;
    for (int c = 0; c < 3; ++c) piled.colours.redCell[c] *= piled.colours.redCell[c] / piled.colours.ground[c];
    bare.redCells = false;
    const std::vector<FieldDrawing> parts{single, empty, close, piled, bare};
    Pixels joined{static_cast<int>(parts.size()) * kBlockPx, kBlockPx, std::vector<std::uint32_t>(parts.size() * kBlockPx * kBlockPx)};
    for (std::size_t part = 0; part < parts.size(); ++part) {
        const auto pixels = drawField(parts[part]);
        for (std::size_t y = 0; y < kBlockPx; ++y)
            std::copy_n(pixels.argb.begin() + static_cast<std::ptrdiff_t>(y * kBlockPx), kBlockPx, joined.argb.begin() + static_cast<std::ptrdiff_t>((parts.size() * y + part) * kBlockPx));
    }
    const MemorySlide slide(toImage(joined), factsWith(kUmPerPx));
    EXPECT_EQ(scanned(slide)->cells.size(), 4u);
    const auto outcome = scanned(slide, {.monolayerOnly = true});
    ASSERT_TRUE(outcome);
    expectExactly(outcome->cells, single.cells);
    EXPECT_EQ(scanned(slide, {.within = rectangle({4.0 * kBlockPx + 200, 200, 600, 600}), .monolayerOnly = true})->blocksSkipped, 1);
}

TEST(Scan, RefusesPlansThatCannotBe) {
    const auto slide = slideOf(drawing());
    const Area line{{{0, 0}, {10, 10}}}, outside = rectangle({5000, 0, 100, 100});
    for (const ScanPlan& plan : {ScanPlan{.umPerPx = 0.0}, ScanPlan{.umPerPx = -1.0}, ScanPlan{.umPerPx = NAN}, ScanPlan{.umPerPx = 2.0}, ScanPlan{.within = line}, ScanPlan{.within = outside}, ScanPlan{.enough = 0}, ScanPlan{.threads = 0}}) {
        const auto outcome = scanned(slide, plan);
        ASSERT_FALSE(outcome);
        EXPECT_EQ(outcome.error().code, ErrorCode::InvalidArgument);
        EXPECT_FALSE(outcome.error().what.empty());
    }
}

TEST(Area, ContainsWhatLiesWithinItsCorners) {
    EXPECT_TRUE(Area{}.contains({1e6, -5})) << "no corners: everything";
    const Area square = rectangle({10, 20, 30, 40});
    EXPECT_TRUE(square.contains({11, 21}));
    EXPECT_TRUE(square.contains({39, 59}));
    EXPECT_FALSE(square.contains({9, 40}));
    EXPECT_FALSE(square.contains({41, 40}));
    EXPECT_FALSE(square.contains({20, 61}));
    const Area notched{{{0, 0}, {10, 0}, {10, 10}, {5, 3}, {0, 10}}};
    EXPECT_TRUE(notched.contains({1, 5}));
    EXPECT_FALSE(notched.contains({5, 5}));
}

}  // namespace
}  // namespace leukolens::slide
