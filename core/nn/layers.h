// Layers under torchvision's names. LibTorch's own fill themselves with random numbers even where weights follow at once.
#pragma once

#include <torch/nn/module.h>

namespace leukolens::nn {

/// Square kernels; border and stride alike in both directions. The tensors are left as allocated: a network fills them (init.h).
class Convolution : public torch::nn::Module {
public:
    enum class Bias { With, Without };
    Convolution(int64_t in, int64_t out, int64_t kernel, int64_t stride, int64_t padding, int64_t groups = 1, Bias with = Bias::With);
    at::Tensor forward(const at::Tensor& x) const;  ///< N × in × H × W → N × out × …
    at::Tensor weight, bias;                        ///< out × in/groups × kernel × kernel; out, or undefined

private:
    int64_t m_stride, m_padding, m_groups;
};

/// As above.
class Dense : public torch::nn::Module {
public:
    Dense(int64_t in, int64_t out);
    at::Tensor forward(const at::Tensor& x) const;  ///< N × in → N × out
    at::Tensor weight, bias;                        ///< out × in; out
};

/// LibTorch's usual start of a layer: weight and bias uniform within 1/√(inputs of one output).
void initialiseByInputs(const at::Tensor& weight, const at::Tensor& bias);

}  // namespace leukolens::nn
