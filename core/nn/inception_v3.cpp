#include "core/nn/inception_v3.h"

#include <ATen/ATen.h>

#include "core/nn/init.h"

namespace leukolens::nn {
namespace {

constexpr int64_t kFeatures = 2048;
constexpr int64_t kAuxiliaryGrid = 17;

}  // namespace

InceptionV3::InceptionV3(const NetworkSettings& settings) : m_dropout(settings.dropout) {
    const auto conv = [this](const char* name, int64_t in, int64_t out, const ConvBlock::Shape& shape) {
        return register_module(name, std::make_shared<ConvBlock>(in, out, shape));
    };
    m_1a = conv("Conv2d_1a_3x3", 3, 32, {{3, 3}, 2, {0, 0}, 0.1});   // 149×149
    m_2a = conv("Conv2d_2a_3x3", 32, 32, {{3, 3}, 1, {0, 0}, 0.1});  // 147×147
    m_2b = conv("Conv2d_2b_3x3", 32, 64, {{3, 3}, 1, {1, 1}, 0.1});  // 147×147, then 73×73
    m_3b = conv("Conv2d_3b_1x1", 64, 80, {{1, 1}, 1, {0, 0}, 0.1});  // 73×73
    m_4a = conv("Conv2d_4a_3x3", 80, 192, {{3, 3}, 1, {0, 0}, 0.1}); // 71×71, then 35×35
    m_middle = {
        register_module("Mixed_5b", std::make_shared<InceptionA>(192, 32)),   // 256×35×35
        register_module("Mixed_5c", std::make_shared<InceptionA>(256, 64)),   // 288×35×35
        register_module("Mixed_5d", std::make_shared<InceptionA>(288, 64)),   // 288×35×35
        register_module("Mixed_6a", std::make_shared<InceptionB>(288)),       // 768×17×17
        register_module("Mixed_6b", std::make_shared<InceptionC>(768, 128)),  // 768×17×17
        register_module("Mixed_6c", std::make_shared<InceptionC>(768, 160)),  // 768×17×17
        register_module("Mixed_6d", std::make_shared<InceptionC>(768, 160)),  // 768×17×17
        register_module("Mixed_6e", std::make_shared<InceptionC>(768, 192)),  // 768×17×17
    };
    m_auxiliary = register_module("AuxLogits", std::make_shared<InceptionAux>(768, settings.classes));
    m_top = {
        register_module("Mixed_7a", std::make_shared<InceptionD>(768)),   // 1280×8×8
        register_module("Mixed_7b", std::make_shared<InceptionE>(1280)),  // 2048×8×8
        register_module("Mixed_7c", std::make_shared<InceptionE>(2048)),  // 2048×8×8
    };
    m_fc = register_module("fc", torch::nn::Linear(kFeatures, settings.classes));
    truncatedNormal(m_fc->weight, 0.1);
}

at::Tensor InceptionV3::stem(const at::Tensor& x) {
    const auto early = at::max_pool2d(m_2b->forward(m_2a->forward(m_1a->forward(x))), 3, 2);
    return at::max_pool2d(m_4a->forward(m_3b->forward(early)), 3, 2);
}

at::Tensor InceptionV3::middle(const at::Tensor& x) {
    auto y = stem(x);
    for (const auto& block : m_middle) y = block->forward(y);
    return y;
}

at::Tensor InceptionV3::top(const at::Tensor& x) {
    auto y = x;
    for (const auto& block : m_top) y = block->forward(y);
    return y.mean({2, 3});
}

NetworkOutput InceptionV3::forward(const at::Tensor& input) {
    const auto grid = middle(input);
    NetworkOutput output;
    if (is_training() && grid.size(2) >= kAuxiliaryGrid && grid.size(3) >= kAuxiliaryGrid)
        output.auxiliary = m_auxiliary->forward(grid);
    output.logits = m_fc->forward(at::dropout(top(grid), m_dropout, is_training()));
    return output;
}

at::Tensor InceptionV3::features(const at::Tensor& input) { return top(middle(input)); }

}  // namespace leukolens::nn
