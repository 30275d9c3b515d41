#include "core/nn/window_means.h"

#include <ATen/ATen.h>

namespace leukolens::nn {

at::Tensor windowMeans(const at::Tensor& x, int64_t side, int64_t stride) {
    const int64_t pictures = x.size(0), channels = x.size(1), pixels = x.size(2) * x.size(3), numbers = side * side;
    // Each pixel alone, through the pool: which windows it is in.
    const auto alone = at::eye(pixels, x.options().dtype(at::kFloat).requires_grad(false)).view({pixels, 1, x.size(2), x.size(3)});
    const auto means = at::avg_pool2d(alone, side, stride);
    const int64_t height = means.size(2), width = means.size(3);
    // Ones, which bf16 holds exactly.
    const auto windows = means.view({pixels, height * width}).t().mul(numbers).to(x.scalar_type());
    const auto rows = x.permute({0, 2, 3, 1}).reshape({pictures, pixels, channels});
    const auto sums = at::bmm(windows.unsqueeze(0).expand({pictures, height * width, pixels}), rows);
    return sums.div(numbers).view({pictures, height, width, channels}).permute({0, 3, 1, 2});
}

}  // namespace leukolens::nn
