// AlexNet as torchvision defines it (Krizhevsky 2014, arXiv:1404.5997: "one weird trick"), own code, same names, same numbers. Deviations: none
// but for the input's scale (chain_network.h). NetworkSettings::dropout acts, as there, before both hidden layers and not before the last one.
#pragma once

#include "core/nn/chain_network.h"
#include "core/nn/layers.h"
#include "core/nn/network_info.h"

namespace leukolens::nn {

/// Input side from 63 px; 224 px is what ImageNet weights were trained with. 61,100,840 parameters with 1000 classes. Blocks with a map: the five
/// convolutions, each with its ReLU and before the maximum that follows.
class AlexNet final : public ChainNetwork {
public:
    explicit AlexNet(const NetworkSettings& settings);
    static NetworkInfo info();

    at::Tensor head(const at::Tensor& features) override;  ///< N × 4096
    int smallestInputPx() const override { return 63; }

private:
    at::Tensor featuresOf(const at::Tensor& map) override;

    double m_dropout;
    std::shared_ptr<Dense> m_hidden1, m_hidden2, m_last;
};

}  // namespace leukolens::nn
