// A part of a network described as branches, and three ways to run it that give the same numbers but for rounding:
//   LibTorch's operations one after another (any device, gradients of everything),
//   fused for training on the CPU and, with the CUDA library, for training and answers on a GPU (fused_block.h),
//   folded for answers on the CPU (folded_block.h).
#pragma once

#include <vector>

#include "core/nn/conv_block.h"

namespace leukolens::nn {

/// Side by side with others on one input; their outputs lie behind each other in the block's output.
struct Branch {
    enum class Pool {
        None,
        Average,  ///< 3×3, stride 1, a border of zeros counted, before the chain, whose first convolution is pointwise
        Max,      ///< 3×3, stride 2; no chain
    };
    Pool pool = Pool::None;
    std::vector<Conv> chain = {};  ///< one after another
    std::vector<Conv> fork = {};   ///< all on the chain's output, behind each other in the output; empty: the chain's output itself
};

/// What the branches make of x, the quickest way for device, mode and gradients. Autocast counts. N × C × H × W.
at::Tensor runBranches(const std::vector<Branch>& branches, const at::Tensor& x);

/// A module that maps one tensor to one tensor by its branches.
class Block : public torch::nn::Module {
public:
    at::Tensor forward(const at::Tensor& x) { return runBranches(m_branches, x); }
    const std::vector<Branch>& branches() const { return m_branches; }

protected:
    Conv conv(const char* name, int64_t in, int64_t out, const ConvBlock::Shape& shape = {});
    void add(Branch branch) { m_branches.push_back(std::move(branch)); }

private:
    std::vector<Branch> m_branches;
};

/// 3×3 maximum, stride 2, no border, the quickest way for device and gradients.
at::Tensor halvingMaxPool(const at::Tensor& x);

/// While one with `on` false lives, everything on this thread runs by LibTorch's operations: to compare with.
class FusionScope {
public:
    explicit FusionScope(bool on);
    ~FusionScope();
    FusionScope(const FusionScope&) = delete;
    FusionScope& operator=(const FusionScope&) = delete;
    static bool on();

private:
    bool m_before;
};

}  // namespace leukolens::nn
