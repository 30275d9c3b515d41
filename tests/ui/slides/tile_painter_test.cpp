#include "ui/slides/tile_painter.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/ui/slides/slide_fixture.h"

namespace leukolens::ui {
namespace {

constexpr std::size_t kPlenty = std::size_t{256} << 20, kTileBytes = 256 * 256 * 4;

class TilePainterTest : public testing::Test {
protected:
    static bool has(const std::vector<TileKey>& tiles, int level, int x, int y) {
        return std::ranges::any_of(tiles, [&](const TileKey& key) { return key.level == level && key.x == x && key.y == y; });
    }

    TileLoader m_tiles{nullptr, kPlenty, 1};
    std::shared_ptr<slide::MemorySlide> m_slide = test::plainSlide(4096, 4096, Qt::blue);
    TileLoader::Shown m_shown = m_tiles.show(m_slide);
    ViewTransform m_view{{800, 600}, {2176, 2176}, 1, 0};
};

TEST_F(TilePainterTest, TheNearestToTheMiddleComeFirst) {
    const std::vector<TileKey> tiles = tilesInView(m_shown, m_view, 1, kPlenty);
    // 2176 ± 400 touches columns 6 to 10, 2176 ± 300 rows 7 to 9.
    EXPECT_EQ(tiles.size(), 15u);
    EXPECT_EQ(tiles.front(), (TileKey{m_shown.id, 0, 8, 8}));
    EXPECT_TRUE(has({tiles.end() - 4, tiles.end()}, 0, 6, 7));
    EXPECT_TRUE(has({tiles.end() - 4, tiles.end()}, 0, 10, 9));
}

TEST_F(TilePainterTest, DenseScreensGetTheFinerLevel) {
    m_view.scale = 0.25;
    EXPECT_EQ(tilesInView(m_shown, m_view, 1, kPlenty).front().level, 2);
    EXPECT_EQ(tilesInView(m_shown, m_view, 2, kPlenty).front().level, 1);
}

TEST_F(TilePainterTest, TilesBesideATurnedViewAreLeftOut) {
    m_view.degrees = 45;
    const std::vector<TileKey> tiles = tilesInView(m_shown, m_view, 1, kPlenty);
    const QRect around = m_shown.pyramid->tilesIn(0, m_view.visible());
    EXPECT_LT(tiles.size(), static_cast<std::size_t>(around.width() * around.height()));
    for (double x = 0.5; x < 800; x += 33)
        for (double y = 0.5; y < 600; y += 33) {
            const QPointF point = m_view.toSlide({x, y}) / 256;
            EXPECT_TRUE(has(tiles, 0, static_cast<int>(point.x()), static_cast<int>(point.y())));
        }
}

TEST_F(TilePainterTest, NeverWantsMoreThanFits) {
    const std::vector<TileKey> coarser = tilesInView(m_shown, m_view, 1, 14 * kTileBytes);
    EXPECT_EQ(coarser.front().level, 1);
    EXPECT_LE(coarser.size(), 14u);
    const ViewTransform whole{{800, 600}, {2048, 2048}, 0.125, 0};
    EXPECT_EQ(tilesInView(m_shown, whole, 1, 2 * kTileBytes).size(), 4u);
    const auto wishes = wishesFor(m_shown, whole, whole, {}, 1, 4 * kTileBytes);
    EXPECT_EQ(wishes.now.size(), 2u);
    EXPECT_LE(wishes.soon.size(), 1u);
}

TEST_F(TilePainterTest, ReadsAheadWhereTheViewTravels) {
    const auto still = wishesFor(m_shown, m_view, m_view, {}, 1, kPlenty);
    EXPECT_FALSE(has(still.soon, 0, 11, 8));
    // The slide is pulled to the left: what lies to the right comes into view.
    const auto moving = wishesFor(m_shown, m_view, m_view, {-25, 0}, 1, kPlenty);
    EXPECT_TRUE(has(moving.soon, 0, 11, 8));
    EXPECT_FALSE(has(moving.soon, 0, 5, 8));
    EXPECT_EQ(moving.now, still.now);
    for (const TileKey& key : moving.soon) EXPECT_EQ(std::ranges::count(moving.now, key), 0);
}

TEST_F(TilePainterTest, WhileItIsZoomedTheTilesOfItsEndAreWanted) {
    ViewTransform end = m_view;
    end.scale = 0.25;
    const auto wishes = wishesFor(m_shown, m_view, end, {}, 1, kPlenty);
    for (const TileKey& key : wishes.now) EXPECT_EQ(key.level, 2);
    ViewTransform beside = m_view;
    beside.centre += QPointF(300, 0);
    const auto moved = wishesFor(m_shown, m_view, beside, {}, 1, kPlenty);
    EXPECT_TRUE(has(moved.now, 0, 6, 8));
    EXPECT_TRUE(has(moved.now, 0, 11, 8));
}

TEST_F(TilePainterTest, TheWholeSlideIsAlwaysWantedInTheEnd) {
    const auto wishes = wishesFor(m_shown, m_view, m_view, {}, 1, kPlenty);
    for (const int x : {0, 1})
        for (const int y : {0, 1}) EXPECT_TRUE(has(wishes.soon, m_shown.pyramid->coarsest(), x, y));
}

}  // namespace
}  // namespace leukolens::ui
