#include "core/nn/vgg16_eca.h"

#include <ATen/ATen.h>

#include <cmath>

#include "core/nn/init.h"

namespace leukolens::nn {
namespace {

constexpr int kFeatures = 4096;

struct ConvolutionPlace {
    int number, in, out;  ///< number: torchvision's, in "features"
    bool halvedBefore, attendedAfter;
};
constexpr ConvolutionPlace kConvolutions[] = {
    {0, 3, 64, false, false},    {2, 64, 64, false, true},                                    // 64×224×224
    {5, 64, 128, true, false},   {7, 128, 128, false, true},                                  // 128×112×112
    {10, 128, 256, true, false}, {12, 256, 256, false, false}, {14, 256, 256, false, true},  // 256×56×56
    {17, 256, 512, true, false}, {19, 512, 512, false, false}, {21, 512, 512, false, true},  // 512×28×28
    {24, 512, 512, true, false}, {26, 512, 512, false, false}, {28, 512, 512, false, true},  // 512×14×14
};

at::Tensor halved(const at::Tensor& x) { return at::max_pool2d(x, 2, 2); }

int64_t attentionKernel(int channels) {
    const auto whole = static_cast<int64_t>(std::abs(std::log2(static_cast<double>(channels)) / 2 + 0.5));
    return whole % 2 == 1 ? whole : whole + 1;
}

/// The names are those of ECA-Net's own code: "conv.weight".
class ChannelAttention : public torch::nn::Module {
public:
    explicit ChannelAttention(int channels) {
        const int64_t kernel = attentionKernel(channels);
        m_weight = register_module("conv", std::make_shared<torch::nn::Module>())->register_parameter("weight", at::empty({1, 1, kernel}));
        uniformWithin(m_weight, 1 / std::sqrt(static_cast<double>(kernel)));
    }

    at::Tensor forward(const at::Tensor& x) const {
        const auto neighbours = at::conv1d(x.mean({2, 3}).unsqueeze(1), m_weight, {}, 1, m_weight.size(2) / 2);
        return x * neighbours.sigmoid().squeeze(1).unsqueeze(-1).unsqueeze(-1);
    }

private:
    at::Tensor m_weight;  ///< 1 × 1 × kernel
};

}  // namespace

NetworkInfo Vgg16Eca::info() {
    NetworkInfo info{"vgg16_eca", 224, 32, "eca.4", "eca.3", kFeatures, {}, {"classifier.6.weight", "classifier.6.bias"}, {}, "VGG16-ECA"};
    int attentions = 0;
    for (const auto& place : kConvolutions) {
        info.blocks.push_back("features." + std::to_string(place.number));
        if (place.attendedAfter) info.blocks.push_back("eca." + std::to_string(attentions++));
    }
    info.blocks.insert(info.blocks.end(), {"classifier.0", "classifier.3"});
    return info;
}

Vgg16Eca::Vgg16Eca(const NetworkSettings& settings) : m_dropout(settings.dropout) {
    const InitScope init(settings.initialise);
    int attentions = 0;
    for (const auto& [number, in, out, halvedBefore, attendedAfter] : kConvolutions) {
        const auto layer = nested("features", std::to_string(number), std::make_shared<Convolution>(in, out, 3, 1, 1));
        centredNormal(layer->weight, std::sqrt(2.0 / (9 * out)));
        centredNormal(layer->bias, 0);
        add("features." + std::to_string(number), [layer, halve = halvedBefore](const at::Tensor& x) { return layer->forward(halve ? halved(x) : x).relu_(); });
        if (!attendedAfter) continue;
        const auto name = std::to_string(attentions++);
        const auto attention = nested("eca", name, std::make_shared<ChannelAttention>(out));
        add("eca." + name, [attention](const at::Tensor& x) { return attention->forward(x); });
    }
    const auto dense = [this](const std::string& number, int64_t in, int64_t out) {
        const auto layer = nested("classifier", number, std::make_shared<Dense>(in, out));
        centredNormal(layer->weight, 0.01);
        centredNormal(layer->bias, 0);
        return layer;
    };
    m_hidden1 = dense("0", 512 * 7 * 7, kFeatures);
    m_hidden2 = dense("3", kFeatures, kFeatures);
    m_last = dense("6", kFeatures, settings.classes);
}

at::Tensor Vgg16Eca::featuresOf(const at::Tensor& map) {
    const auto y = at::adaptive_avg_pool2d(halved(map), {7, 7}).flatten(1);
    return m_hidden2->forward(at::dropout(m_hidden1->forward(y).relu_(), m_dropout, is_training())).relu_();
}

at::Tensor Vgg16Eca::head(const at::Tensor& features) { return m_last->forward(at::dropout(features, m_dropout, is_training())); }

}  // namespace leukolens::nn
