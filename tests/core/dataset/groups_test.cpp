#include "core/dataset/groups.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace leukolens::dataset {
namespace {

TEST(Groups, AreCalledByTheirSmallestNumber) {
    Groups groups(6);
    EXPECT_TRUE(groups.unite(5, 3));
    EXPECT_TRUE(groups.unite(1, 5));
    EXPECT_FALSE(groups.unite(3, 1));
    for (const int member : {1, 3, 5}) EXPECT_EQ(groups.of(member), 1);
    for (const int other : {0, 2, 4}) EXPECT_EQ(groups.of(other), other);
    EXPECT_THROW(groups.of(6), std::out_of_range);
    EXPECT_THROW(groups.of(-1), std::out_of_range);
}

TEST(Groups, AChainOfAMillionNeedsNoStack) {
    constexpr int kCount = 1'000'000;
    Groups groups(kCount);
    for (int i = kCount - 1; i > 0; --i) groups.unite(i - 1, i);
    EXPECT_EQ(groups.of(kCount - 1), 0);
}

}  // namespace
}  // namespace leukolens::dataset
