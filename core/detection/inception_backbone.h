// InceptionV3 up to Mixed_6e as a backbone (Hossain 2020), one map of a sixteenth of the input.
#pragma once

#include "core/detection/backbone.h"
#include "core/nn/inception_trunk.h"
#include "core/nn/layers.h"

namespace leukolens::detection {

/// A pointwise convolution brings the 768 channels to 256, as torchvision does for its other backbones without a pyramid. The stem's convolutions have no border, so the map's first place lies
/// 21.5 px inside the picture: grids() says so, where torchvision would take the quotient of the sizes, 17, and no offset, and place boxes up to 20 px beside.
class InceptionBackbone final : public Backbone {
public:
    InceptionBackbone();

    at::Tensor normalised(const at::Tensor& rgb) const override { return (rgb - 0.5) / 0.5; }
    std::vector<at::Tensor> maps(const at::Tensor& input) override;
    std::vector<MapGrid> grids(const at::Tensor& input, const std::vector<at::Tensor>& maps) const override;
    std::vector<AnchorShapes> anchors() const override { return {{{32, 64, 128, 256, 512}}}; }
    std::size_t regionMaps() const override { return 1; }
    std::vector<std::string> blocks() const override;
    void measure(const at::Tensor& input, double share) override;

private:
    std::shared_ptr<torch::nn::Module> m_body;
    nn::InceptionTrunk m_trunk;
    std::shared_ptr<nn::Convolution> m_neck;
};

}  // namespace leukolens::detection
