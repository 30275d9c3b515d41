#include "core/nn/folded_block.h"

#include <ATen/ATen.h>

namespace leukolens::nn {

at::Tensor foldedForward(const std::vector<Branch>& branches, const at::Tensor& x) {
    std::vector<at::Tensor> parts;
    for (const auto& branch : branches) {
        auto y = branch.pool == Branch::Pool::None ? x : branch.pool == Branch::Pool::Max ? at::max_pool2d(x, 3, 2) : at::avg_pool2d(x, 3, 1, 1);
        for (const auto& conv : branch.chain) y = conv->foldedForward(y);
        if (branch.fork.empty()) parts.push_back(y);
        for (const auto& conv : branch.fork) parts.push_back(conv->foldedForward(y));
    }
    return parts.size() == 1 ? parts.front() : at::cat(parts, 1);
}

}  // namespace leukolens::nn
