#include "core/engine/cross_entropy.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace leukolens::engine {
namespace {

TEST(CrossEntropy, IsLibTorchsWithItsGradient) {
    at::manual_seed(1);
    const auto wanted = at::tensor({0, 2, 1, 2, 2}, at::kLong);
    const auto weights = at::tensor({0.5, 1.0, 3.0}, at::kFloat);
    for (const double smoothing : {0.0, 0.1}) {
        for (const auto& counted : {at::Tensor(), weights}) {
            auto ours = at::randn({5, 3}).requires_grad_();
            auto theirs = ours.detach().clone().requires_grad_();
            const auto loss = crossEntropy(ours, wanted, counted, smoothing);
            const auto expected = at::cross_entropy_loss(theirs, wanted, counted, at::Reduction::Mean, -100, smoothing);
            EXPECT_NEAR(loss.item<double>(), expected.item<double>(), 1e-6);
            loss.backward();
            expected.backward();
            EXPECT_TRUE(at::allclose(ours.grad(), theirs.grad(), 0, 1e-6)) << smoothing << counted.defined();
        }
    }
}

}  // namespace
}  // namespace leukolens::engine
