#include "core/detection/inception_backbone.h"

#include <ATen/ATen.h>

#include <cmath>

#include "core/nn/init.h"
#include "core/nn/inception_v3.h"

namespace leukolens::detection {

InceptionBackbone::InceptionBackbone() : m_body(register_module("body", std::make_shared<torch::nn::Module>())), m_trunk(*m_body) {
    m_neck = register_module("neck", std::make_shared<nn::Convolution>(nn::InceptionTrunk::kChannels, kChannels, 1, 1, 0));
    nn::uniformWithin(m_neck->weight, std::sqrt(3.0 / nn::InceptionTrunk::kChannels));
    nn::uniformWithin(m_neck->bias, 0);
    eval();
}

std::vector<at::Tensor> InceptionBackbone::maps(const at::Tensor& input) { return {m_neck->forward(m_trunk.forward(input))}; }

std::vector<MapGrid> InceptionBackbone::grids(const at::Tensor&, const std::vector<at::Tensor>&) const {
    return {{nn::InceptionTrunk::kStridePx, nn::InceptionTrunk::kStridePx, nn::InceptionTrunk::kFirstMiddlePx}};
}

std::vector<std::string> InceptionBackbone::blocks() const {
    auto names = nn::InceptionV3::info().blocks;
    names.resize(static_cast<std::size_t>(std::find(names.begin(), names.end(), m_trunk.blocks().back().name) - names.begin()) + 1);
    return names;
}

void InceptionBackbone::measure(const at::Tensor& input, double share) {
    const at::NoGradGuard noGrad;
    const nn::FusionScope plain(false);
    std::vector<torch::nn::BatchNorm2dImpl*> norms;
    for (const auto& module : m_body->modules())
        if (auto* norm = module->as<torch::nn::BatchNorm2dImpl>()) norms.push_back(norm);
    for (auto* norm : norms) norm->options.momentum(share);
    m_body->train();
    m_trunk.forward(input);
    m_body->eval();
}

}  // namespace leukolens::detection
