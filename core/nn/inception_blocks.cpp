#include "core/nn/inception_blocks.h"

#include <ATen/ATen.h>

#include "core/nn/init.h"
#include "core/nn/window_means.h"

namespace leukolens::nn {
namespace {

using Shape = ConvBlock::Shape;

Shape kernel(int64_t height, int64_t width, int64_t stride = 1) { return {{height, width}, stride, {0, 0}, 0.1}; }

/// Padding that keeps the grid.
Shape same(int64_t height, int64_t width) { return {{height, width}, 1, {height / 2, width / 2}, 0.1}; }

constexpr auto kAverage = Branch::Pool::Average;
constexpr auto kMax = Branch::Pool::Max;

}  // namespace

InceptionA::InceptionA(int64_t in, int64_t poolChannels) {
    add({.chain = {conv("branch1x1", in, 64)}});
    add({.chain = {conv("branch5x5_1", in, 48), conv("branch5x5_2", 48, 64, same(5, 5))}});
    add({.chain = {conv("branch3x3dbl_1", in, 64), conv("branch3x3dbl_2", 64, 96, same(3, 3)), conv("branch3x3dbl_3", 96, 96, same(3, 3))}});
    add({.pool = kAverage, .chain = {conv("branch_pool", in, poolChannels)}});
}

InceptionB::InceptionB(int64_t in) {
    add({.chain = {conv("branch3x3", in, 384, kernel(3, 3, 2))}});
    add({.chain = {conv("branch3x3dbl_1", in, 64), conv("branch3x3dbl_2", 64, 96, same(3, 3)), conv("branch3x3dbl_3", 96, 96, kernel(3, 3, 2))}});
    add({.pool = kMax});
}

InceptionC::InceptionC(int64_t in, int64_t inner) {
    add({.chain = {conv("branch1x1", in, 192)}});
    add({.chain = {conv("branch7x7_1", in, inner), conv("branch7x7_2", inner, inner, same(1, 7)), conv("branch7x7_3", inner, 192, same(7, 1))}});
    add({.chain = {conv("branch7x7dbl_1", in, inner), conv("branch7x7dbl_2", inner, inner, same(7, 1)), conv("branch7x7dbl_3", inner, inner, same(1, 7)),
                   conv("branch7x7dbl_4", inner, inner, same(7, 1)), conv("branch7x7dbl_5", inner, 192, same(1, 7))}});
    add({.pool = kAverage, .chain = {conv("branch_pool", in, 192)}});
}

InceptionD::InceptionD(int64_t in) {
    add({.chain = {conv("branch3x3_1", in, 192), conv("branch3x3_2", 192, 320, kernel(3, 3, 2))}});
    add({.chain = {conv("branch7x7x3_1", in, 192), conv("branch7x7x3_2", 192, 192, same(1, 7)), conv("branch7x7x3_3", 192, 192, same(7, 1)),
                   conv("branch7x7x3_4", 192, 192, kernel(3, 3, 2))}});
    add({.pool = kMax});
}

InceptionE::InceptionE(int64_t in) {
    add({.chain = {conv("branch1x1", in, 320)}});
    add({.chain = {conv("branch3x3_1", in, 384)}, .fork = {conv("branch3x3_2a", 384, 384, same(1, 3)), conv("branch3x3_2b", 384, 384, same(3, 1))}});
    add({.chain = {conv("branch3x3dbl_1", in, 448), conv("branch3x3dbl_2", 448, 384, same(3, 3))},
         .fork = {conv("branch3x3dbl_3a", 384, 384, same(1, 3)), conv("branch3x3dbl_3b", 384, 384, same(3, 1))}});
    add({.pool = kAverage, .chain = {conv("branch_pool", in, 192)}});
}

InceptionAux::InceptionAux(int64_t in, int64_t classes)
    : m_conv0(register_module("conv0", std::make_shared<ConvBlock>(in, 128, kernel(1, 1)))),
      m_conv1(register_module("conv1", std::make_shared<ConvBlock>(128, 768, Shape{{5, 5}, 1, {0, 0}, 0.01}))) {
    m_fc = register_module("fc", torch::nn::Linear(768, classes));
    truncatedNormal(m_fc->weight, 0.001);
}

at::Tensor InceptionAux::forward(const at::Tensor& x) {
    // N×768×17×17 → 768×5×5 → 128×5×5 → 768×1×1
    constexpr int64_t kSide = 5, kStride = 3;
    const auto pooled = x.is_cuda() && FusionScope::on() ? windowMeans(x, kSide, kStride) : at::avg_pool2d(x, kSide, kStride);
    const auto convolved = m_conv1->forward(m_conv0->forward(pooled));
    return m_fc->forward(convolved.mean({2, 3}));
}

}  // namespace leukolens::nn
