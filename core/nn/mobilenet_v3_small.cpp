#include "core/nn/mobilenet_v3_small.h"

#include <ATen/ATen.h>
#include <torch/nn/modules/batchnorm.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <vector>

#include "core/nn/init.h"

namespace leukolens::nn {
namespace {

constexpr int kFeatures = 1024, kLastMap = 576, kDivisor = 8;

enum class Activation { None, Relu, Hardswish };

struct BlockPlace {
    int in, kernel, expanded, out;
    bool squeezed;
    Activation activation;
    int stride;
};
constexpr BlockPlace kBlocks[] = {
    {16, 3, 16, 16, true, Activation::Relu, 2},       {16, 3, 72, 24, false, Activation::Relu, 2},      {24, 3, 88, 24, false, Activation::Relu, 1},
    {24, 5, 96, 40, true, Activation::Hardswish, 2},  {40, 5, 240, 40, true, Activation::Hardswish, 1}, {40, 5, 240, 40, true, Activation::Hardswish, 1},
    {40, 5, 120, 48, true, Activation::Hardswish, 1}, {48, 5, 144, 48, true, Activation::Hardswish, 1}, {48, 5, 288, 96, true, Activation::Hardswish, 2},
    {96, 5, 576, 96, true, Activation::Hardswish, 1}, {96, 5, 576, 96, true, Activation::Hardswish, 1},
};

void initialise(const Convolution& layer) {
    const auto receptive = layer.weight.size(2) * layer.weight.size(3);
    centredNormal(layer.weight, std::sqrt(2.0 / static_cast<double>(layer.weight.size(0) * receptive)));
    if (layer.bias.defined()) centredNormal(layer.bias, 0);
}

/// Convolution without bias, batch norm, activation. The border keeps the size but for the stride.
class NormedConvolution : public torch::nn::Module {
public:
    NormedConvolution(int64_t in, int64_t out, int64_t kernel, int64_t stride, int64_t groups, Activation activation) : m_activation(activation) {
        m_convolution = register_module("0", std::make_shared<Convolution>(in, out, kernel, stride, kernel / 2, groups, Convolution::Bias::Without));
        m_norm = register_module("1", torch::nn::BatchNorm2d(torch::nn::BatchNorm2dOptions(out).eps(1e-3).momentum(0.01)));
        initialise(*m_convolution);
    }

    at::Tensor forward(const at::Tensor& x) {
        const auto y = m_norm->forward(m_convolution->forward(x));
        return m_activation == Activation::None ? y : m_activation == Activation::Relu ? at::relu(y) : at::hardswish(y);
    }

private:
    Activation m_activation;
    std::shared_ptr<Convolution> m_convolution;
    torch::nn::BatchNorm2d m_norm{nullptr};
};

/// A factor a channel, from the means of all channels (Hu et al. 2018), with the hard sigmoid.
class SqueezeExcitation : public torch::nn::Module {
public:
    explicit SqueezeExcitation(int64_t channels) {
        const auto squeezed = std::max<int64_t>(kDivisor, (channels / 4 + kDivisor / 2) / kDivisor * kDivisor);
        m_down = register_module("fc1", std::make_shared<Convolution>(channels, squeezed, 1, 1, 0));
        m_up = register_module("fc2", std::make_shared<Convolution>(squeezed, channels, 1, 1, 0));
        initialise(*m_down);
        initialise(*m_up);
    }

    at::Tensor forward(const at::Tensor& x) const { return x * at::hardsigmoid(m_up->forward(at::relu(m_down->forward(x.mean({2, 3}, true))))); }

private:
    std::shared_ptr<Convolution> m_down, m_up;
};

class InvertedResidual : public torch::nn::Module {
public:
    explicit InvertedResidual(const BlockPlace& place) : m_adds(place.stride == 1 && place.in == place.out) {
        const auto group = register_module("block", std::make_shared<torch::nn::Module>());
        const auto add = [&](auto module) {
            group->register_module(std::to_string(m_steps.size()), module);
            m_steps.emplace_back([module](const at::Tensor& x) { return module->forward(x); });
        };
        if (place.expanded != place.in) add(std::make_shared<NormedConvolution>(place.in, place.expanded, 1, 1, 1, place.activation));
        add(std::make_shared<NormedConvolution>(place.expanded, place.expanded, place.kernel, place.stride, place.expanded, place.activation));
        if (place.squeezed) add(std::make_shared<SqueezeExcitation>(place.expanded));
        add(std::make_shared<NormedConvolution>(place.expanded, place.out, 1, 1, 1, Activation::None));
    }

    at::Tensor forward(const at::Tensor& x) const {
        auto y = x;
        for (const auto& step : m_steps) y = step(y);
        return m_adds ? y + x : y;
    }

private:
    bool m_adds;
    std::vector<std::function<at::Tensor(const at::Tensor&)>> m_steps;
};

}  // namespace

NetworkInfo MobileNetV3Small::info() {
    NetworkInfo info{"mobilenet_v3_small", 224, 32, "features.12", "features.8", kFeatures, {}, {"classifier.3.weight", "classifier.3.bias"}, {}};
    for (std::size_t i = 0; i < std::size(kBlocks) + 2; ++i) info.blocks.push_back("features." + std::to_string(i));
    info.blocks.emplace_back("classifier.0");
    return info;
}

MobileNetV3Small::MobileNetV3Small(const NetworkSettings& settings) : m_dropout(settings.dropout) {
    const InitScope init(settings.initialise);
    int count = 0;
    const auto step = [this, &count](auto module) {
        const auto number = std::to_string(count++);
        nested("features", number, module);
        add("features." + number, [module](const at::Tensor& x) { return module->forward(x); });
    };
    step(std::make_shared<NormedConvolution>(3, kBlocks[0].in, 3, 2, 1, Activation::Hardswish));
    for (const auto& place : kBlocks) step(std::make_shared<InvertedResidual>(place));
    step(std::make_shared<NormedConvolution>(std::end(kBlocks)[-1].out, kLastMap, 1, 1, 1, Activation::Hardswish));
    const auto dense = [this](const std::string& number, int64_t in, int64_t out) {
        const auto layer = nested("classifier", number, std::make_shared<Dense>(in, out));
        centredNormal(layer->weight, 0.01);
        centredNormal(layer->bias, 0);
        return layer;
    };
    m_hidden = dense("0", kLastMap, kFeatures);
    m_last = dense("3", kFeatures, settings.classes);
}

at::Tensor MobileNetV3Small::featuresOf(const at::Tensor& map) { return at::hardswish(m_hidden->forward(map.mean({2, 3}))); }

at::Tensor MobileNetV3Small::head(const at::Tensor& features) { return m_last->forward(at::dropout(features, m_dropout, is_training())); }

}  // namespace leukolens::nn
