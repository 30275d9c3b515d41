// Batch norm with ReLU as one operation on slices of channels_last tensors, and the 3×3 mean, on all cores.
#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/modules/batchnorm.h>

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

/// What the gradient needs of one batch norm's forward run; float, one a channel.
struct NormRecord {
    at::Tensor mean, inverseDeviation, scale, shift;
};

struct NormGradient {
    at::Tensor weight, bias;  ///< float
};

/// z = ReLU(batch norm(y)) with the batch's statistics; the running ones are moved. Same type and shape.
NormRecord normRelu(const ChannelSlice& y, const ChannelSlice& z, torch::nn::BatchNorm2dImpl& norm);

/// dy from dz.
NormGradient normReluGradient(const ChannelSlice& dz, const ChannelSlice& y, const ChannelSlice& dy, const NormRecord& record);

/// out = the 3×3 mean of in, stride 1, a border of zeros counted. The gradient is the same operation.
void averagePool(const ChannelSlice& in, const ChannelSlice& out);

/// 3×3 maximum, stride 2; returns which of the nine won, uint8, one a number of `out`.
at::Tensor maxPool(const ChannelSlice& in, const ChannelSlice& out);
/// din = (or with `add`, +=) what dout gives.
void maxPoolGradient(const ChannelSlice& dout, const at::Tensor& winner, const ChannelSlice& din, bool add);

}  // namespace leukolens::nn
