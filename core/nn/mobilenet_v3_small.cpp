#include "core/nn/mobilenet_v3_small.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "core/nn/init.h"
#include "core/nn/mobile_blocks.h"

namespace leukolens::nn {
namespace {

constexpr int kFeatures = 1024, kLastMap = 576;
constexpr NormSettings kNorm{1e-3, 0.01};

/// A quarter, as a multiple of eight.
int64_t squeezed(int64_t channels) { return std::max<int64_t>(8, (channels / 4 + 4) / 8 * 8); }

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

class InvertedResidual : public torch::nn::Module {
public:
    explicit InvertedResidual(const BlockPlace& place) : m_adds(place.stride == 1 && place.in == place.out) {
        m_steps = register_module("block", std::make_shared<NumberedSteps>());
        if (place.expanded != place.in) m_steps->add(std::make_shared<NormedConvolution>(place.in, place.expanded, 1, 1, 1, place.activation, kNorm));
        m_steps->add(std::make_shared<NormedConvolution>(place.expanded, place.expanded, place.kernel, place.stride, place.expanded, place.activation, kNorm));
        if (place.squeezed) m_steps->add(std::make_shared<SqueezeExcitation>(place.expanded, squeezed(place.expanded), Activation::Relu, SqueezeExcitation::Gate::HardSigmoid));
        m_steps->add(std::make_shared<NormedConvolution>(place.expanded, place.out, 1, 1, 1, Activation::None, kNorm));
    }

    at::Tensor forward(const at::Tensor& x) const {
        const auto y = m_steps->forward(x);
        return m_adds ? y + x : y;
    }

private:
    bool m_adds;
    std::shared_ptr<NumberedSteps> m_steps;
};

}  // namespace

NetworkInfo MobileNetV3Small::info() {
    NetworkInfo info{"mobilenet_v3_small", 224, 32, "features.12", "features.8", kFeatures, {}, {"classifier.3.weight", "classifier.3.bias"}, {}, "MobileNetV3-Small"};
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
    step(std::make_shared<NormedConvolution>(3, kBlocks[0].in, 3, 2, 1, Activation::Hardswish, kNorm));
    for (const auto& place : kBlocks) step(std::make_shared<InvertedResidual>(place));
    step(std::make_shared<NormedConvolution>(std::end(kBlocks)[-1].out, kLastMap, 1, 1, 1, Activation::Hardswish, kNorm));
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
