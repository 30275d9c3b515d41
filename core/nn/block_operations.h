// What running blocks (fused_block.h) needs of a kind of device: batch norm with ReLU, pooling, windows. The CPU's are in fused_norm.cpp; a
// GPU's are registered by whoever loads them.
#pragma once

#include <ATen/core/Tensor.h>

namespace leukolens::nn {

/// Some channels of an N × C × H × W tensor in channels_last memory; keeps it alive.
struct ChannelSlice {
    at::Tensor tensor;
    int64_t first = 0;
    int64_t channels = 0;

    ChannelSlice() = default;
    explicit ChannelSlice(at::Tensor whole) : tensor(std::move(whole)), channels(tensor.size(1)) {}
    ChannelSlice(at::Tensor whole, int64_t begin, int64_t count) : tensor(std::move(whole)), first(begin), channels(count) {}
    int64_t rows() const { return tensor.size(0) * tensor.size(2) * tensor.size(3); }
};

/// A batch norm's tensors: float, one number a channel, and the count of batches, int64.
struct NormParameters {
    at::Tensor weight, bias, runningMean, runningVariance, batches;
    double epsilon = 1e-3, momentum = 0.1;
};

/// What the gradient needs of one batch norm's forward run; float, one a channel.
struct NormRecord {
    at::Tensor mean, inverseDeviation, scale, shift;
};

struct NormGradient {
    at::Tensor weight, bias;  ///< float
};

/// As the functions of the same names in fused_norm.h, where there is one. All tensors lie on the device; nothing waits for it, and the same input gives the
/// same numbers.
struct BlockOperations {
    NormRecord (*normRelu)(const ChannelSlice& y, const ChannelSlice& z, const NormParameters& parameters);
    /// nullptr where blocks that answer go another way (the CPU: folded_block.h).
    void (*normReluFixed)(const ChannelSlice& y, const ChannelSlice& z, const NormParameters& parameters);
    NormGradient (*normReluGradient)(const ChannelSlice& dz, const ChannelSlice& y, const ChannelSlice& dy, const NormRecord& record);
    void (*averagePool)(const ChannelSlice& in, const ChannelSlice& out);
    at::Tensor (*maxPool)(const ChannelSlice& in, const ChannelSlice& out);
    void (*maxPoolGradient)(const ChannelSlice& dout, const at::Tensor& winner, const ChannelSlice& din, bool add);
    /// What the kernels of a convolution without a border see: windows × numbers (height, width, channel), zeros up to a multiple of eight.
    /// x: channels_last. nullptr where convolutions of few channels need no help.
    at::Tensor (*windows)(const at::Tensor& x, at::IntArrayRef kernel, int64_t stride);
};

/// nullptr: what the program has itself, which is something on the CPU alone. Not while a network runs there.
void setBlockOperations(at::DeviceType device, const BlockOperations* operations);
/// nullptr: blocks run by LibTorch's operations there.
const BlockOperations* blockOperations(at::DeviceType device);

}  // namespace leukolens::nn
