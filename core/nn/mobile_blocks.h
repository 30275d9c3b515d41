// What MobileNetV3 and EfficientNet are made of, with torchvision's names and initial weights; LeukNet's convolutions are of the same make.
#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/batchnorm.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/nn/layers.h"

namespace leukolens::nn {

enum class Activation { None, Relu, Hardswish, Silu };

struct NormSettings {
    double epsilon, momentum;
};

/// Convolution without bias ("0"), batch norm ("1"), activation. The border keeps the size but for the stride. N × in × H × W → N × out × H/stride × W/stride.
class NormedConvolution : public torch::nn::Module {
public:
    NormedConvolution(int64_t in, int64_t out, int64_t kernel, int64_t stride, int64_t groups, Activation activation, const NormSettings& norm);
    at::Tensor forward(const at::Tensor& x);

private:
    Activation m_activation;
    std::shared_ptr<Convolution> m_convolution;
    torch::nn::BatchNorm2d m_norm{nullptr};
};

/// Modules one after another under the names "0", "1", …
class NumberedSteps : public torch::nn::Module {
public:
    template <class M>
    void add(std::shared_ptr<M> module) {
        register_module(std::to_string(m_steps.size()), module);
        m_steps.emplace_back([module = std::move(module)](const at::Tensor& x) { return module->forward(x); });
    }
    at::Tensor forward(const at::Tensor& x) const {
        auto y = x;
        for (const auto& step : m_steps) y = step(y);
        return y;
    }

private:
    std::vector<std::function<at::Tensor(const at::Tensor&)>> m_steps;
};

/// A factor a channel, from the means of all channels (Hu et al. 2018). Any N × channels × H × W to the same.
class SqueezeExcitation : public torch::nn::Module {
public:
    enum class Gate { Sigmoid, HardSigmoid };
    SqueezeExcitation(int64_t channels, int64_t squeezed, Activation between, Gate gate);
    at::Tensor forward(const at::Tensor& x) const;

private:
    Activation m_between;
    Gate m_gate;
    std::shared_ptr<Convolution> m_down, m_up;
};

}  // namespace leukolens::nn
