#include "core/nn/inception_trunk.h"

namespace leukolens::nn {
namespace {

/// Of the stem's convolutions: the third, and the last.
bool isHalved(std::size_t convolution, std::size_t count) { return convolution == 2 || convolution + 1 == count; }

}  // namespace

InceptionTrunk::InceptionTrunk(torch::nn::Module& owner) {
    const auto conv = [&](const char* name, int64_t in, int64_t out, const ConvBlock::Shape& shape) {
        m_stem.push_back({Branch{.chain = {owner.register_module(name, std::make_shared<ConvBlock>(in, out, shape))}}});
    };
    conv("Conv2d_1a_3x3", 3, 32, {{3, 3}, 2, {0, 0}, 0.1});    // 149×149
    conv("Conv2d_2a_3x3", 32, 32, {{3, 3}, 1, {0, 0}, 0.1});   // 147×147
    conv("Conv2d_2b_3x3", 32, 64, {{3, 3}, 1, {1, 1}, 0.1});   // 147×147, then 73×73
    conv("Conv2d_3b_1x1", 64, 80, {{1, 1}, 1, {0, 0}, 0.1});   // 73×73
    conv("Conv2d_4a_3x3", 80, 192, {{3, 3}, 1, {0, 0}, 0.1});  // 71×71, then 35×35
    const auto block = [&]<class B>(const char* name, std::shared_ptr<B> made) { m_blocks.push_back({name, owner.register_module(name, std::move(made))}); };
    block("Mixed_5b", std::make_shared<InceptionA>(192, 32));   // 256×35×35
    block("Mixed_5c", std::make_shared<InceptionA>(256, 64));   // 288×35×35
    block("Mixed_5d", std::make_shared<InceptionA>(288, 64));   // 288×35×35
    block("Mixed_6a", std::make_shared<InceptionB>(288));       // 768×17×17
    block("Mixed_6b", std::make_shared<InceptionC>(768, 128));  // 768×17×17
    block("Mixed_6c", std::make_shared<InceptionC>(768, 160));  // 768×17×17
    block("Mixed_6d", std::make_shared<InceptionC>(768, 160));  // 768×17×17
    block("Mixed_6e", std::make_shared<InceptionC>(768, 192));  // 768×17×17
}

at::Tensor InceptionTrunk::stem(const at::Tensor& x) const {
    auto y = x;
    for (std::size_t i = 0; i < m_stem.size(); ++i) {
        y = runBranches(m_stem[i], y);
        if (isHalved(i, m_stem.size())) y = halvingMaxPool(y);
    }
    return y;
}

at::Tensor InceptionTrunk::forward(const at::Tensor& x) const {
    auto y = stem(x);
    for (const auto& [name, block] : m_blocks) y = block->forward(y);
    return y;
}

std::vector<Stage> InceptionTrunk::stages() const {
    std::vector<Stage> stages;
    for (std::size_t i = 0; i < m_stem.size(); ++i) stages.push_back({m_stem[i], isHalved(i, m_stem.size())});
    for (const auto& [name, block] : m_blocks) stages.push_back({block->branches()});
    return stages;
}

}  // namespace leukolens::nn
