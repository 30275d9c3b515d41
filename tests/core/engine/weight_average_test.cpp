#include "core/engine/weight_average.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/nn/modules/batchnorm.h>

namespace leukolens::engine {
namespace {

TEST(WeightAverage, StartsQuicklyThenFollowsSlowly) {
    torch::nn::BatchNorm2d norm(1);
    WeightAverage average(*norm, 0.9);
    const auto set = [&](double value) {
        const at::NoGradGuard noGrad;
        norm->bias.fill_(value);
        norm->num_batches_tracked.add_(1);
    };
    double expected = 0;
    for (int n = 0; n < 200; ++n) {
        set(n);
        average.update(at::full({}, average.nextShare(), at::kDouble));
        const double decay = std::min(0.9, (1.0 + n) / (10.0 + n));
        expected = decay * expected + (1 - decay) * n;
        ASSERT_NEAR(average.state().at("bias").item<double>(), expected, 1e-3 * (1 + expected));
    }
    EXPECT_LT(average.state().at("bias").item<double>(), 199 - 8) << "the mean lags behind by about decay/(1 − decay) steps";
    EXPECT_EQ(average.state().at("num_batches_tracked").item<std::int64_t>(), 200) << "a counter is no weight";
    EXPECT_EQ(average.updates(), 200);
}

TEST(WeightAverage, GoesTheSameWayByAShareThatStaysOnTheDevice) {
    at::manual_seed(1);
    const std::vector<at::Tensor> weights{at::randn({5, 3}), at::randn({7})};
    std::vector<at::Tensor> means{at::randn({5, 3}), at::randn({7})}, expected;
    for (std::size_t i = 0; i < 2; ++i) expected.push_back(means[i].lerp(weights[i], 0.25));
    moveTowards(means, weights, at::full({}, 0.25, at::kFloat));
    for (std::size_t i = 0; i < 2; ++i) EXPECT_TRUE(at::allclose(means[i], expected[i], 1e-5, 1e-6));
}

}  // namespace
}  // namespace leukolens::engine
