// Means of windows as a product of matrices.
#pragma once

#include <ATen/core/Tensor.h>

namespace leukolens::nn {

/// As at::avg_pool2d(x, side, stride), gradient too, but for rounding. x: N × C × H × W, float or bfloat16; channels_last costs no copy. For GPUs:
/// LibTorch's kernel for the gradient of few large windows takes as long there as five convolutions.
at::Tensor windowMeans(const at::Tensor& x, int64_t side, int64_t stride);

}  // namespace leukolens::nn
