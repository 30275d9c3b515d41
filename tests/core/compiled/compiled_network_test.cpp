#include "core/compiled/compiled_network.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <thread>

#include "core/nn/network.h"
#include "core/nn/registry.h"

namespace leukolens::compiled {
namespace {

constexpr int kSide = 139;  ///< the smallest grid is then 3 × 3
const InputForm kForm{kSide, 0.5, 0.5};

class CompiledNetworkTest : public testing::Test {
protected:
    CompiledNetworkTest() {
        at::manual_seed(1);
        m_network = *nn::createNetwork("inception_v3", {2, 0.0, true});
        m_network->eval();
        for (const auto& item : m_network->named_buffers())
            if (item.key().ends_with("running_var")) item.value().uniform_(0.05, 0.2);
            else if (item.key().ends_with("running_mean")) item.value().uniform_(-0.1, 0.1);
        for (auto& parameter : m_network->parameters()) parameter.set_requires_grad(false);
        m_pixels = at::randint(0, 256, {4, kSide, kSide, 3}, at::kByte);
        // Pictures that differ in more than noise.
        for (int i = 0; i < 4; ++i) m_pixels[i].bitwise_and_(0xff >> i);
    }

    std::span<const std::uint8_t> pixels(int count = 4) const { return {m_pixels.const_data_ptr<std::uint8_t>(), static_cast<std::size_t>(count * kSide * kSide * 3)}; }

    at::Tensor byLibTorch() {
        const at::NoGradGuard noGrad;
        const nn::FusionScope plain(false);
        return m_network->features(m_pixels.permute({0, 3, 1, 2}).to(at::kFloat).div(127.5).sub(1));
    }

    at::Tensor compiled(Numbers numbers, const ActivationRanges& ranges = {}, bool alone = true) {
        const auto network = CompiledNetwork::make(m_network, kForm, numbers, 2, ranges);
        EXPECT_TRUE(network) << network.error().message();
        const auto features = (*network)->features(pixels(), alone);
        EXPECT_TRUE(features) << features.error().message();
        return at::tensor(*features).view({4, -1});
    }

    ActivationRanges ranges() const {
        return *observeRanges(*m_network, kForm, 4, [this](std::size_t i, std::span<std::uint8_t> rgb) -> Result<void> {
            std::ranges::copy(pixels().subspan(i * rgb.size(), rgb.size()), rgb.begin());
            return {};
        }, 2);
    }

    std::shared_ptr<nn::Network> m_network;
    at::Tensor m_pixels;
};

double largestDifference(const at::Tensor& a, const at::Tensor& b) { return ((a - b).abs().max() / b.abs().max()).item<double>(); }

TEST_F(CompiledNetworkTest, GivesLibTorchsNumbers) {
    const auto expected = byLibTorch();
    EXPECT_GT(largestDifference(expected[0], expected[3]), 0.01) << "the pictures are told apart";
    EXPECT_LT(largestDifference(compiled(Numbers::Float32), expected), 1e-5);
}

TEST_F(CompiledNetworkTest, ComesNearThemInBf16) {
    if (!processorComputesWith(Numbers::BFloat16)) GTEST_SKIP() << "this processor does not compute with bf16";
    const auto found = compiled(Numbers::BFloat16);
    EXPECT_LT(largestDifference(found, byLibTorch()), 0.05);
    EXPECT_GT(largestDifference(found, byLibTorch()), 1e-5) << "it is bf16";
}

TEST_F(CompiledNetworkTest, ComesNearThemIn8Bits) {
    if (!processorComputesWith(Numbers::Int8)) GTEST_SKIP() << "this processor does not compute with 8-bit numbers";
    const auto found = compiled(Numbers::Int8, ranges()), expected = byLibTorch();
    EXPECT_LT(largestDifference(found, expected), 0.15);
    EXPECT_GT(largestDifference(found, expected), 1e-4) << "it is 8 bits";
    auto wrong = ranges();
    for (auto& [name, range] : wrong) range /= 20;
    EXPECT_GT(largestDifference(compiled(Numbers::Int8, wrong), expected), 0.3) << "the ranges count";
}

TEST_F(CompiledNetworkTest, AnswersTheSameAloneAndBesideOthers) {
    const auto network = CompiledNetwork::make(m_network, kForm, Numbers::Float32, 2);
    ASSERT_TRUE(network);
    const auto expected = at::tensor(*(*network)->features(pixels(1), true));
    std::vector<std::vector<float>> found(4);
    {
        std::vector<std::jthread> threads;
        for (auto& mine : found) threads.emplace_back([&] { mine = *(*network)->features(pixels(1), false); });
    }
    for (const auto& one : found) EXPECT_LT(largestDifference(at::tensor(one), expected), 1e-5);
    EXPECT_LT(largestDifference(compiled(Numbers::Float32, {}, false)[0], expected), 1e-5) << "several pictures one after another";
}

TEST_F(CompiledNetworkTest, ObservesTheLargestNumberOfEachConvolution) {
    const auto found = ranges();
    EXPECT_EQ(found.size(), 94u);
    const at::NoGradGuard noGrad;
    const auto map = m_network->mapAt("Mixed_5b", m_pixels.permute({0, 3, 1, 2}).to(at::kFloat).div(127.5).sub(1));
    // Its first 64 channels are the first convolution's.
    const double expected = map.slice(1, 0, 64).amax({1, 2, 3}).mean().item<double>();
    EXPECT_NEAR(found.at("Mixed_5b.branch1x1"), expected, 1e-4 * expected);
}

TEST_F(CompiledNetworkTest, StopsObservingWithWhatReadingFailedWith) {
    const auto stopped = observeRanges(*m_network, kForm, 4, [](std::size_t i, std::span<std::uint8_t>) -> Result<void> {
        if (i == 1) return fail(ErrorCode::Cancelled, "stopped");
        return {};
    }, 1);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
}

TEST_F(CompiledNetworkTest, RefusesRangesThatLackAConvolution) {
    if (!processorComputesWith(Numbers::Int8)) GTEST_SKIP() << "this processor does not compute with 8-bit numbers";
    auto lacking = ranges();
    lacking.erase("Mixed_7c.branch1x1");
    EXPECT_EQ(CompiledNetwork::make(m_network, kForm, Numbers::Int8, 2, lacking).error().code, ErrorCode::InvalidArgument);
    lacking["Mixed_7c.branch1x1"] = 0;
    EXPECT_EQ(CompiledNetwork::make(m_network, kForm, Numbers::Int8, 2, lacking).error().code, ErrorCode::InvalidArgument);
}

}  // namespace
}  // namespace leukolens::compiled
