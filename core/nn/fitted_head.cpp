#include "core/nn/fitted_head.h"

#include <ATen/ATen.h>
#include <ATen/autocast_mode.h>
#include <c10/core/impl/LocalDispatchKeySet.h>

#include "core/nn/fitted_heads.h"

namespace leukolens::nn {

FittedHead::FittedHead(int64_t features, int64_t classes)
    : m_features(features), m_classes(classes), bias(register_buffer("bias", at::zeros({classes}))), slope(register_buffer("slope", at::ones({1}))),
      mean(register_buffer("mean", at::zeros({features}))), deviation(register_buffer("deviation", at::ones({features}))) {}

at::Tensor FittedHead::forward(const at::Tensor& features) const {
    // Distances in bf16 are worth nothing.
    const c10::impl::ExcludeDispatchKeyGuard noAutocast(c10::autocast_dispatch_keyset);
    return scores((features.to(at::kFloat) - mean) / deviation) * slope + bias;
}

std::string FittedHead::settle() { return deviation.min().item<double>() > 0 ? "" : "a standard deviation is not above 0"; }

std::shared_ptr<FittedHead> makeFittedHead(HeadKind kind, int64_t features, int64_t classes) {
    switch (kind) {
        case HeadKind::HiddenLayer: return std::make_shared<HiddenLayerHead>(features, classes);
        case HeadKind::SupportVectors: return std::make_shared<SupportVectorHead>(features, classes);
        case HeadKind::Neighbours: return std::make_shared<NeighbourHead>(features, classes);
        case HeadKind::Forest: return std::make_shared<ForestHead>(features, classes);
        case HeadKind::Layer: break;
    }
    throw std::invalid_argument("a last layer is not fitted");
}

std::vector<std::string> fittedTensors(HeadKind kind) {
    const auto head = makeFittedHead(kind, 1, 2);
    std::vector<std::string> names;
    for (const auto& buffer : head->named_buffers()) names.push_back(buffer.key());
    return names;
}

}  // namespace leukolens::nn
