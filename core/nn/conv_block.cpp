#include "core/nn/conv_block.h"

#include <ATen/ATen.h>
#include <ATen/core/dispatch/Dispatcher.h>

#include "core/nn/init.h"

namespace leukolens::nn {
namespace {

constexpr std::array<int64_t, 2> kNoDilation{1, 1};

/// LibTorch's own operations for networks that only answer (TorchInductor calls them). They have no C++ header.
at::Tensor convolveWithBiasAndRelu(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, at::IntArrayRef padding, at::IntArrayRef stride) {
    using Operation = at::Tensor(const at::Tensor&, const at::Tensor&, const std::optional<at::Tensor>&, at::IntArrayRef, at::IntArrayRef, at::IntArrayRef,
                                 int64_t, std::string_view, torch::List<std::optional<at::Scalar>>, std::optional<std::string_view>);
    static const auto operation = c10::Dispatcher::singleton().findSchemaOrThrow("mkldnn::_convolution_pointwise", "").typed<Operation>();
    return operation.call(x, weight, bias, padding, stride, kNoDilation, 1, "relu", torch::List<std::optional<at::Scalar>>(), std::nullopt);
}

/// The kernels in the memory order that the operation above computes with for inputs of this size; given plain ones it would bring them there in each call.
at::Tensor prepacked(const at::Tensor& weight, at::IntArrayRef padding, at::IntArrayRef stride, at::IntArrayRef inputSize) {
    using Operation = at::Tensor(const at::Tensor&, at::IntArrayRef, at::IntArrayRef, at::IntArrayRef, int64_t, c10::OptionalArrayRef<int64_t>);
    static const auto operation = c10::Dispatcher::singleton().findSchemaOrThrow("mkldnn::_reorder_convolution_weight", "").typed<Operation>();
    return operation.call(weight, padding, stride, kNoDilation, 1, inputSize);
}

/// Both operations above refuse bf16 on processors that do not compute with it, where a plain convolution does it slowly.
bool takesType(at::ScalarType type) {
    static const bool takesBf16 = c10::Dispatcher::singleton().findSchemaOrThrow("mkldnn::_is_mkldnn_bf16_supported", "").typed<bool()>().call();
    return type != at::kBFloat16 || takesBf16;
}

}  // namespace

Kernels::Kernels(int64_t in, int64_t out, std::array<int64_t, 2> size)
    : weight(register_parameter("weight", at::empty({out, in, size[0], size[1]}))) {}

ConvBlock::ConvBlock(int64_t in, int64_t out, const Shape& shape) : m_stride{shape.stride, shape.stride}, m_padding(shape.padding) {
    m_conv = register_module("conv", std::make_shared<Kernels>(in, out, shape.kernel));
    m_norm = register_module("bn", torch::nn::BatchNorm2d(torch::nn::BatchNorm2dOptions(out).eps(1e-3).momentum(0.1)));
    truncatedNormal(m_conv->weight, shape.initDeviation);
}

at::Tensor ConvBlock::forward(const at::Tensor& x) {
    return m_norm->forward(at::conv2d(x, m_conv->weight, {}, m_stride, m_padding)).relu_();
}

at::Tensor ConvBlock::fixedNormForward(const at::Tensor& x) const {
    const auto [kernels, shift] = foldedKernels();
    return at::conv2d(x, kernels, shift, m_stride, m_padding).relu_();
}

std::array<std::pair<const void*, std::uint32_t>, 5> ConvBlock::source() const {
    const auto of = [](const at::Tensor& tensor) { return std::pair<const void*, std::uint32_t>(tensor.const_data_ptr(), tensor._version()); };
    return {of(m_conv->weight), of(m_norm->weight), of(m_norm->bias), of(m_norm->running_mean), of(m_norm->running_var)};
}

std::pair<at::Tensor, at::Tensor> ConvBlock::foldedKernels() const {
    const auto scale = m_norm->weight * (m_norm->running_var + m_norm->options.eps()).rsqrt();
    return {m_conv->weight * scale.view({-1, 1, 1, 1}), m_norm->bias - m_norm->running_mean * scale};
}

std::shared_ptr<const ConvBlock::Folded> ConvBlock::folded(const at::Tensor& x) {
    const auto type = x.scalar_type();
    const std::array<int64_t, 2> size{x.size(2), x.size(3)};
    const std::lock_guard lock(m_mutex);
    const auto now = source();
    if (m_folded && m_folded->type == type && m_folded->inputSize == size && m_folded->source == now) return m_folded;
    const auto [kernels, shift] = foldedKernels();
    auto folded = std::make_shared<Folded>();
    folded->weight = kernels.to(type).contiguous(at::MemoryFormat::ChannelsLast);
    if (takesType(type)) folded->weight = prepacked(folded->weight, m_padding, m_stride, x.sizes());
    folded->bias = shift.to(type);
    folded->type = type;
    folded->inputSize = size;
    folded->source = now;
    m_folded = folded;
    return folded;
}

at::Tensor ConvBlock::foldedForward(const at::Tensor& x) {
    const auto prepared = folded(x);
    if (!takesType(x.scalar_type())) return at::conv2d(x, prepared->weight, prepared->bias, m_stride, m_padding).relu_();
    return convolveWithBiasAndRelu(x, prepared->weight, prepared->bias, m_padding, m_stride);
}

}  // namespace leukolens::nn
