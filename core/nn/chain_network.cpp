#include "core/nn/chain_network.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <stdexcept>

namespace leukolens::nn {
namespace {

constexpr double kMean[] = {0.485, 0.456, 0.406}, kDeviation[] = {0.229, 0.224, 0.225};

/// Colour by colour with numbers, not with a tensor of them: that would have to be copied to a GPU in every call, which a recorded step forbids.
at::Tensor asImageNet(const at::Tensor& input) {
    std::vector<at::Tensor> colours;
    for (int c = 0; c < 3; ++c) colours.push_back(input.select(1, c) * (0.5 / kDeviation[c]) + (0.5 - kMean[c]) / kDeviation[c]);
    return at::stack(colours, 1).contiguous(input.suggest_memory_format());
}

}  // namespace

torch::nn::Module& ChainNetwork::groupCalled(const std::string& name) {
    for (const auto& child : named_children())
        if (child.key() == name) return *child.value();
    return *register_module(name, std::make_shared<torch::nn::Module>());
}

std::size_t ChainNetwork::indexOf(std::string_view block) const {
    const auto step = std::ranges::find(m_steps, block, &NamedStep::name);
    if (step == m_steps.end()) throw std::invalid_argument("the network has no block with a map called " + std::string(block));
    return static_cast<std::size_t>(step - m_steps.begin());
}

NetworkOutput ChainNetwork::forward(const at::Tensor& input) {
    NetworkOutput output;
    output.features = features(input);
    output.logits = head(output.features);
    return output;
}

at::Tensor ChainNetwork::features(const at::Tensor& input) { return featuresOf(mapAt(m_steps.back().name, input)); }

at::Tensor ChainNetwork::mapAt(std::string_view block, const at::Tensor& input) {
    const auto last = indexOf(block);
    auto y = asImageNet(input);
    for (std::size_t i = 0; i <= last; ++i) y = m_steps[i].run(y);
    return y;
}

at::Tensor ChainNetwork::featuresFrom(std::string_view block, const at::Tensor& map) {
    auto y = map;
    for (std::size_t i = indexOf(block) + 1; i < m_steps.size(); ++i) y = m_steps[i].run(y);
    return featuresOf(y);
}

}  // namespace leukolens::nn
