#include "core/nn/row_kernels.inl"

namespace leukolens::nn {
extern const RowKernels<float> kFloatKernels_v4;
extern const RowKernels<Bf16> kBf16Kernels_v4;
const RowKernels<float> kFloatKernels_v4 = kKernels<float>;
const RowKernels<Bf16> kBf16Kernels_v4 = kKernels<Bf16>;
}  // namespace leukolens::nn
