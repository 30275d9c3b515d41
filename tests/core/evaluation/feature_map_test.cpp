#include "core/evaluation/feature_map.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/random.h"

namespace leukolens::evaluation {
namespace {

constexpr int kLength = 64;

/// Cells in groups that lie far apart: cell i is of group i % groups.
std::vector<float> groupedVectors(int cells, int groups, std::uint64_t seed = 1) {
    Random random(seed);
    std::vector<float> centres(static_cast<std::size_t>(groups * kLength)), vectors;
    for (float& value : centres) value = static_cast<float>(10 * random.normal());
    for (int i = 0; i < cells; ++i)
        for (int k = 0; k < kLength; ++k) vectors.push_back(centres[static_cast<std::size_t>(i % groups * kLength + k)] + static_cast<float>(random.normal()));
    return vectors;
}

Result<FeatureMap> mapOf(const std::vector<float>& vectors, int length = kLength, int threads = 0) {
    NoProgress progress;
    return mapOfVectors(vectors, length, progress, {}, threads);
}

/// Of each cell the nearest other on the map.
int nearestOf(const FeatureMap& map, std::size_t cell) {
    int best = -1;
    double nearest = INFINITY;
    for (std::size_t i = 0; i < map.x.size(); ++i) {
        const double distance = std::hypot(map.x[i] - map.x[cell], map.y[i] - map.y[cell]);
        if (i == cell || distance >= nearest) continue;
        nearest = distance;
        best = static_cast<int>(i);
    }
    return best;
}

TEST(MapOfVectors, KeepsGroupsTogetherAndApart) {
    const auto map = mapOf(groupedVectors(300, 3));
    ASSERT_TRUE(map) << map.error().message();
    EXPECT_EQ(map->method, MapMethod::Umap);
    ASSERT_EQ(map->x.size(), 300u);
    ASSERT_EQ(map->y.size(), 300u);
    for (std::size_t i = 0; i < 300; ++i) {
        ASSERT_TRUE(std::isfinite(map->x[i]) && std::isfinite(map->y[i]));
        EXPECT_EQ(nearestOf(*map, i) % 3, static_cast<int>(i) % 3) << i;
    }
    EXPECT_GT(map->explained, 0.9);
    EXPECT_LE(map->explained, 1);
}

TEST(MapOfVectors, IsTheSameAgainAndOnAnyNumberOfThreads) {
    const auto vectors = groupedVectors(120, 4);
    const auto first = mapOf(vectors, kLength, 1), again = mapOf(vectors, kLength, 1), three = mapOf(vectors, kLength, 3);
    ASSERT_TRUE(first && again && three);
    EXPECT_EQ(first->x, again->x);
    EXPECT_EQ(first->y, again->y);
    EXPECT_EQ(first->x, three->x);
}

/// Two directions of variances 4 and 1 and a third of 0.01, known without any library: (±a, ±b, ±c), every sign once.
TEST(MapOfVectors, FewCellsLieByTheirFirstTwoPrincipalComponents) {
    std::vector<float> vectors;
    for (const float a : {-2.f, 2.f})
        for (const float b : {-1.f, 1.f})
            for (const float c : {-0.1f, 0.1f}) vectors.insert(vectors.end(), {5 + c, 7 + a, 9 - b});
    const auto map = mapOf(vectors, 3);
    ASSERT_TRUE(map) << map.error().message();
    EXPECT_EQ(map->method, MapMethod::Pca);
    EXPECT_NEAR(map->explained, 5 / 5.01, 1e-5);
    std::size_t i = 0;
    double signX = 0, signY = 0;
    for (const double a : {-2., 2.})
        for (const double b : {-1., 1.})
            for (int c = 0; c < 2; ++c, ++i) {
                if (i == 0) signX = map->x[0] > 0 ? -1 : 1, signY = map->y[0] > 0 ? -1 : 1;
                EXPECT_NEAR(map->x[i], signX * a, 1e-4);
                EXPECT_NEAR(map->y[i], signY * b, 1e-4);
            }
}

TEST(MapOfVectors, CellsThatAreAllAlikeHaveAMapToo) {
    for (const int cells : {5, 60}) {
        const auto map = mapOf(std::vector<float>(static_cast<std::size_t>(cells * kLength), 0.5f));
        ASSERT_TRUE(map) << map.error().message();
        EXPECT_EQ(map->x.size(), static_cast<std::size_t>(cells));
        for (const float x : map->x) EXPECT_TRUE(std::isfinite(x));
        EXPECT_EQ(map->explained, 0) << "there is nothing to explain";
    }
}

TEST(MapOfVectors, WhatCannotBeMappedIsSaid) {
    EXPECT_EQ(mapOf(groupedVectors(2, 1)).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(mapOf({}).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(mapOf(std::vector<float>(kMostForMap + 1), 1).error().code, ErrorCode::TooLarge);
    auto vectors = groupedVectors(40, 2);
    vectors[100] = std::nanf("");
    EXPECT_EQ(mapOf(vectors).error().code, ErrorCode::InvalidArgument);
    vectors[100] = INFINITY;
    EXPECT_EQ(mapOf(vectors).error().code, ErrorCode::InvalidArgument);
}

/// Cancels once the layout has begun.
class Stopping final : public ProgressSink {
public:
    void report(const Progress& progress) override {
        if (progress.done > 0) source.cancel();
    }
    CancelSource source;
};

TEST(MapOfVectors, CanBeStopped) {
    Stopping stopping;
    const auto map = mapOfVectors(groupedVectors(200, 2), kLength, stopping, stopping.source.token());
    ASSERT_FALSE(map);
    EXPECT_EQ(map.error().code, ErrorCode::Cancelled);
}

}  // namespace
}  // namespace leukolens::evaluation
