#include "core/nn/layers.h"

#include <ATen/ATen.h>

#include <cmath>

#include "core/nn/init.h"

namespace leukolens::nn {

Convolution::Convolution(int64_t in, int64_t out, int64_t kernel, int64_t stride, int64_t padding, int64_t groups, Bias with)
    : weight(register_parameter("weight", at::empty({out, in / groups, kernel, kernel}))), m_stride(stride), m_padding(padding), m_groups(groups) {
    if (with == Bias::With) bias = register_parameter("bias", at::empty({out}));
}

at::Tensor Convolution::forward(const at::Tensor& x) const { return at::conv2d(x, weight, bias, m_stride, m_padding, 1, m_groups); }

Dense::Dense(int64_t in, int64_t out) : weight(register_parameter("weight", at::empty({out, in}))), bias(register_parameter("bias", at::empty({out}))) {}

at::Tensor Dense::forward(const at::Tensor& x) const { return at::linear(x, weight, bias); }

void initialiseByInputs(const at::Tensor& weight, const at::Tensor& bias) {
    const double bound = 1 / std::sqrt(static_cast<double>(weight.numel() / weight.size(0)));
    uniformWithin(weight, bound);
    uniformWithin(bias, bound);
}

}  // namespace leukolens::nn
