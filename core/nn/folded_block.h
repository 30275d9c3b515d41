// Blocks that only answer, on the CPU: batch norm in the kernels, ReLU in the convolution.
#pragma once

#include "core/nn/block.h"

namespace leukolens::nn {

/// x: float or bfloat16, channels_last. No gradient is recorded.
at::Tensor foldedForward(const std::vector<Branch>& branches, const at::Tensor& x);

}  // namespace leukolens::nn
