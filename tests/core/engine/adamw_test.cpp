#include "core/engine/adamw.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>

namespace leukolens::engine {
namespace {

TEST(AdamW, MatchesTheFormulaByHand) {
    // Two steps of Loshchilov & Hutter 2019, algorithm 2, for one weight of 2 with gradients 0.5 and −0.25.
    auto weight = at::full({1, 1}, 2.0f).requires_grad_();
    AdamW optimizer({weight}, 0.1);
    double w = 2, m = 0, v = 0;
    int t = 0;
    for (const double g : {0.5, -0.25}) {
        weight.mutable_grad() = at::full({1, 1}, g, at::kFloat);
        optimizer.step(0.01);
        ++t;
        w -= 0.01 * 0.1 * w;
        m = 0.9 * m + 0.1 * g;
        v = 0.999 * v + 0.001 * g * g;
        w -= 0.01 * (m / (1 - std::pow(0.9, t))) / (std::sqrt(v / (1 - std::pow(0.999, t))) + 1e-8);
        EXPECT_NEAR(weight.item<double>(), w, 1e-6);
    }
}

TEST(AdamW, DoesNotDecayBiasesAndBatchNorm) {
    auto bias = at::full({3}, 2.0f).requires_grad_();
    AdamW optimizer({bias}, 0.5);
    bias.mutable_grad() = at::zeros({3});
    optimizer.step(0.1);
    EXPECT_TRUE(at::equal(bias.detach(), at::full({3}, 2.0f)));
}

TEST(AdamW, LeavesParametersWithoutGradientAndDropsUsedGradients) {
    auto used = at::ones({2, 2}).requires_grad_(), unused = at::ones({2, 2}).requires_grad_();
    AdamW optimizer({used, unused}, 0.1);
    used.mutable_grad() = at::ones({2, 2});
    optimizer.step(0.1);
    EXPECT_TRUE(at::equal(unused.detach(), at::ones({2, 2})));
    EXPECT_FALSE(used.grad().defined());
    EXPECT_LT(used.detach().max().item<float>(), 1);
}

TEST(AdamW, TakesGradientsOfAnotherMemoryOrder) {
    auto plain = at::arange(16, at::kFloat).reshape({2, 2, 2, 2}).requires_grad_();
    auto last = plain.detach().contiguous(at::MemoryFormat::ChannelsLast).requires_grad_();
    const auto gradient = at::arange(16, at::kFloat).reshape({2, 2, 2, 2}).sub(7);
    AdamW a({plain}, 0.1), b({last}, 0.1);
    plain.mutable_grad() = gradient.clone();
    last.mutable_grad() = gradient.clone();
    a.step(0.1);
    b.step(0.1);
    EXPECT_TRUE(at::allclose(plain.detach(), last.detach()));
}

}  // namespace
}  // namespace leukolens::engine
