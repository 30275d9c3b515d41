#include "core/nn/mobile_blocks.h"

#include <ATen/ATen.h>

#include <cmath>

#include "core/nn/init.h"

namespace leukolens::nn {
namespace {

void initialise(const Convolution& layer) {
    const auto receptive = layer.weight.size(2) * layer.weight.size(3);
    centredNormal(layer.weight, std::sqrt(2.0 / static_cast<double>(layer.weight.size(0) * receptive)));
    if (layer.bias.defined()) centredNormal(layer.bias, 0);
}

at::Tensor activated(const at::Tensor& x, Activation activation) {
    switch (activation) {
        case Activation::None: return x;
        case Activation::Relu: return at::relu(x);
        case Activation::Hardswish: return at::hardswish(x);
        case Activation::Silu: return at::silu(x);
    }
    return x;
}

}  // namespace

NormedConvolution::NormedConvolution(int64_t in, int64_t out, int64_t kernel, int64_t stride, int64_t groups, Activation activation, const NormSettings& norm)
    : m_activation(activation) {
    m_convolution = register_module("0", std::make_shared<Convolution>(in, out, kernel, stride, kernel / 2, groups, Convolution::Bias::Without));
    m_norm = register_module("1", torch::nn::BatchNorm2d(torch::nn::BatchNorm2dOptions(out).eps(norm.epsilon).momentum(norm.momentum)));
    initialise(*m_convolution);
}

at::Tensor NormedConvolution::forward(const at::Tensor& x) { return activated(m_norm->forward(m_convolution->forward(x)), m_activation); }

SqueezeExcitation::SqueezeExcitation(int64_t channels, int64_t squeezed, Activation between, Gate gate) : m_between(between), m_gate(gate) {
    m_down = register_module("fc1", std::make_shared<Convolution>(channels, squeezed, 1, 1, 0));
    m_up = register_module("fc2", std::make_shared<Convolution>(squeezed, channels, 1, 1, 0));
    initialise(*m_down);
    initialise(*m_up);
}

at::Tensor SqueezeExcitation::forward(const at::Tensor& x) const {
    const auto opened = m_up->forward(activated(m_down->forward(x.mean({2, 3}, true)), m_between));
    return x * (m_gate == Gate::HardSigmoid ? at::hardsigmoid(opened) : at::sigmoid(opened));
}

}  // namespace leukolens::nn
