#include "core/nn/inception_blocks.h"

#include <ATen/ATen.h>

#include "core/nn/init.h"

namespace leukolens::nn {
namespace {

using Shape = ConvBlock::Shape;

Shape kernel(int64_t height, int64_t width, int64_t stride = 1) { return {{height, width}, stride, {0, 0}, 0.1}; }

/// Padding that keeps the grid.
Shape same(int64_t height, int64_t width) { return {{height, width}, 1, {height / 2, width / 2}, 0.1}; }

/// Means of 5×5 windows, stride 3. On GPUs as a product of matrices: LibTorch's kernel for the gradient takes as long as five convolutions.
at::Tensor windowMeans(const at::Tensor& x) {
    constexpr int64_t kSide = 5, kStride = 3;
    if (!x.is_cuda()) return at::avg_pool2d(x, kSide, kStride);
    const int64_t pictures = x.size(0), channels = x.size(1), pixels = x.size(2) * x.size(3);
    // Each pixel alone, through the pool: which windows it is in.
    const auto alone = at::eye(pixels, x.options().dtype(at::kFloat).requires_grad(false)).view({pixels, 1, x.size(2), x.size(3)});
    const auto means = at::avg_pool2d(alone, kSide, kStride);
    const int64_t height = means.size(2), width = means.size(3);
    // Ones, which bf16 holds exactly.
    const auto windows = means.view({pixels, height * width}).t().mul(kSide * kSide).to(x.scalar_type());
    const auto rows = x.permute({0, 2, 3, 1}).reshape({pictures, pixels, channels});
    const auto sums = at::bmm(windows.unsqueeze(0).expand({pictures, height * width, pixels}), rows);
    return sums.div(kSide * kSide).view({pictures, height, width, channels}).permute({0, 3, 1, 2});
}

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
    const auto convolved = m_conv1->forward(m_conv0->forward(windowMeans(x)));
    return m_fc->forward(convolved.mean({2, 3}));
}

}  // namespace leukolens::nn
