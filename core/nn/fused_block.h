// Training of blocks with fewer walks through memory than LibTorch's operations take one after another:
//   batch norm and ReLU are one pass, and so is their gradient; results go straight into their slice of the block's output;
//   pointwise convolutions of one input are one convolution, forward and backward;
//   the average pool comes after the pointwise convolution that follows it (both are linear), on far fewer channels.
// Numbers agree with the plain way but for rounding. On the CPU, and on devices with operations of their own for it (block_operations.h).
#pragma once

#include <c10/core/DispatchKeySet.h>

#include "core/nn/block.h"

namespace leukolens::nn {

/// Off inside: the number type is chosen by then.
inline constexpr c10::DispatchKeySet kAutocastKeys{c10::DispatchKey::AutocastCPU, c10::DispatchKey::AutocastCUDA};

/// x: float or bfloat16, channels_last; the modules are in training mode with gradients for all parameters. The result knows its gradient.
at::Tensor fusedForward(const std::vector<Branch>& branches, const at::Tensor& x);

/// The same with modules in evaluation mode, without a gradient, on devices with operations of their own for it. On the CPU: folded_block.h.
at::Tensor fusedEvaluation(const std::vector<Branch>& branches, const at::Tensor& x);

/// 3×3, stride 2. x: float or bfloat16, channels_last; the result knows its gradient where x does.
at::Tensor fusedMaxPool(const at::Tensor& x);

}  // namespace leukolens::nn
