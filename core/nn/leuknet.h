// LeukNet, after Anilkumar, Manoj & Sagi 2022, "Automated detection of B cell and T cell acute lymphoblastic leukaemia using deep learning", IRBM 43:405–413,
// doi 10.1016/j.irbm.2021.05.005: a network of the authors' own that tells B-cell from T-cell ALL in pictures of the American Society of Hematology's
// image bank, without segmentation; 94.12 % accuracy, as much as a pretrained AlexNet there.
//
// Only the abstract was at hand, and it leaves the layers open. Decided here, all of it: five convolutions, each with batch norm and ReLU; a maximum that
// halves the map before the second, third and fourth; the mean of each channel; dropout; one dense layer. Input of 227 px, as the original
// AlexNet's. Initial weights of convolutions as He et al. 2015, by outputs, and of the last layer LibTorch's usual ones. The input's scale is that of the
// other networks (chain_network.h). There are as many classes as the dataset has: B-cell and T-cell ALL where it has those labels, ALL and normal elsewhere.
#pragma once

#include "core/nn/chain_network.h"
#include "core/nn/layers.h"
#include "core/nn/network_info.h"

namespace leukolens::nn {

/// Input side from 75 px, where the last map is 4 × 4. 983,586 parameters with two classes. Blocks with a map: "conv1" … "conv5".
class LeukNet final : public ChainNetwork {
public:
    explicit LeukNet(const NetworkSettings& settings);
    static NetworkInfo info();

    at::Tensor head(const at::Tensor& features) override;  ///< N × 256
    int smallestInputPx() const override { return 75; }

private:
    at::Tensor featuresOf(const at::Tensor& map) override;

    double m_dropout;
    std::shared_ptr<Dense> m_last;
};

}  // namespace leukolens::nn
