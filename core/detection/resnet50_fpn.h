// ResNet-50 (He et al. 2016; stride in the 3×3 convolution, as torchvision) with a feature pyramid (Lin et al. 2017): torchvision's fasterrcnn_resnet50_fpn, same names, same numbers.
#pragma once

#include "core/detection/backbone.h"
#include "core/nn/layers.h"

namespace leukolens::detection {

/// Convolution without bias and the batch norm after it, whose four tensors are buffers that no training moves (torchvision's FrozenBatchNorm2d, epsilon 0 as for its COCO weights; weights of a
/// classifier get their epsilon of 1e-5 added when they are loaded).
class FixedNormConvolution {
public:
    FixedNormConvolution() = default;
    /// Registers both with `owner` under these names.
    FixedNormConvolution(torch::nn::Module& owner, const std::string& convolution, const std::string& norm, int64_t in, int64_t out, int64_t kernel, int64_t stride);
    at::Tensor forward(const at::Tensor& x) const;

private:
    std::shared_ptr<torch::nn::Module> m_norm;
    at::Tensor m_kernels;
    int64_t m_stride = 1, m_padding = 0;
};

class Bottleneck : public torch::nn::Module {
public:
    Bottleneck(int64_t in, int64_t inner, int64_t stride);
    at::Tensor forward(const at::Tensor& x) const;

private:
    FixedNormConvolution m_conv1, m_conv2, m_conv3, m_downsample;
    bool m_resampled;
};

/// Five maps, of a quarter to a sixty-fourth of the input. The places of a map are counted from the picture's edge, as torchvision has them and the COCO weights learnt.
class ResNet50Fpn final : public Backbone {
public:
    ResNet50Fpn();

    at::Tensor normalised(const at::Tensor& rgb) const override;
    std::vector<at::Tensor> maps(const at::Tensor& input) override;
    std::vector<MapGrid> grids(const at::Tensor& input, const std::vector<at::Tensor>& maps) const override;
    std::vector<AnchorShapes> anchors() const override { return {{{32}}, {{64}}, {{128}}, {{256}}, {{512}}}; }
    std::size_t regionMaps() const override { return 4; }
    std::vector<std::string> blocks() const override { return {"conv1", "layer1", "layer2", "layer3", "layer4"}; }
    void measure(const at::Tensor& input, double share) override;

private:
    std::vector<at::Tensor> bodyMaps(const at::Tensor& input) const;

    std::shared_ptr<torch::nn::Module> m_body;
    FixedNormConvolution m_stem;
    std::vector<std::vector<std::shared_ptr<Bottleneck>>> m_layers;
    std::vector<std::shared_ptr<nn::Convolution>> m_lateral, m_smoothing;
};

}  // namespace leukolens::detection
