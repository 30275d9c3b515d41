#include "core/image/outlyingness.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/base/random.h"

namespace leukolens::image {
namespace {

std::vector<PictureFacts> ordinary(std::size_t count) {
    Random random(3);
    std::vector<PictureFacts> pictures;
    for (std::size_t i = 0; i < count; ++i) {
        const auto around = [&](double mean, double sd) { return static_cast<float>(mean + sd * random.normal()); };
        pictures.push_back({450, 450, around(0.3, 0.02), around(200, 20), {around(40, 2), around(25, 2), around(-20, 2)}, {around(8, 0.5), around(6, 0.5), around(6, 0.5)}});
    }
    return pictures;
}

TEST(Outliers, StandOutByWhatIsStrangeAboutThem) {
    auto pictures = ordinary(200);
    pictures[10].sharpness = 4;
    pictures[20].labMean[2] = 15;
    pictures[30].width = pictures[30].height = 900;
    const auto found = outlyingness(pictures);
    ASSERT_EQ(found.size(), 200u);
    std::vector<std::size_t> order(200);
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return found[a].distance > found[b].distance; });
    std::sort(order.begin(), order.begin() + 3);
    EXPECT_EQ(std::vector(order.begin(), order.begin() + 3), (std::vector<std::size_t>{10, 20, 30}));
    EXPECT_EQ(toString(found[10].farthest), "sharpness");
    EXPECT_EQ(toString(found[20].farthest), "blue_yellow");
    EXPECT_EQ(toString(found[30].farthest), "size");
}

/// By hand: lightness 38, 40, 42, 50 has the median 41, distances 3, 1, 1, 9, their median 2; all else is alike.
TEST(Outliers, AreMeasuredByMedianAndMad) {
    std::vector<PictureFacts> pictures(4, {100, 100, 0.5f, 10, {0, 1, 2}, {3, 4, 5}});
    pictures[0].labMean[0] = 38;
    pictures[1].labMean[0] = 40;
    pictures[2].labMean[0] = 42;
    pictures[3].labMean[0] = 50;
    const auto found = outlyingness(pictures);
    EXPECT_NEAR(found[3].distance, 9 / (1.4826 * 2) / std::sqrt(9.0), 1e-9);
    EXPECT_NEAR(found[0].distance, 3 / (1.4826 * 2) / std::sqrt(9.0), 1e-9);
    EXPECT_EQ(found[3].farthest, Feature::Lightness);
}

/// A quarter of foreign stains would shift mean and standard deviation until nothing stood out.
TEST(Outliers, DoNotHideEachOther) {
    auto pictures = ordinary(100);
    for (std::size_t i = 0; i < 25; ++i) pictures[i].labMean[1] += 30;
    const auto found = outlyingness(pictures);
    double nearestForeign = 1e9, farthestOwn = 0;
    for (std::size_t i = 0; i < 100; ++i) {
        if (i < 25) nearestForeign = std::min(nearestForeign, found[i].distance);
        else farthestOwn = std::max(farthestOwn, found[i].distance);
    }
    EXPECT_GT(nearestForeign, farthestOwn);
}

TEST(Outliers, AreNoneAmongPicturesThatAreAlike) {
    const std::vector<PictureFacts> pictures(9, {450, 450, 0.3f, 100, {40, 25, -20}, {8, 6, 6}});
    for (const auto& one : outlyingness(pictures)) EXPECT_EQ(one.distance, 0);
    EXPECT_TRUE(outlyingness({}).empty());
}

TEST(Outliers, LeaveOutWhatIsNotKnown) {
    auto pictures = ordinary(50);
    const auto before = outlyingness(pictures);
    pictures.insert(pictures.begin(), PictureFacts{});
    const auto after = outlyingness(pictures);
    EXPECT_EQ(after[0].distance, 0);
    for (std::size_t i = 0; i < before.size(); ++i) EXPECT_EQ(after[i + 1].distance, before[i].distance);
}

}  // namespace
}  // namespace leukolens::image
