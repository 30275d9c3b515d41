// Building blocks of InceptionV3 (Szegedy et al. 2016, arXiv:1512.00567), named as in torchvision.
// Shapes: N × channels × height × width.
#pragma once

#include <torch/nn/modules/linear.h>

#include "core/nn/block.h"

namespace leukolens::nn {

/// 35×35 grid: in → 224 + poolChannels.
class InceptionA : public Block {
public:
    InceptionA(int64_t in, int64_t poolChannels);
};

/// 35×35 → 17×17: in → 480 + in.
class InceptionB : public Block {
public:
    explicit InceptionB(int64_t in);
};

/// 17×17 grid with factorised 7×7 convolutions: in → 768.
class InceptionC : public Block {
public:
    InceptionC(int64_t in, int64_t inner);
};

/// 17×17 → 8×8: in → 512 + in.
class InceptionD : public Block {
public:
    explicit InceptionD(int64_t in);
};

/// 8×8 grid with widened branches: in → 2048.
class InceptionE : public Block {
public:
    explicit InceptionE(int64_t in);
};

/// Auxiliary classifier on the 17×17 grid: N × in × 17 × 17 → N × classes.
class InceptionAux : public torch::nn::Module {
public:
    InceptionAux(int64_t in, int64_t classes);
    at::Tensor forward(const at::Tensor& x);

private:
    Conv m_conv0, m_conv1;
    torch::nn::Linear m_fc{nullptr};
};

}  // namespace leukolens::nn
