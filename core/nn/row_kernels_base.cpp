#include "core/nn/row_kernels.inl"

namespace leukolens::nn {
extern const RowKernels<float> kFloatKernels_base;
extern const RowKernels<Bf16> kBf16Kernels_base;
const RowKernels<float> kFloatKernels_base = kKernels<float>;
const RowKernels<Bf16> kBf16Kernels_base = kKernels<Bf16>;
}  // namespace leukolens::nn
