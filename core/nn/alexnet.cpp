#include "core/nn/alexnet.h"

#include <ATen/ATen.h>

#include "core/nn/init.h"

namespace leukolens::nn {
namespace {

constexpr int kFeatures = 4096;

at::Tensor halved(const at::Tensor& x) { return at::max_pool2d(x, 3, 2); }

}  // namespace

NetworkInfo AlexNet::info() {
    return {"alexnet", 224, 63, "features.10", "features.3", kFeatures,
            {"features.0", "features.3", "features.6", "features.8", "features.10", "classifier.1", "classifier.4"},
            {"classifier.6.weight", "classifier.6.bias"}, {}, "AlexNet"};
}

AlexNet::AlexNet(const NetworkSettings& settings) : m_dropout(settings.dropout) {
    const InitScope init(settings.initialise);
    const auto convolution = [this](const std::string& number, bool halvedBefore, int64_t in, int64_t out, int64_t kernel, int64_t stride, int64_t padding) {
        const auto layer = nested("features", number, std::make_shared<Convolution>(in, out, kernel, stride, padding));
        initialiseByInputs(layer->weight, layer->bias);
        add("features." + number, [layer, halvedBefore](const at::Tensor& x) { return layer->forward(halvedBefore ? halved(x) : x).relu_(); });
    };
    convolution("0", false, 3, 64, 11, 4, 2);   // 64×55×55
    convolution("3", true, 64, 192, 5, 1, 2);   // 192×27×27
    convolution("6", true, 192, 384, 3, 1, 1);  // 384×13×13
    convolution("8", false, 384, 256, 3, 1, 1);
    convolution("10", false, 256, 256, 3, 1, 1);
    const auto dense = [this](const std::string& number, int64_t in, int64_t out) {
        const auto layer = nested("classifier", number, std::make_shared<Dense>(in, out));
        initialiseByInputs(layer->weight, layer->bias);
        return layer;
    };
    m_hidden1 = dense("1", 256 * 6 * 6, kFeatures);
    m_hidden2 = dense("4", kFeatures, kFeatures);
    m_last = dense("6", kFeatures, settings.classes);
}

at::Tensor AlexNet::featuresOf(const at::Tensor& map) {
    auto y = at::adaptive_avg_pool2d(halved(map), {6, 6}).flatten(1);
    y = m_hidden1->forward(at::dropout(y, m_dropout, is_training())).relu_();
    return m_hidden2->forward(at::dropout(y, m_dropout, is_training())).relu_();
}

at::Tensor AlexNet::head(const at::Tensor& features) { return m_last->forward(features); }

}  // namespace leukolens::nn
