// InceptionV3 as torchvision defines it (Szegedy et al. 2016), own code, same names, same numbers.
#pragma once

#include "core/nn/inception_trunk.h"
#include "core/nn/init.h"
#include "core/nn/network.h"
#include "core/nn/network_info.h"

namespace leukolens::nn {

/// Input side from 75 px; 299 px is what ImageNet weights were trained with. Below 299 px the auxiliary head is not run: its
/// 5×5 convolution needs the 17×17 grid. 24,348,900 parameters with two classes, the auxiliary head counted.
class InceptionV3 final : public Network {
public:
    explicit InceptionV3(const NetworkSettings& settings);
    static NetworkInfo info();

    NetworkOutput forward(const at::Tensor& input) override;
    at::Tensor features(const at::Tensor& input) override;  ///< N × 2048
    at::Tensor head(const at::Tensor& features) override;
    at::Tensor mapAt(std::string_view block, const at::Tensor& input) override;  ///< Mixed_5b … Mixed_7c
    at::Tensor featuresFrom(std::string_view block, const at::Tensor& map) override;
    std::vector<Stage> stages() const override;
    int smallestInputPx() const override { return 75; }
    bool auxiliaryRunsAt(int inputPx) const override { return inputPx >= 299; }

private:
    InceptionV3(const NetworkSettings& settings, const InitScope&);
    at::Tensor top(const at::Tensor& x);  ///< N×768×17×17 → N×2048

    double m_dropout;
    InceptionTrunk m_trunk;
    std::shared_ptr<InceptionAux> m_auxiliary;
    std::vector<InceptionTrunk::NamedBlock> m_top;
    torch::nn::Linear m_fc{nullptr};
};

}  // namespace leukolens::nn
