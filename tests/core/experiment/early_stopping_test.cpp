#include "core/experiment/early_stopping.h"

#include <gtest/gtest.h>

#include <limits>

namespace leukolens::experiment {
namespace {

TEST(EarlyStopping, StopsAfterPatienceEpochsWithoutImprovement) {
    EarlyStopping stopping(2);
    EXPECT_TRUE(stopping.observe(1.0));
    EXPECT_FALSE(stopping.observe(1.1));
    EXPECT_FALSE(stopping.shouldStop());
    EXPECT_TRUE(stopping.observe(0.9));
    EXPECT_FALSE(stopping.observe(0.9));  // equal is no improvement
    EXPECT_FALSE(stopping.shouldStop());
    EXPECT_FALSE(stopping.observe(0.95));
    EXPECT_TRUE(stopping.shouldStop());
    EXPECT_EQ(stopping.bestEpoch(), 3);
}

TEST(EarlyStopping, NoNumberIsNeverTheBest) {
    EarlyStopping stopping(2);
    const double none = std::numeric_limits<double>::quiet_NaN();
    EXPECT_FALSE(stopping.observe(none));
    EXPECT_EQ(stopping.bestEpoch(), 0);
    EXPECT_TRUE(stopping.observe(5));
    EXPECT_FALSE(stopping.observe(none));
    EXPECT_EQ(stopping.bestEpoch(), 2);
}

}  // namespace
}  // namespace leukolens::experiment
