#include "core/experiment/learning_rate.h"

#include <gtest/gtest.h>

namespace leukolens::experiment {
namespace {

TrainSettings settingsOf(Schedule schedule, double peak = 1, double warmUp = 0.1) {
    TrainSettings settings;
    settings.schedule = schedule;
    settings.learningRate = peak;
    settings.warmUp = warmUp;
    return settings;
}

TEST(LearningRate, WarmsUpThenFallsToAHundredth) {
    const auto settings = settingsOf(Schedule::Cosine);
    const auto at = [&](std::int64_t step) { return learningRateAt(settings, step, 100, 0); };
    EXPECT_DOUBLE_EQ(at(0), 0.1);
    EXPECT_DOUBLE_EQ(at(9), 1.0);
    EXPECT_DOUBLE_EQ(at(10), 1.0);
    EXPECT_NEAR(at(55), 0.01 + 0.99 * 0.5, 1e-12);
    EXPECT_NEAR(at(100), 0.01, 1e-12);
    for (int step = 11; step < 100; ++step) EXPECT_LT(at(step), at(step - 1));
    EXPECT_DOUBLE_EQ(lastRate(settings, 3), 0.01);
}

TEST(LearningRate, IsDefinedForASingleStep) { EXPECT_DOUBLE_EQ(learningRateAt(settingsOf(Schedule::Cosine, 0.5), 0, 1, 0), 0.5); }

TEST(LearningRate, StartsAtThePeakWithoutWarmUp) {
    EXPECT_DOUBLE_EQ(learningRateAt(settingsOf(Schedule::Cosine, 0.5, 0), 0, 100, 0), 0.5);
    EXPECT_DOUBLE_EQ(learningRateAt(settingsOf(Schedule::Constant, 0.5, 0), 0, 100, 0), 0.5);
}

TEST(LearningRate, ConstantStaysAfterWarmUp) {
    const auto settings = settingsOf(Schedule::Constant, 0.2);
    EXPECT_DOUBLE_EQ(learningRateAt(settings, 4, 100, 0), 0.1);
    for (const int step : {10, 50, 99}) EXPECT_DOUBLE_EQ(learningRateAt(settings, step, 100, 7), 0.2);
    EXPECT_DOUBLE_EQ(lastRate(settings, 7), 0.2);
}

TEST(LearningRate, PlateauHalves) {
    const auto settings = settingsOf(Schedule::Plateau, 0.8);
    EXPECT_DOUBLE_EQ(learningRateAt(settings, 50, 100, 0), 0.8);
    EXPECT_DOUBLE_EQ(learningRateAt(settings, 50, 100, 3), 0.1);
    EXPECT_DOUBLE_EQ(lastRate(settings, 3), 0.1);
}

TEST(PlateauHalvings, CountEpochsWithoutABetterLoss) {
    const auto halvings = [](std::vector<double> losses, int epochs) { return plateauHalvings(losses, epochs); };
    EXPECT_EQ(halvings({}, 2), 0);
    EXPECT_EQ(halvings({1, 0.9, 0.8}, 1), 0);
    EXPECT_EQ(halvings({1, 1}, 2), 0);
    EXPECT_EQ(halvings({1, 1, 1}, 2), 1);
    EXPECT_EQ(halvings({1, 1, 0.5, 0.6, 0.7}, 2), 1);          // the better one in between starts the count afresh
    EXPECT_EQ(halvings({1, 1, 1, 1, 1}, 2), 2);
    EXPECT_EQ(halvings({1, 2, 0.9, 2, 2, 0.95, 0.8}, 2), 1);   // 0.95 is better than the one before, not than the lowest
}

}  // namespace
}  // namespace leukolens::experiment
