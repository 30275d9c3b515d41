// MobileNetV3-Small as torchvision defines it (Howard et al. 2019, arXiv:1905.02244), own code, same names, same numbers. Deviations: none but for the
// input's scale (chain_network.h) and that a training from random weights sets batch norm's momentum (engine/trainer_step.cpp).
#pragma once

#include "core/nn/chain_network.h"
#include "core/nn/layers.h"
#include "core/nn/network_info.h"

namespace leukolens::nn {

/// Input side from 32 px, so that the last of five halvings leaves a pixel; 224 px is what ImageNet weights were trained with. 2,542,856 parameters
/// with 1000 classes. Blocks with a map: "features.0" … "features.12".
class MobileNetV3Small final : public ChainNetwork {
public:
    explicit MobileNetV3Small(const NetworkSettings& settings);
    static NetworkInfo info();

    at::Tensor head(const at::Tensor& features) override;  ///< N × 1024
    int smallestInputPx() const override { return 32; }

private:
    at::Tensor featuresOf(const at::Tensor& map) override;

    double m_dropout;
    std::shared_ptr<Dense> m_hidden, m_last;
};

}  // namespace leukolens::nn
