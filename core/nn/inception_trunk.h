// InceptionV3 up to Mixed_6e: what the classifier and the finder of cells in fields have in common.
#pragma once

#include <string>
#include <utility>

#include "core/nn/inception_blocks.h"
#include "core/nn/network.h"

namespace leukolens::nn {

/// Registers its modules with `owner`, under torchvision's names. Shapes: of a square input of 299 px.
class InceptionTrunk {
public:
    static constexpr int64_t kChannels = 768;
    /// Row i of the last map is seen by windows whose middles lie at kFirstMiddlePx + i · kStridePx, in px of the input from its edge: the convolutions of the stem have no border.
    static constexpr double kStridePx = 16, kFirstMiddlePx = 21.5;

    explicit InceptionTrunk(torch::nn::Module& owner);

    at::Tensor stem(const at::Tensor& x) const;    ///< N×3×299×299 → N×192×35×35
    at::Tensor forward(const at::Tensor& x) const;  ///< → N×768×17×17 (Mixed_6e)
    std::vector<Stage> stages() const;

    struct NamedBlock {
        std::string name;
        std::shared_ptr<Block> block;
    };
    const std::vector<NamedBlock>& blocks() const { return m_blocks; }  ///< Mixed_5b … Mixed_6e, behind the stem

private:
    std::vector<std::vector<Branch>> m_stem;  ///< five convolutions, each by itself: any of them may be frozen
    std::vector<NamedBlock> m_blocks;
};

}  // namespace leukolens::nn
