// Convolution without bias → batch norm (eps 1e-3, momentum 0.1) → ReLU: what InceptionV3 is made of.
#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/batchnorm.h>

#include <array>
#include <memory>
#include <mutex>

namespace leukolens::nn {

/// The kernels alone, under torchvision's name "weight". torch::nn::Conv2d would fill them with random numbers that nobody uses.
class Kernels : public torch::nn::Module {
public:
    Kernels(int64_t in, int64_t out, std::array<int64_t, 2> size);
    at::Tensor weight;  ///< out × in × height × width
};

class ConvBlock : public torch::nn::Module {
public:
    struct Shape {
        std::array<int64_t, 2> kernel{1, 1};
        int64_t stride = 1;
        std::array<int64_t, 2> padding{0, 0};
        double initDeviation = 0.1;
    };
    ConvBlock(int64_t in, int64_t out, const Shape& shape);

    /// By LibTorch's operations one after another; N × C × H × W.
    at::Tensor forward(const at::Tensor& x);
    /// In evaluation, with gradients: batch norm folded into the kernels on the way, so that neither it nor its gradient walks through the map.
    at::Tensor fixedNormForward(const at::Tensor& x) const;
    /// In evaluation without gradients: batch norm folded into the kernels, one operation, on the CPU. In the number type of x.
    at::Tensor foldedForward(const at::Tensor& x);

    /// Batch norm as it stands in evaluation, folded into the kernels: float, out × in × height × width, and out numbers to add.
    std::pair<at::Tensor, at::Tensor> foldedKernels() const;

    const at::Tensor& weight() const { return m_conv->weight; }
    torch::nn::BatchNorm2dImpl& norm() { return *m_norm; }
    at::IntArrayRef stride() const { return m_stride; }
    at::IntArrayRef padding() const { return m_padding; }
    int64_t outChannels() const { return m_conv->weight.size(0); }
    /// One pixel to one pixel.
    bool isPointwise() const { return m_conv->weight.size(2) == 1 && m_conv->weight.size(3) == 1 && m_stride[0] == 1; }

private:
    /// Kernels times scale, and shift, prepared for one number type and size of input, and what they were made from.
    struct Folded {
        at::Tensor weight, bias;
        at::ScalarType type;
        std::array<int64_t, 2> inputSize;  ///< the batch does not matter
        std::array<std::pair<const void*, std::uint32_t>, 5> source;
    };
    std::array<std::pair<const void*, std::uint32_t>, 5> source() const;
    std::shared_ptr<const Folded> folded(const at::Tensor& x);

    std::array<int64_t, 2> m_stride, m_padding;
    std::shared_ptr<Kernels> m_conv;
    torch::nn::BatchNorm2d m_norm{nullptr};
    std::mutex m_mutex;  ///< a network answers several threads at once
    std::shared_ptr<const Folded> m_folded;
};
using Conv = std::shared_ptr<ConvBlock>;

}  // namespace leukolens::nn
