#include "ui/widgets/curve_data.h"

#include <gtest/gtest.h>

#include <cmath>

namespace leukolens::ui {
namespace {

const double kNan = std::nan("");

FoldCurve curve(const std::vector<double>& validation) {
    FoldCurve fold;
    for (const double value : validation) fold.points.push_back({static_cast<int>(fold.points.size()) + 1, value / 2, value});
    return fold;
}

TEST(CurveData, SmoothingStartsAtTheFirstValueAndFollows) {
    const auto smooth = smoothed(std::vector{1.0, 0.0, 0.0}, 0.5);
    EXPECT_DOUBLE_EQ(smooth[0], 1);
    EXPECT_NEAR(smooth[1], 1.0 / 3, 1e-12) << "(0.5·0.5·1 + 0.5·0) / 0.75";
    EXPECT_NEAR(smooth[2], 0.125 / 0.875, 1e-12);
    EXPECT_EQ(smoothed(std::vector{3.0, 1.0}, 0), (std::vector{3.0, 1.0}));
}

TEST(CurveData, SmoothingLeavesGapsAndStepsOverThem) {
    const auto smooth = smoothed(std::vector{2.0, kNan, 2.0}, 0.9);
    EXPECT_DOUBLE_EQ(smooth[0], 2);
    EXPECT_TRUE(std::isnan(smooth[1]));
    EXPECT_DOUBLE_EQ(smooth[2], 2);
}

TEST(CurveData, BandIsMeanAndSampleDeviationWhereTwoFoldsAre) {
    CurveFigure figure;
    figure.folds[1] = curve({0.6, 0.8, 0.9});
    figure.folds[2] = curve({0.8, kNan, 0.7});
    figure.folds[3] = curve({0.7});
    auto band = bandOf(figure);
    ASSERT_EQ(band.size(), 2u) << "epoch 2 has one value only";
    EXPECT_EQ(band[0].epoch, 1);
    EXPECT_EQ(band[0].folds, 3);
    EXPECT_NEAR(band[0].mean, 0.7, 1e-12);
    EXPECT_NEAR(band[0].sd, 0.1, 1e-12);
    EXPECT_EQ(band[1].epoch, 3);
    figure.folds[1].shown = false;
    band = bandOf(figure);
    ASSERT_EQ(band.size(), 1u) << "a hidden fold does not count";
    EXPECT_EQ(band[0].folds, 2);
}

TEST(CurveData, ClippingCutsAtTheEdgesAndLeavesGaps) {
    const std::vector<QPointF> line = {{1, 0.5}, {2, 2.5}, {3, 0.5}, {4, 0.5}};
    const auto cut = clippedTo(line, 0, 10, 0, 1);
    ASSERT_EQ(cut.size(), 6u);
    EXPECT_EQ(cut[0], QPointF(1, 0.5));
    EXPECT_NEAR(cut[1].x(), 1.25, 1e-12);
    EXPECT_NEAR(cut[1].y(), 1, 1e-12);
    EXPECT_TRUE(std::isnan(cut[2].y()));
    EXPECT_NEAR(cut[3].x(), 2.75, 1e-12);
    EXPECT_EQ(cut[5], QPointF(4, 0.5));
    EXPECT_TRUE(clippedTo(line, 5, 10, 0, 1).empty());
}

TEST(CurveData, TheAxisReachesTheLastEpochOfAllShownRuns) {
    CurveFigure figure;
    figure.epochs = 4;
    EXPECT_EQ(figure.lastEpoch(), 4);
    figure.folds[1] = curve({1, 1, 1, 1, 1});
    EXPECT_EQ(figure.lastEpoch(), 5);
    figure.old.push_back({"before", {{1, curve({1, 1, 1, 1, 1, 1, 1})}}, true});
    EXPECT_EQ(figure.lastEpoch(), 7);
    figure.old[0].shown = false;
    EXPECT_EQ(figure.lastEpoch(), 5);
}

}  // namespace
}  // namespace leukolens::ui
