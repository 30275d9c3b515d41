// VGG16 (Simonyan & Zisserman 2015) with efficient channel attention, after Zakir Ullah et al. 2021, Applied Sciences 11:10662, doi
// 10.3390/app112210662. The VGG part has torchvision's names, numbers and initial weights, so that its ImageNet weights load; attention (ECA-Net,
// Wang et al. 2020) is new then: a mean a channel, a convolution over neighbouring channels, a sigmoid, a factor a channel. Its kernel is
// |log₂(channels)/2 + 1/2|, rounded down and up to the next odd number as ECA-Net's own code does: 3, 5, 5, 5, 5.
//
// Only the abstract of Zakir Ullah et al. was at hand. It leaves open where in VGG16 attention sits and what the classifier behind it is. Decided here: one
// attention behind the last ReLU of each of the five blocks, before the maximum that halves it; torchvision's two hidden layers of 4096 are kept; no batch
// norm; the input's scale (chain_network.h).
#pragma once

#include "core/nn/chain_network.h"
#include "core/nn/layers.h"
#include "core/nn/network_info.h"

namespace leukolens::nn {

/// Input side from 32 px; 224 px is what ImageNet weights were trained with. 138,357,544 parameters with 1000 classes in the VGG part, 23 in attention.
/// Blocks with a map: the thirteen convolutions, each with its ReLU, and the five attentions "eca.0" … "eca.4".
class Vgg16Eca final : public ChainNetwork {
public:
    explicit Vgg16Eca(const NetworkSettings& settings);
    static NetworkInfo info();

    at::Tensor head(const at::Tensor& features) override;  ///< N × 4096
    int smallestInputPx() const override { return 32; }

private:
    at::Tensor featuresOf(const at::Tensor& map) override;

    double m_dropout;
    std::shared_ptr<Dense> m_hidden1, m_hidden2, m_last;
};

}  // namespace leukolens::nn
