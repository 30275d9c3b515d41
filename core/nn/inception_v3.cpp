#include "core/nn/inception_v3.h"

#include <ATen/ATen.h>

#include "core/nn/init.h"

namespace leukolens::nn {
namespace {

constexpr int kFeatures = 2048;
constexpr int64_t kAuxiliaryGrid = 17;

/// Of the stem's convolutions: the third, and the last.
bool isHalved(std::size_t convolution, std::size_t count) { return convolution == 2 || convolution + 1 == count; }

}  // namespace

NetworkInfo InceptionV3::info() {
    return {"inception_v3", 299, 75, "Mixed_7c", "Mixed_6e", kFeatures,
            {"Conv2d_1a_3x3", "Conv2d_2a_3x3", "Conv2d_2b_3x3", "Conv2d_3b_1x1", "Conv2d_4a_3x3", "Mixed_5b", "Mixed_5c", "Mixed_5d", "Mixed_6a",
             "Mixed_6b", "Mixed_6c", "Mixed_6d", "Mixed_6e", "Mixed_7a", "Mixed_7b", "Mixed_7c"},
            {"fc.weight", "fc.bias", "AuxLogits.fc.weight", "AuxLogits.fc.bias"}, "AuxLogits", "InceptionV3"};
}

InceptionV3::InceptionV3(const NetworkSettings& settings) : m_dropout(settings.dropout) {
    const InitScope init(settings.initialise);
    const auto conv = [this](const char* name, int64_t in, int64_t out, const ConvBlock::Shape& shape) {
        m_stem.push_back({Branch{.chain = {register_module(name, std::make_shared<ConvBlock>(in, out, shape))}}});
    };
    conv("Conv2d_1a_3x3", 3, 32, {{3, 3}, 2, {0, 0}, 0.1});    // 149×149
    conv("Conv2d_2a_3x3", 32, 32, {{3, 3}, 1, {0, 0}, 0.1});   // 147×147
    conv("Conv2d_2b_3x3", 32, 64, {{3, 3}, 1, {1, 1}, 0.1});   // 147×147, then 73×73
    conv("Conv2d_3b_1x1", 64, 80, {{1, 1}, 1, {0, 0}, 0.1});   // 73×73
    conv("Conv2d_4a_3x3", 80, 192, {{3, 3}, 1, {0, 0}, 0.1});  // 71×71, then 35×35
    m_middle = {
        block<InceptionA>("Mixed_5b", 192, 32),   // 256×35×35
        block<InceptionA>("Mixed_5c", 256, 64),   // 288×35×35
        block<InceptionA>("Mixed_5d", 288, 64),   // 288×35×35
        block<InceptionB>("Mixed_6a", 288),       // 768×17×17
        block<InceptionC>("Mixed_6b", 768, 128),  // 768×17×17
        block<InceptionC>("Mixed_6c", 768, 160),  // 768×17×17
        block<InceptionC>("Mixed_6d", 768, 160),  // 768×17×17
        block<InceptionC>("Mixed_6e", 768, 192),  // 768×17×17
    };
    m_auxiliary = register_module("AuxLogits", std::make_shared<InceptionAux>(768, settings.classes));
    m_top = {
        block<InceptionD>("Mixed_7a", 768),   // 1280×8×8
        block<InceptionE>("Mixed_7b", 1280),  // 2048×8×8
        block<InceptionE>("Mixed_7c", 2048),  // 2048×8×8
    };
    m_fc = register_module("fc", torch::nn::Linear(kFeatures, settings.classes));
    truncatedNormal(m_fc->weight, 0.1);
}

at::Tensor InceptionV3::stem(const at::Tensor& x) {
    auto y = x;
    for (std::size_t i = 0; i < m_stem.size(); ++i) {
        y = runBranches(m_stem[i], y);
        if (isHalved(i, m_stem.size())) y = halvingMaxPool(y);
    }
    return y;
}

at::Tensor InceptionV3::middle(const at::Tensor& x) {
    auto y = stem(x);
    for (const auto& [name, block] : m_middle) y = block->forward(y);
    return y;
}

at::Tensor InceptionV3::top(const at::Tensor& x) {
    auto y = x;
    for (const auto& [name, block] : m_top) y = block->forward(y);
    return y.mean({2, 3});
}

NetworkOutput InceptionV3::forward(const at::Tensor& input) {
    const auto grid = middle(input);
    NetworkOutput output;
    if (is_training() && grid.size(2) >= kAuxiliaryGrid && grid.size(3) >= kAuxiliaryGrid)
        output.auxiliary = m_auxiliary->forward(grid);
    output.features = top(grid);
    output.logits = head(output.features);
    return output;
}

at::Tensor InceptionV3::head(const at::Tensor& features) { return m_fc->forward(at::dropout(features, m_dropout, is_training())); }

at::Tensor InceptionV3::mapAt(std::string_view wanted, const at::Tensor& input) {
    auto y = stem(input);
    for (const auto* part : {&m_middle, &m_top}) {
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
    for (const auto* part : {&m_middle, &m_top}) {
        for (const auto& [name, block] : *part) {
            if (passed) y = block->forward(y);
            passed = passed || name == from;
        }
    }
    if (!passed) throw std::invalid_argument("InceptionV3 has no block called " + std::string(from));
    return y.mean({2, 3});
}

at::Tensor InceptionV3::features(const at::Tensor& input) { return top(middle(input)); }

std::vector<Stage> InceptionV3::stages() const {
    std::vector<Stage> stages;
    for (std::size_t i = 0; i < m_stem.size(); ++i) stages.push_back({m_stem[i], isHalved(i, m_stem.size())});
    for (const auto* part : {&m_middle, &m_top})
        for (const auto& [name, block] : *part) stages.push_back({block->branches()});
    return stages;
}

}  // namespace leukolens::nn
