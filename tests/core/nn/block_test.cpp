// The three ways to run a block agree: LibTorch's operations, fused, folded.
#include "core/nn/block.h"

#include <ATen/ATen.h>
#include <ATen/autocast_mode.h>
#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include <limits>
#include <map>

#include "core/nn/inception_blocks.h"

namespace leukolens::nn {
namespace {

struct Case {
    const char* name;
    std::shared_ptr<Block> (*make)();
    int64_t in;
};

std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

class EveryBlock : public testing::TestWithParam<Case> {
protected:
    static constexpr int64_t kPictures = 3, kSide = 9;

    void SetUp() override {
        at::manual_seed(7);
        m_block = GetParam().make();
        const at::NoGradGuard noGrad;
        // Weights and statistics as of a trained network, not all the same.
        for (auto& named : m_block->named_parameters())
            if (named.key().ends_with("bn.weight") || named.key().ends_with("bn.bias")) named.value().uniform_(0.5, 1.5);
        for (auto& named : m_block->named_buffers())
            if (named.value().is_floating_point()) named.value().uniform_(0.2, 1.5);
    }

    at::Tensor input() const {
        at::manual_seed(3);
        return at::randn({kPictures, GetParam().in, kSide, kSide + 2}).contiguous(at::MemoryFormat::ChannelsLast);
    }

    struct Outcome {
        at::Tensor out, dx;
        std::map<std::string, at::Tensor> gradients, buffers;
    };

    Outcome train(bool fused, bool bf16) {
        const FusionScope scope(fused);
        std::map<std::string, at::Tensor> before;
        for (auto& named : m_block->named_buffers()) before[named.key()] = named.value().clone();
        m_block->train();
        auto x = input().requires_grad_();
        at::autocast::set_autocast_dtype(at::kCPU, at::kBFloat16);
        at::autocast::set_autocast_enabled(at::kCPU, bf16);
        auto out = m_block->forward(x);
        at::autocast::clear_cache();
        at::autocast::set_autocast_enabled(at::kCPU, false);
        at::manual_seed(5);
        out.to(at::kFloat).mul(at::randn(out.sizes())).sum().backward();
        Outcome outcome{out.detach().to(at::kFloat), x.grad().to(at::kFloat), {}, {}};
        for (auto& named : m_block->named_parameters()) {
            outcome.gradients[named.key()] = named.value().grad().clone();
            named.value().mutable_grad().reset();
        }
        const at::NoGradGuard noGrad;
        for (auto& named : m_block->named_buffers()) {
            outcome.buffers[named.key()] = named.value().clone();
            named.value().copy_(before[named.key()]);
        }
        return outcome;
    }

    std::shared_ptr<Block> m_block;
};

/// Length of the difference as a share of the reference's length.
double difference(const at::Tensor& found, const at::Tensor& reference) {
    return (found - reference).to(at::kDouble).norm().item<double>() / (reference.to(at::kDouble).norm().item<double>() + 1e-12);
}

TEST_P(EveryBlock, TrainsFusedAsPlain) {
    const auto plain = train(false, false), fused = train(true, false);
    EXPECT_LT(difference(fused.out, plain.out), 1e-5);
    EXPECT_LT(difference(fused.dx, plain.dx), 1e-4);
    for (const auto& [name, gradient] : plain.gradients) EXPECT_LT(difference(fused.gradients.at(name), gradient), 2e-4) << name;
    for (const auto& [name, buffer] : plain.buffers) EXPECT_LT(difference(fused.buffers.at(name).to(at::kDouble), buffer.to(at::kDouble)), 1e-5) << name;
}

TEST_P(EveryBlock, Bf16FusedIsAsNearToFp32AsPlainIs) {
    const auto exact = train(false, false), plain = train(false, true), fused = train(true, true);
    EXPECT_LT(difference(fused.out, exact.out), 1.5 * difference(plain.out, exact.out) + 1e-3);
    EXPECT_LT(difference(fused.dx, exact.dx), 1.5 * difference(plain.dx, exact.dx) + 1e-3);
    for (const auto& [name, gradient] : exact.gradients)
        EXPECT_LT(difference(fused.gradients.at(name), gradient), 2 * difference(plain.gradients.at(name), gradient) + 5e-3) << name;
}

TEST_P(EveryBlock, GivesTheSameNumbersOnOneAndTwoThreads) {
    const int before = at::get_num_threads();
    at::set_num_threads(1);
    const auto one = train(true, false);
    at::set_num_threads(2);
    const auto two = train(true, false);
    at::set_num_threads(before);
    for (const auto& [name, buffer] : one.buffers) EXPECT_LT(difference(two.buffers.at(name), buffer), 1e-6) << name;
    EXPECT_LT(difference(two.out, one.out), 1e-6);
}

TEST_P(EveryBlock, AnswersFoldedAsPlain) {
    m_block->eval();
    const at::NoGradGuard noGrad;
    const auto folded = m_block->forward(input());
    const FusionScope scope(false);
    EXPECT_LT(difference(folded, m_block->forward(input())), 1e-5);
}

TEST_P(EveryBlock, FoldsAnewAfterAnyChange) {
    m_block->eval();
    const at::NoGradGuard noGrad;
    m_block->forward(input());
    for (auto& named : m_block->named_buffers())
        if (named.value().is_floating_point()) named.value().mul_(1.3);
    for (auto& named : m_block->named_parameters()) named.value().mul_(1.1);
    const auto folded = m_block->forward(input());
    const FusionScope scope(false);
    EXPECT_LT(difference(folded, m_block->forward(input())), 1e-5);
}

INSTANTIATE_TEST_SUITE_P(Inception, EveryBlock,
                         testing::Values(Case{"A", [] { return std::shared_ptr<Block>(std::make_shared<InceptionA>(10, 32)); }, 10},
                                         Case{"B", [] { return std::shared_ptr<Block>(std::make_shared<InceptionB>(12)); }, 12},
                                         Case{"C", [] { return std::shared_ptr<Block>(std::make_shared<InceptionC>(8, 16)); }, 8},
                                         Case{"D", [] { return std::shared_ptr<Block>(std::make_shared<InceptionD>(8)); }, 8},
                                         Case{"E", [] { return std::shared_ptr<Block>(std::make_shared<InceptionE>(16)); }, 16}),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(FusedMaxPool, IsLibTorchsWithItsGradient) {
    for (const int64_t side : {3, 8, 13}) {
        at::manual_seed(1);
        // Few distinct numbers: equal neighbours, of which the first must win in both.
        const auto x = at::randint(0, 4, {2, 300, side, side + 1}, at::kFloat).contiguous(at::MemoryFormat::ChannelsLast);
        auto a = x.clone().requires_grad_(), b = x.clone().requires_grad_();
        const auto fused = halvingMaxPool(a);
        const auto plain = at::max_pool2d(b, 3, 2);
        EXPECT_TRUE(at::equal(fused, plain));
        const auto weights = at::randn(plain.sizes());
        fused.mul(weights).sum().backward();
        plain.mul(weights).sum().backward();
        EXPECT_LT(difference(a.grad(), b.grad()), 1e-6) << side;
    }
}

TEST(FusedBlock, AnEmptyGradientOfASecondBackwardIsRefused) {
    InceptionB block(4);
    auto x = at::randn({2, 4, 9, 9}).requires_grad_();
    const auto sum = block.forward(x).sum();
    sum.backward();
    EXPECT_ANY_THROW(sum.backward());
}

TEST(FusedBlock, WhatIsNoNumberStaysSo) {
    InceptionB block(4);
    auto x = at::randn({2, 4, 9, 9});
    x[0][1][3][3] = std::numeric_limits<float>::quiet_NaN();
    EXPECT_TRUE(at::isnan(block.forward(x)).any().item<bool>());
}

}  // namespace
}  // namespace leukolens::nn
