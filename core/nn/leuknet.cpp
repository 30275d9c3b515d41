#include "core/nn/leuknet.h"

#include <ATen/ATen.h>

#include "core/nn/init.h"
#include "core/nn/mobile_blocks.h"

namespace leukolens::nn {
namespace {

constexpr int kFeatures = 256;
constexpr NormSettings kNorm{1e-5, 0.1};

struct ConvolutionPlace {
    const char* name;
    int in, out, kernel, stride;
    bool halvedBefore;
};
constexpr ConvolutionPlace kConvolutions[] = {
    {"conv1", 3, 32, 7, 2, false},            // 32×114×114
    {"conv2", 32, 64, 3, 1, true},            // 64×57×57
    {"conv3", 64, 128, 3, 1, true},           // 128×28×28
    {"conv4", 128, kFeatures, 3, 1, true},    // 256×14×14
    {"conv5", kFeatures, kFeatures, 3, 1, false},
};

}  // namespace

NetworkInfo LeukNet::info() {
    NetworkInfo info{"leuknet", 227, 75, "conv5", "conv3", kFeatures, {}, {"classifier.weight", "classifier.bias"}, {}, "LeukNet"};
    for (const auto& place : kConvolutions) info.blocks.emplace_back(place.name);
    return info;
}

LeukNet::LeukNet(const NetworkSettings& settings) : m_dropout(settings.dropout) {
    const InitScope init(settings.initialise);
    for (const auto& place : kConvolutions) {
        const auto layer = register_module(place.name, std::make_shared<NormedConvolution>(place.in, place.out, place.kernel, place.stride, 1, Activation::Relu, kNorm));
        add(place.name, [layer, halve = place.halvedBefore](const at::Tensor& x) { return layer->forward(halve ? at::max_pool2d(x, 2, 2) : x); });
    }
    m_last = register_module("classifier", std::make_shared<Dense>(kFeatures, settings.classes));
    initialiseByInputs(m_last->weight, m_last->bias);
}

at::Tensor LeukNet::featuresOf(const at::Tensor& map) { return map.mean({2, 3}); }

at::Tensor LeukNet::head(const at::Tensor& features) { return m_last->forward(at::dropout(features, m_dropout, is_training())); }

}  // namespace leukolens::nn
