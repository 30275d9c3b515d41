#include "core/nn/feature_pipeline.h"

#include <ATen/ATen.h>

namespace leukolens::nn {
namespace {

/// Takes a part out of the modules above it; "classifier.6" out of "classifier".
void takeOut(torch::nn::Module& module, const std::string& name) {
    const auto dot = name.find('.');
    if (dot == std::string::npos) return module.unregister_module(name);
    for (const auto& child : module.named_children())
        if (child.key() == name.substr(0, dot)) return takeOut(*child.value(), name.substr(dot + 1));
}

}  // namespace

FeaturePipeline::FeaturePipeline(std::shared_ptr<Network> trunk, const NetworkInfo& trunkInfo, HeadKind kind, int classes)
    : m_trunk(std::move(trunk)), m_fitted(makeFittedHead(kind, trunkInfo.featureCount, classes)) {
    if (!trunkInfo.auxiliary.empty()) takeOut(*m_trunk, trunkInfo.auxiliary);
    for (const auto& tensor : trunkInfo.heads)
        if (!trunkInfo.isAuxiliary(tensor) && tensor.ends_with(".weight")) takeOut(*m_trunk, tensor.substr(0, tensor.rfind('.')));
    for (const auto& child : m_trunk->named_children()) register_module(child.key(), child.value());
    register_module("fitted", m_fitted);
    m_trunk->eval();
}

NetworkInfo FeaturePipeline::infoOf(const NetworkInfo& trunk, std::string name, std::string title, HeadKind kind) {
    NetworkInfo info = trunk;
    info.name = std::move(name);
    info.title = std::move(title);
    info.heads.clear();
    for (const auto& tensor : fittedTensors(kind)) info.heads.push_back(kFittedPrefix + tensor);
    info.auxiliary.clear();
    info.head = kind;
    info.trunk = trunk.name;
    return info;
}

void FeaturePipeline::train(bool) { Network::train(false); }

NetworkOutput FeaturePipeline::forward(const at::Tensor& input) {
    NetworkOutput output;
    output.features = features(input);
    output.logits = head(output.features);
    return output;
}

bool FeaturePipeline::takesShape(const std::string& tensor, at::IntArrayRef shape) const {
    return tensor.starts_with(kFittedPrefix) && m_fitted->takesShape(tensor.substr(std::string_view(kFittedPrefix).size()), shape);
}

}  // namespace leukolens::nn
