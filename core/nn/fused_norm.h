// Batch norm with ReLU as one operation on slices of channels_last tensors, and pooling, by what the tensors' device has for it
// (block_operations.h).
#pragma once

#include <torch/nn/modules/batchnorm.h>

#include "core/nn/block_operations.h"

namespace leukolens::nn {

/// z = ReLU(batch norm(y)) with the batch's statistics; the running ones are moved, the batch is counted. Same type and shape.
NormRecord normRelu(const ChannelSlice& y, const ChannelSlice& z, torch::nn::BatchNorm2dImpl& norm);
/// The same with the running statistics, which stay. Not on the CPU: blocks that answer there are folded.
void normReluFixed(const ChannelSlice& y, const ChannelSlice& z, torch::nn::BatchNorm2dImpl& norm);

/// dy from dz.
NormGradient normReluGradient(const ChannelSlice& dz, const ChannelSlice& y, const ChannelSlice& dy, const NormRecord& record);

/// out = the 3×3 mean of in, stride 1, a border of zeros counted. The gradient is the same operation.
void averagePool(const ChannelSlice& in, const ChannelSlice& out);

/// 3×3 maximum, stride 2; returns which of the nine won, uint8, one a number of `out`.
at::Tensor maxPool(const ChannelSlice& in, const ChannelSlice& out);
/// din = (or with `add`, +=) what dout gives.
void maxPoolGradient(const ChannelSlice& dout, const at::Tensor& winner, const ChannelSlice& din, bool add);

}  // namespace leukolens::nn
