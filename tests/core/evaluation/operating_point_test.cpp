#include "core/evaluation/operating_point.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace leukolens::evaluation {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Classes "hem" and "all"; scores: of "all".
PredictionTable tableOf(const std::vector<double>& scores, const std::vector<int>& labels) {
    PredictionTable table{{"hem", "all"}, {}, {}, {}};
    for (std::size_t i = 0; i < scores.size(); ++i) {
        table.cells.push_back({std::to_string(i) + ".png", -1, 1, labels[i]});
        table.probabilities.insert(table.probabilities.end(), {1 - scores[i], scores[i]});
    }
    return table;
}

OperatingPoints pointsOf(const PredictionTable& table, int positive = 1) {
    return OperatingPoints(Ranking(table, positive, std::vector<int>(table.cells.size(), 0)));
}

const std::vector<double> kScores = {0.9, 0.8, 0.8, 0.6, 0.4, 0.4, 0.1, 0.0, 1.0};
const std::vector<int> kLabels = {1, 1, 0, 1, 0, 1, 0, 0, 0};

TEST(OperatingPoints, AnyThresholdCountsAsOneWouldByHand) {
    const auto points = pointsOf(tableOf(kScores, kLabels));
    EXPECT_EQ(points.positives(), 4);
    EXPECT_EQ(points.negatives(), 5);
    std::vector<double> thresholds = {-kInfinity, -1, 2, kInfinity};
    for (const double score : kScores)
        for (const double at : {score, std::nextafter(score, 2.0), std::nextafter(score, -1.0), score + 0.05}) thresholds.push_back(at);
    for (const double threshold : thresholds) {
        SCOPED_TRACE(threshold);
        int truePositives = 0, falsePositives = 0;
        for (std::size_t i = 0; i < kScores.size(); ++i)
            if (kScores[i] >= threshold) ++(kLabels[i] == 1 ? truePositives : falsePositives);
        const auto point = points.at(threshold);
        EXPECT_EQ(point.threshold, threshold);
        EXPECT_EQ(point.truePositives, truePositives);
        EXPECT_EQ(point.falsePositives, falsePositives);
        EXPECT_EQ(point.falseNegatives, 4 - truePositives);
        EXPECT_EQ(point.trueNegatives, 5 - falsePositives);
        EXPECT_DOUBLE_EQ(point.sensitivity(), truePositives / 4.0);
        EXPECT_DOUBLE_EQ(point.specificity(), (5 - falsePositives) / 5.0);
    }
}

TEST(OperatingPoints, TheCurveBeginsWithNothingAndEndsWithEverything) {
    const auto points = pointsOf(tableOf(kScores, kLabels));
    ASSERT_EQ(points.points().size(), 8u) << "one a score that occurs, and the first";
    EXPECT_EQ(points.points().front().threshold, kInfinity);
    EXPECT_EQ(points.points().front().truePositives + points.points().front().falsePositives, 0);
    EXPECT_EQ(points.points().back().threshold, 0);
    EXPECT_EQ(points.points().back().truePositives, 4);
    EXPECT_EQ(points.points().back().falsePositives, 5);
    for (std::size_t i = 1; i < points.points().size(); ++i) EXPECT_LT(points.points()[i].threshold, points.points()[i - 1].threshold);
}

TEST(OperatingPoints, AreOfTheClassThatIsAskedFor) {
    const auto points = pointsOf(tableOf({0.9, 0.25, 0.125}, {1, 0, 0}), 0);
    const auto point = points.at(0.75);
    EXPECT_EQ(point.truePositives, 2);
    EXPECT_EQ(point.falsePositives, 0);
    EXPECT_EQ(point.trueNegatives, 1);
}

TEST(OperatingPoint, PredictiveValuesFollowFromThePrevalence) {
    // Sensitivity 9/10, specificity 80/100.
    const OperatingPoint point{0.5, 9, 20, 80, 1};
    EXPECT_DOUBLE_EQ(point.sensitivity(), 0.9);
    EXPECT_DOUBLE_EQ(point.specificity(), 0.8);
    EXPECT_NEAR(point.positivePredictiveValue(0.1), 0.09 / (0.09 + 0.18), 1e-15);
    EXPECT_NEAR(point.negativePredictiveValue(0.1), 0.72 / (0.72 + 0.01), 1e-15);
    EXPECT_NEAR(point.positivePredictiveValue(10.0 / 110), 9.0 / 29, 1e-15) << "at the cells' own prevalence it is what was counted";
    EXPECT_NEAR(point.negativePredictiveValue(10.0 / 110), 80.0 / 81, 1e-15);
    EXPECT_EQ(point.positivePredictiveValue(0), 0);
    EXPECT_EQ(point.negativePredictiveValue(0), 1);
    EXPECT_EQ(point.positivePredictiveValue(1), 1);
    EXPECT_EQ(point.negativePredictiveValue(1), 0);
}

TEST(OperatingPoint, WhatIsNotDefinedIsNotANumber) {
    const OperatingPoint noPositive{0.5, 0, 3, 5, 0}, noNegative{0.5, 3, 0, 0, 5}, nothingCalled{0.5, 0, 0, 5, 3}, allCalled{0.5, 3, 5, 0, 0};
    EXPECT_TRUE(std::isnan(noPositive.sensitivity()));
    EXPECT_EQ(noPositive.specificity(), 5.0 / 8);
    EXPECT_TRUE(std::isnan(noPositive.positivePredictiveValue(0.5)));
    EXPECT_TRUE(std::isnan(noPositive.negativePredictiveValue(0.5)));
    EXPECT_TRUE(std::isnan(noNegative.specificity()));
    EXPECT_TRUE(std::isnan(noNegative.positivePredictiveValue(0.5)));
    EXPECT_TRUE(std::isnan(noNegative.negativePredictiveValue(0.5)));
    EXPECT_TRUE(std::isnan(nothingCalled.positivePredictiveValue(0.5)));
    EXPECT_EQ(nothingCalled.negativePredictiveValue(0.5), 0.5);
    EXPECT_TRUE(std::isnan(allCalled.negativePredictiveValue(0.5)));
    EXPECT_EQ(allCalled.positivePredictiveValue(0.5), 0.5);
}

TEST(ChooseThreshold, LiesHalfWayBelowTheLastCellThatIsNeeded) {
    const auto table = tableOf({0.9, 0.8, 0.7, 0.5, 0.4, 0.3, 0.2}, {1, 0, 1, 1, 0, 1, 0});
    const struct {
        double sensitivity, threshold;
        int truePositives, falsePositives;
    } cases[] = {{0.01, 0.85, 1, 0}, {0.25, 0.85, 1, 0}, {0.26, 0.6, 2, 1}, {0.5, 0.6, 2, 1}, {0.75, 0.45, 3, 1}, {0.76, 0.25, 4, 2}, {1, 0.25, 4, 2}};
    for (const auto& one : cases) {
        SCOPED_TRACE(one.sensitivity);
        const auto chosen = chooseThreshold(table, 1, one.sensitivity);
        ASSERT_TRUE(chosen) << chosen.error().message();
        EXPECT_EQ(chosen->wanted, one.sensitivity);
        EXPECT_NEAR(chosen->point.threshold, one.threshold, 1e-12);
        EXPECT_EQ(chosen->point.truePositives, one.truePositives);
        EXPECT_EQ(chosen->point.falsePositives, one.falsePositives);
        EXPECT_GE(chosen->point.sensitivity(), one.sensitivity);
    }
}

TEST(ChooseThreshold, CellsOfOneProbabilityAreCalledTogether) {
    const auto chosen = chooseThreshold(tableOf({0.9, 0.6, 0.6, 0.6, 0.2}, {1, 1, 1, 0, 0}), 1, 0.6);
    ASSERT_TRUE(chosen);
    EXPECT_NEAR(chosen->point.threshold, 0.4, 1e-12);
    EXPECT_EQ(chosen->point.truePositives, 3);
    EXPECT_EQ(chosen->point.falsePositives, 1);
}

TEST(ChooseThreshold, IsTheLowestProbabilityItselfWhereNoneIsLower) {
    const auto chosen = chooseThreshold(tableOf({0.9, 0.2}, {0, 1}), 1, 0.95);
    ASSERT_TRUE(chosen);
    EXPECT_EQ(chosen->point.threshold, 0.2);
    EXPECT_EQ(chosen->point.specificity(), 0);
}

TEST(ChooseThreshold, PartsNeighbouringNumbers) {
    // Half-way lies nothing: one rounds up, the other down.
    for (const double score : {0.5, std::nextafter(0.5, 1.0)}) {
        SCOPED_TRACE(score);
        auto table = tableOf({score, score}, {1, 0});
        table.probabilities = {0.5, score, 0.5, std::nextafter(score, 0.0)};
        const auto chosen = chooseThreshold(table, 1, 1);
        ASSERT_TRUE(chosen);
        EXPECT_EQ(chosen->point.threshold, score);
        EXPECT_EQ(chosen->point.sensitivity(), 1);
        EXPECT_EQ(chosen->point.specificity(), 1);
    }
}

TEST(ChooseThreshold, RefusesWhatCannotBeChosen) {
    const auto table = tableOf({0.9, 0.2}, {1, 0});
    for (const double wrong : {0.0, -0.5, 1.01, kNaN, kInfinity}) {
        SCOPED_TRACE(wrong);
        const auto refused = chooseThreshold(table, 1, wrong);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
    }
    for (const int wrong : {-1, 2}) EXPECT_EQ(chooseThreshold(table, wrong, 0.95).error().code, ErrorCode::InvalidArgument) << wrong;
    const auto noPositive = chooseThreshold(tableOf({0.9, 0.2}, {0, 0}), 1, 0.95);
    ASSERT_FALSE(noPositive);
    EXPECT_EQ(noPositive.error().code, ErrorCode::OneClassOnly);
    EXPECT_NE(noPositive.error().what.find("\"all\""), std::string::npos) << noPositive.error().what;
    EXPECT_EQ(chooseThreshold(tableOf({}, {}), 1, 0.95).error().code, ErrorCode::OneClassOnly);
}

}  // namespace
}  // namespace leukolens::evaluation
