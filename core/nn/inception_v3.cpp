#include "core/nn/inception_v3.h"

#include <ATen/ATen.h>

#include <utility>

#include "core/nn/init.h"

namespace leukolens::nn {
namespace {

constexpr int kFeatures = 2048;
constexpr int64_t kAuxiliaryGrid = 17;

}  // namespace

NetworkInfo InceptionV3::info() {
    return {"inception_v3", 299, 75, "Mixed_7c", "Mixed_6e", kFeatures,
            {"Conv2d_1a_3x3", "Conv2d_2a_3x3", "Conv2d_2b_3x3", "Conv2d_3b_1x1", "Conv2d_4a_3x3", "Mixed_5b", "Mixed_5c", "Mixed_5d", "Mixed_6a",
             "Mixed_6b", "Mixed_6c", "Mixed_6d", "Mixed_6e", "Mixed_7a", "Mixed_7b", "Mixed_7c"},
            {"fc.weight", "fc.bias", "AuxLogits.fc.weight", "AuxLogits.fc.bias"}, "AuxLogits", "InceptionV3"};
}

// The scope has to begin before the trunk is made.
InceptionV3::InceptionV3(const NetworkSettings& settings) : InceptionV3(settings, InitScope(settings.initialise)) {}

InceptionV3::InceptionV3(const NetworkSettings& settings, const InitScope&) : m_dropout(settings.dropout), m_trunk(*this) {
    m_auxiliary = register_module("AuxLogits", std::make_shared<InceptionAux>(InceptionTrunk::kChannels, settings.classes));
    const auto block = [this]<class B>(const char* name, std::shared_ptr<B> made) { m_top.push_back({name, register_module(name, std::move(made))}); };
    block("Mixed_7a", std::make_shared<InceptionD>(768));   // 1280×8×8
    block("Mixed_7b", std::make_shared<InceptionE>(1280));  // 2048×8×8
    block("Mixed_7c", std::make_shared<InceptionE>(2048));  // 2048×8×8
    m_fc = register_module("fc", torch::nn::Linear(kFeatures, settings.classes));
    truncatedNormal(m_fc->weight, 0.1);
}

at::Tensor InceptionV3::top(const at::Tensor& x) {
    auto y = x;
    for (const auto& [name, block] : m_top) y = block->forward(y);
    return y.mean({2, 3});
}

NetworkOutput InceptionV3::forward(const at::Tensor& input) {
    const auto grid = m_trunk.forward(input);
    NetworkOutput output;
    if (is_training() && grid.size(2) >= kAuxiliaryGrid && grid.size(3) >= kAuxiliaryGrid)
        output.auxiliary = m_auxiliary->forward(grid);
    output.features = top(grid);
    output.logits = head(output.features);
    return output;
}

at::Tensor InceptionV3::head(const at::Tensor& features) { return m_fc->forward(at::dropout(features, m_dropout, is_training())); }

at::Tensor InceptionV3::mapAt(std::string_view wanted, const at::Tensor& input) {
    auto y = m_trunk.stem(input);
    for (const auto* part : {&m_trunk.blocks(), &std::as_const(m_top)}) {
        for (const auto& [name, block] : *part) {
            y = block->forward(y);
            if (name == wanted) return y;
        }
    }
    throw std::invalid_argument("InceptionV3 has no block called " + std::string(wanted));
}

at::Tensor InceptionV3::featuresFrom(std::string_view from, const at::Tensor& map) {
    auto y = map;
    bool passed = false;
    for (const auto* part : {&m_trunk.blocks(), &std::as_const(m_top)}) {
        for (const auto& [name, block] : *part) {
            if (passed) y = block->forward(y);
            passed = passed || name == from;
        }
    }
    if (!passed) throw std::invalid_argument("InceptionV3 has no block called " + std::string(from));
    return y.mean({2, 3});
}

at::Tensor InceptionV3::features(const at::Tensor& input) { return top(m_trunk.forward(input)); }

std::vector<Stage> InceptionV3::stages() const {
    auto stages = m_trunk.stages();
    for (const auto& [name, block] : m_top) stages.push_back({block->branches()});
    return stages;
}

}  // namespace leukolens::nn
