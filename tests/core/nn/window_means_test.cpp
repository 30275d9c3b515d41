#include "core/nn/window_means.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace leukolens::nn {
namespace {

double difference(const at::Tensor& found, const at::Tensor& reference) { return (found - reference).to(at::kFloat).abs().max().item<double>(); }

/// The auxiliary head's windows, and sizes at which pixels at the edge are in none.
TEST(WindowMeans, AreLibTorchsWithTheirGradient) {
    for (const auto& [height, width, side, stride] : {std::array<int64_t, 4>{17, 17, 5, 3}, {18, 7, 5, 3}, {5, 5, 5, 3}, {9, 8, 3, 2}}) {
        SCOPED_TRACE(height);
        at::manual_seed(1);
        const auto values = at::randn({3, 10, height, width}).contiguous(at::MemoryFormat::ChannelsLast);
        auto a = values.clone().requires_grad_(), b = values.clone().requires_grad_();
        const auto found = windowMeans(a, side, stride), plain = at::avg_pool2d(b, side, stride);
        ASSERT_EQ(found.sizes(), plain.sizes());
        EXPECT_TRUE(found.is_contiguous(at::MemoryFormat::ChannelsLast));
        EXPECT_LT(difference(found, plain), 1e-6);
        const auto weights = at::randn(plain.sizes());
        found.mul(weights).sum().backward();
        plain.mul(weights).sum().backward();
        EXPECT_LT(difference(a.grad(), b.grad()), 1e-6);
    }
}

TEST(WindowMeans, InBf16RoundAsMeansDo) {
    at::manual_seed(2);
    const auto values = at::randn({2, 16, 17, 17}).add_(1).contiguous(at::MemoryFormat::ChannelsLast);
    const auto found = windowMeans(values.to(at::kBFloat16), 5, 3);
    EXPECT_EQ(found.scalar_type(), at::kBFloat16);
    EXPECT_LT(difference(found, at::avg_pool2d(values, 5, 3)), 0.03) << "two roundings of numbers around 1";
}

}  // namespace
}  // namespace leukolens::nn
