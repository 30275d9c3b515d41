#include "ui/slides/tile_pyramid.h"

#include <gtest/gtest.h>

namespace leukolens::ui {
namespace {

slide::Facts facts(std::initializer_list<slide::Level> levels) {
    slide::Facts made;
    made.levels = levels;
    return made;
}

TEST(TilePyramidTest, PutsHalvedLevelsIntoWideGaps) {
    // As Aperio's scanners write them: four times coarser from level to level.
    const TilePyramid pyramid(facts({{40'000, 30'001, 1, 240, 240}, {10'000, 7'500, 4, 240, 240}, {2'500, 1'875, 16, 240, 240}}));
    std::vector<double> downsamples;
    for (const TileLevel& level : pyramid.levels()) downsamples.push_back(level.downsample);
    EXPECT_EQ(downsamples, (std::vector<double>{1, 2, 4, 8, 16, 32, 64}));
    EXPECT_EQ(pyramid.levels()[1].source, 0);
    EXPECT_EQ(pyramid.levels()[1].height, 15'001);
    EXPECT_EQ(pyramid.levels()[0].tileWidth, 480);  // two stored ones: 240 px alone would be many small tiles
}

TEST(TilePyramidTest, TakesTheCoarsestLevelThatIsFineEnough) {
    const TilePyramid pyramid(facts({{4096, 4096, 1, 256, 256}, {2048, 2048, 2, 256, 256}, {1024, 1024, 4, 256, 256}, {512, 512, 8, 256, 256}}));
    EXPECT_EQ(pyramid.levelFor(0.25), 0);
    EXPECT_EQ(pyramid.levelFor(1.5), 0);
    EXPECT_EQ(pyramid.levelFor(2), 1);
    EXPECT_EQ(pyramid.levelFor(3.9), 2);  // a tenth too coarse at most
    EXPECT_EQ(pyramid.levelFor(3.5), 1);
    EXPECT_EQ(pyramid.levelFor(1000), 3);
}

TEST(TilePyramidTest, TilesCoverTheLevelAndShareTheirEdges) {
    const TilePyramid pyramid(facts({{1001, 700, 1, 256, 256}}));
    ASSERT_EQ(pyramid.levels().size(), 2u);
    for (int level = 0; level < 2; ++level) {
        const TileLevel& each = pyramid.levels()[static_cast<std::size_t>(level)];
        std::int64_t pixels = 0;
        for (int y = 0; y < each.rows(); ++y) {
            for (int x = 0; x < each.columns(); ++x) {
                const QSize size = pyramid.tileSize({1, level, x, y});
                pixels += std::int64_t{size.width()} * size.height();
                const slide::Region region = pyramid.region({1, level, x, y});
                EXPECT_EQ((region.width + (1 << each.halvings) - 1) >> each.halvings, size.width());
                EXPECT_EQ((region.height + (1 << each.halvings) - 1) >> each.halvings, size.height());
                if (x > 0) {
                    EXPECT_EQ(pyramid.bounds({1, level, x, y}).left(), pyramid.bounds({1, level, x - 1, y}).right());
                }
            }
        }
        EXPECT_EQ(pixels, each.width * each.height);
    }
}

TEST(TilePyramidTest, FindsTheTilesOfAnArea) {
    const TilePyramid pyramid(facts({{1024, 1024, 1, 256, 256}, {512, 512, 2, 256, 256}}));
    EXPECT_EQ(pyramid.tilesIn(0, QRectF(200, 300, 100, 100)), QRect(0, 1, 2, 1));
    EXPECT_EQ(pyramid.tilesIn(1, QRectF(200, 300, 100, 100)), QRect(0, 0, 1, 1));
    EXPECT_EQ(pyramid.tilesIn(0, QRectF(-500, -500, 3000, 3000)), QRect(0, 0, 4, 4));
    EXPECT_TRUE(pyramid.tilesIn(0, QRectF(2000, 0, 10, 10)).isEmpty());
    EXPECT_TRUE(pyramid.tilesIn(0, QRectF(-20, 0, 10, 10)).isEmpty());
}

TEST(TilePyramidTest, ReadsStripsAndHugeTilesInParts) {
    const TilePyramid pyramid(facts({{8000, 8000, 1, 8000, 16}}));
    EXPECT_EQ(pyramid.levels()[0].tileWidth, 512);
    EXPECT_EQ(pyramid.levels()[0].tileHeight, 256);
    for (const TileLevel& level : pyramid.levels()) EXPECT_LE(level.tileWidth << level.halvings, 2048);
}

}  // namespace
}  // namespace leukolens::ui
