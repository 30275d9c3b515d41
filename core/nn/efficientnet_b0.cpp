#include "core/nn/efficientnet_b0.h"

#include <ATen/ATen.h>

#include <cmath>
#include <iterator>
#include <vector>

#include "core/nn/init.h"
#include "core/nn/mobile_blocks.h"

namespace leukolens::nn {
namespace {

constexpr int kFeatures = 1280;
constexpr NormSettings kNorm{1e-5, 0.1};

struct StagePlace {
    int expansion, kernel, stride, in, out, blocks;
};
constexpr StagePlace kStages[] = {
    {1, 3, 1, 32, 16, 1}, {6, 3, 2, 16, 24, 2}, {6, 5, 2, 24, 40, 2}, {6, 3, 2, 40, 80, 3}, {6, 5, 1, 80, 112, 3}, {6, 5, 2, 112, 192, 4}, {6, 3, 1, 192, 320, 1},
};

class MobileBlock : public torch::nn::Module {
public:
    MobileBlock(int in, const StagePlace& place, int stride, double leftOut) : m_adds(stride == 1 && in == place.out), m_leftOut(leftOut) {
        m_steps = register_module("block", std::make_shared<NumberedSteps>());
        const int expanded = in * place.expansion;
        if (expanded != in) m_steps->add(std::make_shared<NormedConvolution>(in, expanded, 1, 1, 1, Activation::Silu, kNorm));
        m_steps->add(std::make_shared<NormedConvolution>(expanded, expanded, place.kernel, stride, expanded, Activation::Silu, kNorm));
        m_steps->add(std::make_shared<SqueezeExcitation>(expanded, in / 4, Activation::Silu, SqueezeExcitation::Gate::Sigmoid));
        m_steps->add(std::make_shared<NormedConvolution>(expanded, place.out, 1, 1, 1, Activation::None, kNorm));
    }

    at::Tensor forward(const at::Tensor& x) const {
        const auto y = m_steps->forward(x);
        return m_adds ? thinned(y) + x : y;
    }

private:
    at::Tensor thinned(const at::Tensor& y) const {
        if (!is_training() || m_leftOut == 0) return y;
        const double kept = 1 - m_leftOut;
        return y * at::empty({y.size(0), 1, 1, 1}, y.options()).bernoulli_(kept).div_(kept);
    }

    bool m_adds;
    double m_leftOut;
    std::shared_ptr<NumberedSteps> m_steps;
};

}  // namespace

NetworkInfo EfficientNetB0::info() {
    NetworkInfo info{"efficientnet_b0", 224, 32, "features.8", "features.5", kFeatures, {}, {"classifier.1.weight", "classifier.1.bias"}, {}, "EfficientNet-B0"};
    for (std::size_t i = 0; i < std::size(kStages) + 2; ++i) info.blocks.push_back("features." + std::to_string(i));
    return info;
}

EfficientNetB0::EfficientNetB0(const NetworkSettings& settings, double stochasticDepth) : m_dropout(settings.dropout) {
    const InitScope init(settings.initialise);
    const auto whole = [this](const std::string& number, const std::shared_ptr<NormedConvolution>& layer) {
        nested("features", number, layer);
        add("features." + number, [layer](const at::Tensor& x) { return layer->forward(x); });
    };
    int allBlocks = 0;
    for (const auto& place : kStages) allBlocks += place.blocks;

    whole("0", std::make_shared<NormedConvolution>(3, kStages[0].in, 3, 2, 1, Activation::Silu, kNorm));
    int stages = 0, blocks = 0;
    for (const auto& place : kStages) {
        const auto number = std::to_string(++stages);
        const auto stage = nested("features", number, std::make_shared<NumberedSteps>());
        for (int i = 0; i < place.blocks; ++i) {
            const double leftOut = stochasticDepth * blocks++ / allBlocks;
            stage->add(std::make_shared<MobileBlock>(i == 0 ? place.in : place.out, place, i == 0 ? place.stride : 1, leftOut));
        }
        add("features." + number, [stage](const at::Tensor& x) { return stage->forward(x); });
    }
    whole(std::to_string(stages + 1), std::make_shared<NormedConvolution>(std::end(kStages)[-1].out, kFeatures, 1, 1, 1, Activation::Silu, kNorm));
    m_last = nested("classifier", "1", std::make_shared<Dense>(kFeatures, settings.classes));
    uniformWithin(m_last->weight, 1 / std::sqrt(static_cast<double>(settings.classes)));
    centredNormal(m_last->bias, 0);
}

at::Tensor EfficientNetB0::featuresOf(const at::Tensor& map) { return map.mean({2, 3}); }

at::Tensor EfficientNetB0::head(const at::Tensor& features) { return m_last->forward(at::dropout(features, m_dropout, is_training())); }

}  // namespace leukolens::nn
