#include "core/experiment/learning_rate.h"

#include <gtest/gtest.h>

namespace leukolens::experiment {
namespace {

TEST(LearningRate, WarmsUpThenFallsToAHundredth) {
    EXPECT_DOUBLE_EQ(learningRateAt(0, 100, 1.0), 0.1);
    EXPECT_DOUBLE_EQ(learningRateAt(9, 100, 1.0), 1.0);
    EXPECT_DOUBLE_EQ(learningRateAt(10, 100, 1.0), 1.0);
    EXPECT_NEAR(learningRateAt(55, 100, 1.0), 0.01 + 0.99 * 0.5, 1e-12);
    EXPECT_NEAR(learningRateAt(100, 100, 1.0), 0.01, 1e-12);
    for (int step = 11; step < 100; ++step) EXPECT_LT(learningRateAt(step, 100, 1.0), learningRateAt(step - 1, 100, 1.0));
}

TEST(LearningRate, IsDefinedForASingleStep) { EXPECT_DOUBLE_EQ(learningRateAt(0, 1, 0.5), 0.5); }

}  // namespace
}  // namespace leukolens::experiment
