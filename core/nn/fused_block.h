// Training of blocks on the CPU with fewer walks through memory than LibTorch's operations take one after another:
//   batch norm and ReLU are one pass, and so is their gradient; results go straight into their slice of the block's output;
//   pointwise convolutions of one input are one convolution, forward and backward;
//   the average pool comes after the pointwise convolution that follows it (both are linear), on far fewer channels.
// Numbers agree with the plain way but for rounding.
#pragma once

#include "core/nn/block.h"

namespace leukolens::nn {

/// x: float or bfloat16, channels_last; the modules are in training mode with gradients for all parameters. The result knows its gradient.
at::Tensor fusedForward(const std::vector<Branch>& branches, const at::Tensor& x);

/// 3×3, stride 2. x: float or bfloat16, channels_last, with a gradient.
at::Tensor fusedMaxPool(const at::Tensor& x);

}  // namespace leukolens::nn
