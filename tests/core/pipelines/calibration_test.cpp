#include "core/pipelines/calibration.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "tests/core/pipelines/drawn_vectors.h"

namespace leukolens::pipelines {
namespace {

/// Labels drawn with the probability that the score's logistic says, from scores blown up tenfold.
TEST(Calibration, FindsTheScaleThatScoresWereBlownUpBy) {
    Drawn drawn(7);
    std::vector<double> scores;
    std::vector<std::int64_t> labels;
    for (int i = 0; i < 20000; ++i) {
        const double logit = drawn.normal() * 1.5;
        scores.insert(scores.end(), {10 * logit, -10 * logit});
        // softmax of (logit, −logit + 1) is logistic(2 · logit − 1)
        labels.push_back(drawn.uniform() < 1 / (1 + std::exp(-(2 * logit - 1))) ? 0 : 1);
    }
    const auto scale = calibrate(at::tensor(scores, at::kDouble).view({-1, 2}), at::tensor(labels, at::kLong));
    ASSERT_TRUE(scale);
    EXPECT_NEAR(scale->slope, 0.1, 0.004);
    EXPECT_NEAR(scale->bias[1].item<double>() - scale->bias[0].item<double>(), 1, 0.06);
}

TEST(Calibration, KeepsAwayFromCertaintyWhereEverythingIsRight) {
    const auto scale = calibrate(at::tensor({1.0, -1.0, -1.0, 1.0}).view({2, 2}), at::tensor({0, 1}, at::kLong));
    ASSERT_TRUE(scale);
    const auto p = (at::tensor({1.0, -1.0}, at::kDouble) * scale->slope + scale->bias).softmax(0);
    EXPECT_NEAR(p[0].item<double>(), 2.0 / 3, 1e-3);
}

TEST(Calibration, RefusesScoresThatSpeakForTheWrongClass) {
    EXPECT_FALSE(calibrate(at::tensor({-1.0, 1.0, 1.0, -1.0}).view({2, 2}), at::tensor({0, 1}, at::kLong)));
}

}  // namespace
}  // namespace leukolens::pipelines
