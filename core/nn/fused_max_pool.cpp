#include <ATen/ATen.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/variable.h>

#include "core/nn/fused_block.h"
#include "core/nn/fused_norm.h"

namespace leukolens::nn {
namespace {

struct MaxPoolGradient final : torch::autograd::Node {
    at::Tensor winner;
    std::vector<int64_t> inSizes;

    torch::autograd::variable_list apply(torch::autograd::variable_list&& gradients) override {
        const at::NoGradGuard noGrad;
        const auto dout = gradients[0].contiguous(at::MemoryFormat::ChannelsLast);
        auto din = at::empty(inSizes, dout.options().memory_format(at::MemoryFormat::ChannelsLast));
        maxPoolGradient(ChannelSlice(dout), winner, ChannelSlice(din), false);
        return {din};
    }
    void release_variables() override { winner.reset(); }
};

}  // namespace

at::Tensor fusedMaxPool(const at::Tensor& x) {
    auto out = at::empty({x.size(0), x.size(1), (x.size(2) - 3) / 2 + 1, (x.size(3) - 3) / 2 + 1}, x.options().requires_grad(false).memory_format(at::MemoryFormat::ChannelsLast));
    auto winner = maxPool(ChannelSlice(x.detach()), ChannelSlice(out));
    if (!at::GradMode::is_enabled() || !x.requires_grad()) return out;
    auto node = std::make_shared<MaxPoolGradient>();
    node->winner = std::move(winner);
    node->inSizes = x.sizes().vec();
    node->add_next_edge(torch::autograd::impl::gradient_edge(x));
    torch::autograd::create_gradient_edge(out, node);
    return out;
}

}  // namespace leukolens::nn
