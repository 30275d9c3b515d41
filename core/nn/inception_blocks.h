// Building blocks of InceptionV3 (Szegedy et al. 2016, arXiv:1512.00567), named as in torchvision.
// Shapes: N × channels × height × width.
#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/linear.h>

#include <array>

namespace leukolens::nn {

/// The kernels alone, under torchvision's name "weight". torch::nn::Conv2d would fill them with random numbers that nobody uses.
class Kernels : public torch::nn::Module {
public:
    Kernels(int64_t in, int64_t out, std::array<int64_t, 2> size);
    at::Tensor weight;  ///< out × in × height × width
};

/// Convolution without bias → batch norm (eps 1e-3, momentum 0.1) → ReLU.
class ConvBlock : public torch::nn::Module {
public:
    struct Shape {
        std::array<int64_t, 2> kernel{1, 1};
        int64_t stride = 1;
        std::array<int64_t, 2> padding{0, 0};
        double initDeviation = 0.1;
    };
    ConvBlock(int64_t in, int64_t out, const Shape& shape);
    at::Tensor forward(const at::Tensor& x);

private:
    std::array<int64_t, 2> m_stride, m_padding;
    std::shared_ptr<Kernels> m_conv;
    torch::nn::BatchNorm2d m_norm{nullptr};
};
using Conv = std::shared_ptr<ConvBlock>;

/// A module that maps one tensor to one tensor.
class Block : public torch::nn::Module {
public:
    virtual at::Tensor forward(const at::Tensor& x) = 0;

protected:
    Conv conv(const char* name, int64_t in, int64_t out, const ConvBlock::Shape& shape = {});
};

/// 35×35 grid: in → 224 + poolChannels.
class InceptionA : public Block {
public:
    InceptionA(int64_t in, int64_t poolChannels);
    at::Tensor forward(const at::Tensor& x) override;

private:
    Conv m_1x1, m_5x5_1, m_5x5_2, m_dbl_1, m_dbl_2, m_dbl_3, m_pool;
};

/// 35×35 → 17×17: in → 480 + in.
class InceptionB : public Block {
public:
    explicit InceptionB(int64_t in);
    at::Tensor forward(const at::Tensor& x) override;

private:
    Conv m_3x3, m_dbl_1, m_dbl_2, m_dbl_3;
};

/// 17×17 grid with factorised 7×7 convolutions: in → 768.
class InceptionC : public Block {
public:
    InceptionC(int64_t in, int64_t inner);
    at::Tensor forward(const at::Tensor& x) override;

private:
    Conv m_1x1, m_7x7_1, m_7x7_2, m_7x7_3, m_dbl_1, m_dbl_2, m_dbl_3, m_dbl_4, m_dbl_5, m_pool;
};

/// 17×17 → 8×8: in → 512 + in.
class InceptionD : public Block {
public:
    explicit InceptionD(int64_t in);
    at::Tensor forward(const at::Tensor& x) override;

private:
    Conv m_3x3_1, m_3x3_2, m_7x7_1, m_7x7_2, m_7x7_3, m_7x7_4;
};

/// 8×8 grid with widened branches: in → 2048.
class InceptionE : public Block {
public:
    explicit InceptionE(int64_t in);
    at::Tensor forward(const at::Tensor& x) override;

private:
    Conv m_1x1, m_3x3_1, m_3x3_2a, m_3x3_2b, m_dbl_1, m_dbl_2, m_dbl_3a, m_dbl_3b, m_pool;
};

/// Auxiliary classifier on the 17×17 grid: N × in × 17 × 17 → N × classes.
class InceptionAux : public Block {
public:
    InceptionAux(int64_t in, int64_t classes);
    at::Tensor forward(const at::Tensor& x) override;

private:
    Conv m_conv0, m_conv1;
    torch::nn::Linear m_fc{nullptr};
};

}  // namespace leukolens::nn
