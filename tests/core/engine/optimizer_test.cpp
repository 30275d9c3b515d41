#include "core/engine/optimizer.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace leukolens::engine {
namespace {

at::Tensor weightOf(double value) { return at::full({1, 1}, value, at::kFloat).requires_grad_(); }

OptimizerSettings settingsOf(OptimizerKind kind, double weightDecay) {
    OptimizerSettings settings;
    settings.kind = kind;
    settings.weightDecay = weightDecay;
    return settings;
}

/// Steps with gradients 0.5 and −0.25 at rate 0.01 from a weight of 2, beside a formula for one number.
void expectFollows(const OptimizerSettings& settings, const std::function<double(double weight, double gradient)>& formula) {
    auto weight = weightOf(2);
    Optimizer optimizer({{"w", weight}}, settings);
    double expected = 2;
    for (const double gradient : {0.5, -0.25}) {
        weight.mutable_grad() = at::full({1, 1}, gradient, at::kFloat);
        optimizer.step(0.01);
        expected = formula(expected, gradient);
        EXPECT_NEAR(weight.item<double>(), expected, 1e-6);
    }
}

TEST(Optimizer, AdamWMatchesTheFormulaByHand) {
    // Loshchilov & Hutter 2019, algorithm 2.
    double m = 0, v = 0;
    int t = 0;
    expectFollows(settingsOf(OptimizerKind::AdamW, 0.1), [&](double w, double g) {
        ++t;
        m = 0.9 * m + 0.1 * g;
        v = 0.999 * v + 0.001 * g * g;
        return w - 0.01 * 0.1 * w - 0.01 * (m / (1 - std::pow(0.9, t))) / (std::sqrt(v / (1 - std::pow(0.999, t))) + 1e-8);
    });
}

TEST(Optimizer, SgdMatchesTheFormulaByHand) {
    // Nesterov's momentum as Sutskever et al. 2013 write it for a gradient at the present weight; the first step has no history.
    double buffer = 0;
    bool first = true;
    expectFollows(settingsOf(OptimizerKind::Sgd, 0.1), [&](double w, double g) {
        g += 0.1 * w;
        buffer = first ? g : 0.9 * buffer + g;
        first = false;
        return w - 0.01 * (g + 0.9 * buffer);
    });
}

TEST(Optimizer, RmsPropMatchesTheFormulaByHand) {
    double v = 0, buffer = 0;
    expectFollows(settingsOf(OptimizerKind::RmsProp, 0.1), [&](double w, double g) {
        g += 0.1 * w;
        v = 0.9 * v + 0.1 * g * g;
        buffer = 0.9 * buffer + g / (std::sqrt(v) + 1.0);
        return w - 0.01 * buffer;
    });
}

class EveryOptimizer : public testing::TestWithParam<OptimizerKind> {};
INSTANTIATE_TEST_SUITE_P(Kinds, EveryOptimizer, testing::Values(OptimizerKind::AdamW, OptimizerKind::Sgd, OptimizerKind::RmsProp));

TEST_P(EveryOptimizer, DoesNotDecayBiasesAndBatchNorm) {
    auto bias = at::full({3}, 2.0f).requires_grad_();
    Optimizer optimizer({{"b", bias}}, settingsOf(GetParam(), 0.5));
    bias.mutable_grad() = at::zeros({3});
    optimizer.step(0.1);
    EXPECT_TRUE(at::equal(bias.detach(), at::full({3}, 2.0f)));
}

TEST_P(EveryOptimizer, LeavesParametersWithoutGradientAndDropsUsedGradients) {
    auto used = at::ones({2, 2}).requires_grad_(), unused = at::ones({2, 2}).requires_grad_();
    Optimizer optimizer({{"used", used}, {"unused", unused}}, settingsOf(GetParam(), 0.1));
    used.mutable_grad() = at::ones({2, 2});
    optimizer.step(0.1);
    EXPECT_TRUE(at::equal(unused.detach(), at::ones({2, 2})));
    EXPECT_FALSE(used.grad().defined());
    EXPECT_LT(used.detach().max().item<float>(), 1);
}

TEST_P(EveryOptimizer, TakesGradientsOfAnotherMemoryOrder) {
    auto plain = at::arange(16, at::kFloat).reshape({2, 2, 2, 2}).requires_grad_();
    auto last = plain.detach().contiguous(at::MemoryFormat::ChannelsLast).requires_grad_();
    const auto gradient = at::arange(16, at::kFloat).reshape({2, 2, 2, 2}).sub(7);
    Optimizer a({{"w", plain}}, settingsOf(GetParam(), 0.1)), b({{"w", last}}, settingsOf(GetParam(), 0.1));
    plain.mutable_grad() = gradient.clone();
    last.mutable_grad() = gradient.clone();
    a.step(0.1);
    b.step(0.1);
    EXPECT_TRUE(at::allclose(plain.detach(), last.detach()));
}

TEST_P(EveryOptimizer, MovesTheTrunkAtItsShareOfTheRate) {
    auto head = weightOf(1), trunk = weightOf(1);
    Optimizer optimizer({{"head", head, 1.0}, {"trunk", trunk, 0.1}}, settingsOf(GetParam(), 0));
    for (auto* weight : {&head, &trunk}) weight->mutable_grad() = at::ones({1, 1});
    optimizer.step(0.01);
    EXPECT_NEAR((1 - trunk.item<double>()) / (1 - head.item<double>()), 0.1, 1e-3);
}

TEST_P(EveryOptimizer, GoesOnFromItsState) {
    auto a = weightOf(1), b = weightOf(1);
    Optimizer first({{"w", a}}, settingsOf(GetParam(), 0.1)), second({{"w", b}}, settingsOf(GetParam(), 0.1));
    const auto step = [](Optimizer& optimizer, at::Tensor& weight, double gradient) {
        weight.mutable_grad() = at::full({1, 1}, gradient, at::kFloat);
        optimizer.step(0.01);
    };
    step(first, a, 0.5);
    {
        const at::NoGradGuard noGrad;
        b.copy_(a);
        auto target = second.state();
        for (const auto& [name, tensor] : first.state()) target.at(name).copy_(tensor);
    }
    step(first, a, -1);
    step(second, b, -1);
    EXPECT_EQ(a.item<float>(), b.item<float>());
}

TEST(Optimizer, ClipsTheNormOfAllGradientsTogether) {
    OptimizerSettings settings = settingsOf(OptimizerKind::Sgd, 0);
    settings.momentum = 0;
    settings.clipNorm = 1;
    auto a = weightOf(0), b = weightOf(0);
    Optimizer optimizer({{"a", a}, {"b", b}}, settings);
    a.mutable_grad() = at::full({1, 1}, 3.0f);
    b.mutable_grad() = at::full({1, 1}, 4.0f);
    optimizer.step(1);
    EXPECT_NEAR(a.item<double>(), -0.6, 1e-5);
    EXPECT_NEAR(b.item<double>(), -0.8, 1e-5);
    a.mutable_grad() = at::full({1, 1}, 0.3f);
    optimizer.step(1);
    EXPECT_NEAR(a.item<double>(), -0.9, 1e-5) << "a small gradient stays as it is";
}

TEST(Optimizer, MovesByARateThatStaysOnTheDevice) {
    at::manual_seed(1);
    const std::vector<at::Tensor> changes{at::randn({4, 2}), at::randn({3})};
    std::vector<at::Tensor> parameters{at::randn({4, 2}), at::randn({3})}, expected;
    for (std::size_t i = 0; i < 2; ++i) expected.push_back(parameters[i].sub(changes[i], 0.125));
    moveAgainst(parameters, changes, at::full({}, 0.125, at::kFloat));
    for (std::size_t i = 0; i < 2; ++i) EXPECT_TRUE(at::allclose(parameters[i], expected[i], 1e-5, 1e-6));
}

TEST(Optimizer, AnUpdateThatBrokeOffLeavesNothing) {
    auto weight = weightOf(2);
    Optimizer optimizer({{"w", weight}}, settingsOf(OptimizerKind::AdamW, 0.1));
    weight.mutable_grad() = at::full({1, 1}, 0.5f);
    optimizer.dropGradients();
    optimizer.step(0.1);
    EXPECT_EQ(weight.item<float>(), 2);
}

}  // namespace
}  // namespace leukolens::engine
