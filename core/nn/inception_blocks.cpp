#include "core/nn/inception_blocks.h"

#include <ATen/ATen.h>

#include "core/nn/init.h"

namespace leukolens::nn {
namespace {

using Shape = ConvBlock::Shape;

Shape kernel(int64_t height, int64_t width, int64_t stride = 1) { return {{height, width}, stride, {0, 0}, 0.1}; }

/// Padding that keeps the grid.
Shape same(int64_t height, int64_t width) { return {{height, width}, 1, {height / 2, width / 2}, 0.1}; }

at::Tensor averagePool(const at::Tensor& x) { return at::avg_pool2d(x, 3, 1, 1); }
at::Tensor halvingMaxPool(const at::Tensor& x) { return at::max_pool2d(x, 3, 2); }

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

Conv Block::conv(const char* name, int64_t in, int64_t out, const Shape& shape) {
    return register_module(name, std::make_shared<ConvBlock>(in, out, shape));
}

InceptionA::InceptionA(int64_t in, int64_t poolChannels)
    : m_1x1(conv("branch1x1", in, 64)),
      m_5x5_1(conv("branch5x5_1", in, 48)),
      m_5x5_2(conv("branch5x5_2", 48, 64, same(5, 5))),
      m_dbl_1(conv("branch3x3dbl_1", in, 64)),
      m_dbl_2(conv("branch3x3dbl_2", 64, 96, same(3, 3))),
      m_dbl_3(conv("branch3x3dbl_3", 96, 96, same(3, 3))),
      m_pool(conv("branch_pool", in, poolChannels)) {}

at::Tensor InceptionA::forward(const at::Tensor& x) {
    return at::cat({m_1x1->forward(x), m_5x5_2->forward(m_5x5_1->forward(x)),
                    m_dbl_3->forward(m_dbl_2->forward(m_dbl_1->forward(x))), m_pool->forward(averagePool(x))},
                   1);
}

InceptionB::InceptionB(int64_t in)
    : m_3x3(conv("branch3x3", in, 384, kernel(3, 3, 2))),
      m_dbl_1(conv("branch3x3dbl_1", in, 64)),
      m_dbl_2(conv("branch3x3dbl_2", 64, 96, same(3, 3))),
      m_dbl_3(conv("branch3x3dbl_3", 96, 96, kernel(3, 3, 2))) {}

at::Tensor InceptionB::forward(const at::Tensor& x) {
    return at::cat({m_3x3->forward(x), m_dbl_3->forward(m_dbl_2->forward(m_dbl_1->forward(x))), halvingMaxPool(x)}, 1);
}

InceptionC::InceptionC(int64_t in, int64_t inner)
    : m_1x1(conv("branch1x1", in, 192)),
      m_7x7_1(conv("branch7x7_1", in, inner)),
      m_7x7_2(conv("branch7x7_2", inner, inner, same(1, 7))),
      m_7x7_3(conv("branch7x7_3", inner, 192, same(7, 1))),
      m_dbl_1(conv("branch7x7dbl_1", in, inner)),
      m_dbl_2(conv("branch7x7dbl_2", inner, inner, same(7, 1))),
      m_dbl_3(conv("branch7x7dbl_3", inner, inner, same(1, 7))),
      m_dbl_4(conv("branch7x7dbl_4", inner, inner, same(7, 1))),
      m_dbl_5(conv("branch7x7dbl_5", inner, 192, same(1, 7))),
      m_pool(conv("branch_pool", in, 192)) {}

at::Tensor InceptionC::forward(const at::Tensor& x) {
    const auto sevenBySeven = m_7x7_3->forward(m_7x7_2->forward(m_7x7_1->forward(x)));
    const auto doubled =
        m_dbl_5->forward(m_dbl_4->forward(m_dbl_3->forward(m_dbl_2->forward(m_dbl_1->forward(x)))));
    return at::cat({m_1x1->forward(x), sevenBySeven, doubled, m_pool->forward(averagePool(x))}, 1);
}

InceptionD::InceptionD(int64_t in)
    : m_3x3_1(conv("branch3x3_1", in, 192)),
      m_3x3_2(conv("branch3x3_2", 192, 320, kernel(3, 3, 2))),
      m_7x7_1(conv("branch7x7x3_1", in, 192)),
      m_7x7_2(conv("branch7x7x3_2", 192, 192, same(1, 7))),
      m_7x7_3(conv("branch7x7x3_3", 192, 192, same(7, 1))),
      m_7x7_4(conv("branch7x7x3_4", 192, 192, kernel(3, 3, 2))) {}

at::Tensor InceptionD::forward(const at::Tensor& x) {
    return at::cat({m_3x3_2->forward(m_3x3_1->forward(x)),
                    m_7x7_4->forward(m_7x7_3->forward(m_7x7_2->forward(m_7x7_1->forward(x)))), halvingMaxPool(x)},
                   1);
}

InceptionE::InceptionE(int64_t in)
    : m_1x1(conv("branch1x1", in, 320)),
      m_3x3_1(conv("branch3x3_1", in, 384)),
      m_3x3_2a(conv("branch3x3_2a", 384, 384, same(1, 3))),
      m_3x3_2b(conv("branch3x3_2b", 384, 384, same(3, 1))),
      m_dbl_1(conv("branch3x3dbl_1", in, 448)),
      m_dbl_2(conv("branch3x3dbl_2", 448, 384, same(3, 3))),
      m_dbl_3a(conv("branch3x3dbl_3a", 384, 384, same(1, 3))),
      m_dbl_3b(conv("branch3x3dbl_3b", 384, 384, same(3, 1))),
      m_pool(conv("branch_pool", in, 192)) {}

at::Tensor InceptionE::forward(const at::Tensor& x) {
    const auto threeByThree = m_3x3_1->forward(x);
    const auto doubled = m_dbl_2->forward(m_dbl_1->forward(x));
    return at::cat({m_1x1->forward(x), m_3x3_2a->forward(threeByThree), m_3x3_2b->forward(threeByThree),
                    m_dbl_3a->forward(doubled), m_dbl_3b->forward(doubled), m_pool->forward(averagePool(x))},
                   1);
}

InceptionAux::InceptionAux(int64_t in, int64_t classes)
    : m_conv0(conv("conv0", in, 128)), m_conv1(conv("conv1", 128, 768, {{5, 5}, 1, {0, 0}, 0.01})) {
    m_fc = register_module("fc", torch::nn::Linear(768, classes));
    truncatedNormal(m_fc->weight, 0.001);
}

at::Tensor InceptionAux::forward(const at::Tensor& x) {
    // N×768×17×17 → 768×5×5 → 128×5×5 → 768×1×1
    const auto convolved = m_conv1->forward(m_conv0->forward(at::avg_pool2d(x, 5, 3)));
    return m_fc->forward(convolved.mean({2, 3}));
}

}  // namespace leukolens::nn
