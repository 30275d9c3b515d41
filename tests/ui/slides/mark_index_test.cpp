#include "ui/slides/mark_index.h"

#include <gtest/gtest.h>

#include <random>

namespace leukolens::ui {
namespace {

std::vector<SlideMark> scattered(int count) {
    std::mt19937 random(11);
    std::vector<SlideMark> marks;
    for (int i = 0; i < count; ++i) marks.push_back({1000 + i, QRectF(random() % 60'000, random() % 40'000, 20 + random() % 400, 20 + random() % 400), Qt::red, {}, false});
    return marks;
}

TEST(MarkIndexTest, FindsTheSameAsLookingAtAll) {
    const std::vector<SlideMark> marks = scattered(3000);
    MarkIndex index;
    index.set(marks);
    std::mt19937 random(12);
    for (int i = 0; i < 200; ++i) {
        const QRectF area(static_cast<double>(random() % 70'000) - 5000, static_cast<double>(random() % 50'000) - 5000, 1 + random() % 9000, 1 + random() % 9000);
        std::vector<int> expected;
        for (std::size_t each = 0; each < marks.size(); ++each)
            if (marks[each].box.intersects(area)) expected.push_back(static_cast<int>(each));
        const std::vector<int> found = index.in(area);
        // Boxes that only touch are found too.
        for (const int place : expected) EXPECT_TRUE(std::ranges::binary_search(found, place));
        for (const int place : found) EXPECT_TRUE(marks[static_cast<std::size_t>(place)].box.adjusted(-1, -1, 1, 1).intersects(area));
        EXPECT_TRUE(std::ranges::is_sorted(found));
    }
}

TEST(MarkIndexTest, OfNestedMarksTheInnerOneIsHit) {
    MarkIndex index;
    index.set({{7, {0, 0, 100, 100}, Qt::red, {}, false}, {8, {40, 40, 20, 20}, Qt::red, {}, false}, {9, {45, 0, 90, 90}, Qt::red, {}, false}});
    EXPECT_EQ(index.at({50, 50}, 0), 1);
    EXPECT_EQ(index.at({10, 10}, 0), 0);
    EXPECT_EQ(index.at({105, 20}, 0), 2);
    EXPECT_EQ(index.at({-3, 50}, 0), -1);
    EXPECT_EQ(index.at({-3, 50}, 4), 0);
    EXPECT_EQ(index.placeOf(9), 2);
    EXPECT_EQ(index.placeOf(10), -1);
}

TEST(MarkIndexTest, WorksWithNoneAndWithOneOfNoExtent) {
    MarkIndex index;
    EXPECT_EQ(index.at({0, 0}, 5), -1);
    EXPECT_TRUE(index.in({0, 0, 10, 10}).empty());
    index.set({{1, {5, 5, 0, 0}, Qt::red, {}, false}});
    EXPECT_EQ(index.at({6, 6}, 2), 0);
    index.set({});
    EXPECT_EQ(index.at({6, 6}, 2), -1);
    EXPECT_EQ(index.placeOf(1), -1);
}

}  // namespace
}  // namespace leukolens::ui
