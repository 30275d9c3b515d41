// EfficientNet-B0 as torchvision defines it (Tan & Le 2019, arXiv:1905.11946), own code, same names, same numbers. Deviations: none but for the input's scale
// (chain_network.h) and that a training from random weights sets batch norm's momentum (engine/trainer_step.cpp). In training, stochastic depth (Huang
// et al. 2016) leaves residual branches out, picture by picture, the more often the deeper they lie.
#pragma once

#include "core/nn/chain_network.h"
#include "core/nn/layers.h"
#include "core/nn/network_info.h"

namespace leukolens::nn {

/// Input side from 32 px, so that the last of five halvings leaves a pixel; 224 px is what ImageNet weights were trained with. 5,288,548 parameters
/// with 1000 classes. Blocks with a map: "features.0" … "features.8".
class EfficientNetB0 final : public ChainNetwork {
public:
    /// stochasticDepth: 0…1, how often the branch would be left out that follows the last.
    explicit EfficientNetB0(const NetworkSettings& settings, double stochasticDepth = 0.2);
    static NetworkInfo info();

    at::Tensor head(const at::Tensor& features) override;  ///< N × 1280
    int smallestInputPx() const override { return 32; }

private:
    at::Tensor featuresOf(const at::Tensor& map) override;

    double m_dropout;
    std::shared_ptr<Dense> m_last;
};

}  // namespace leukolens::nn
