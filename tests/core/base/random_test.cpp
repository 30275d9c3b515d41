#include "core/base/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace leukolens {
namespace {

TEST(Random, MatchesThePublishedGenerator) {
    // xoshiro256** with state from splitmix64(0), computed with the authors' C code.
    Random random(0);
    EXPECT_EQ(random.next(), 11091344671253066420ull);
    EXPECT_EQ(random.next(), 13793997310169335082ull);
}

TEST(Random, SameSeedSameNumbers) {
    Random a(7), b(7), c(8);
    const auto first = a.next();
    EXPECT_EQ(first, b.next());
    EXPECT_NE(first, c.next());
}

TEST(Random, BelowIsEvenAndInRange) {
    Random random(1);
    int counts[6] = {};
    for (int i = 0; i < 60000; ++i) {
        const auto value = random.below(6);
        ASSERT_LT(value, 6u);
        ++counts[value];
    }
    for (const int count : counts) EXPECT_NEAR(count, 10000, 400);
}

TEST(Random, NormalHasMeanZeroAndDeviationOne) {
    Random random(2);
    double sum = 0, squares = 0;
    const int n = 100000;
    for (int i = 0; i < n; ++i) {
        const double value = random.normal();
        sum += value;
        squares += value * value;
    }
    EXPECT_NEAR(sum / n, 0, 0.02);
    EXPECT_NEAR(std::sqrt(squares / n), 1, 0.02);
}

TEST(Random, ShuffleKeepsEveryValueAndChangesTheOrder) {
    std::vector<int> values(100);
    std::iota(values.begin(), values.end(), 0);
    const auto before = values;
    Random(3).shuffle(values);
    EXPECT_NE(values, before);
    std::sort(values.begin(), values.end());
    EXPECT_EQ(values, before);
}

TEST(Random, DerivedSeedsDiffer) {
    EXPECT_NE(deriveSeed(1, 1), deriveSeed(1, 2));
    EXPECT_NE(deriveSeed(1, 1), deriveSeed(2, 1));
    EXPECT_EQ(deriveSeed(1, 1), deriveSeed(1, 1));
}

}  // namespace
}  // namespace leukolens
