#include "ui/slides/tile_cache.h"

#include <gtest/gtest.h>

#include <random>

namespace leukolens::ui {
namespace {

constexpr std::size_t kTileBytes = 64 * 64 * 4;

QPixmap tile(int width = 64, int height = 64) {
    QPixmap pixmap(width, height);
    pixmap.fill(Qt::red);
    return pixmap;
}

TileKey key(int x, SlideId slide = 1) { return {slide, 0, x, 0}; }

TEST(TileCacheTest, HoldsAsManyTilesAsFit) {
    TileCache cache(3 * kTileBytes);
    for (int x = 0; x < 3; ++x) EXPECT_TRUE(cache.insert(key(x), tile()));
    EXPECT_EQ(cache.bytes(), 3 * kTileBytes);
    EXPECT_TRUE(cache.insert(key(3), tile()));
    EXPECT_EQ(cache.count(), 3u);
    EXPECT_FALSE(cache.contains(key(0)));
    EXPECT_TRUE(cache.contains(key(3)));
}

TEST(TileCacheTest, TheLongestUnusedGoesFirst) {
    TileCache cache(3 * kTileBytes);
    for (int x = 0; x < 3; ++x) cache.insert(key(x), tile());
    EXPECT_NE(cache.find(key(0)), nullptr);
    cache.insert(key(3), tile());
    EXPECT_TRUE(cache.contains(key(0)));
    EXPECT_FALSE(cache.contains(key(1)));
    EXPECT_EQ(cache.find(key(1)), nullptr);
}

TEST(TileCacheTest, AskingWhetherItIsThereLeavesTheOrder) {
    TileCache cache(2 * kTileBytes);
    cache.insert(key(0), tile());
    cache.insert(key(1), tile());
    EXPECT_TRUE(cache.contains(key(0)));
    cache.insert(key(2), tile());
    EXPECT_FALSE(cache.contains(key(0)));
}

TEST(TileCacheTest, ATileLargerThanTheLimitIsRefusedAndNothingGoesForIt) {
    TileCache cache(2 * kTileBytes);
    cache.insert(key(0), tile());
    EXPECT_FALSE(cache.insert(key(1), tile(256, 256)));
    EXPECT_TRUE(cache.contains(key(0)));
    EXPECT_EQ(cache.bytes(), kTileBytes);
}

TEST(TileCacheTest, TheSameTileTwiceCountsOnce) {
    TileCache cache(4 * kTileBytes);
    cache.insert(key(0), tile());
    cache.insert(key(0), tile(64, 32));
    EXPECT_EQ(cache.count(), 1u);
    EXPECT_EQ(cache.bytes(), kTileBytes / 2);
}

TEST(TileCacheTest, NeverHoldsMoreThanItsLimit) {
    constexpr std::size_t kLimit = 10 * kTileBytes + 123;
    TileCache cache(kLimit);
    std::mt19937 random(5);
    for (int i = 0; i < 500; ++i) {
        cache.insert(key(static_cast<int>(random() % 60)), tile(1 + static_cast<int>(random() % 96), 1 + static_cast<int>(random() % 96)));
        cache.find(key(static_cast<int>(random() % 60)));
        ASSERT_LE(cache.bytes(), kLimit);
    }
    EXPECT_LE(cache.peakBytes(), kLimit);
    EXPECT_GT(cache.peakBytes(), kLimit / 2);
}

TEST(TileCacheTest, ASmallerLimitIsKeptAtOnce) {
    TileCache cache(4 * kTileBytes);
    for (int x = 0; x < 4; ++x) cache.insert(key(x), tile());
    cache.setLimit(kTileBytes + 1);
    EXPECT_EQ(cache.count(), 1u);
    EXPECT_TRUE(cache.contains(key(3)));
}

TEST(TileCacheTest, ForgetsTheTilesOfOneSlide) {
    TileCache cache(8 * kTileBytes);
    for (const SlideId slide : {1, 2})
        for (int x = 0; x < 3; ++x) cache.insert(key(x, slide), tile());
    cache.removeSlide(1);
    EXPECT_EQ(cache.bytes(), 3 * kTileBytes);
    EXPECT_FALSE(cache.contains(key(0, 1)));
    EXPECT_TRUE(cache.contains(key(0, 2)));
}

}  // namespace
}  // namespace leukolens::ui
