#include "core/nn/row_kernels.inl"

namespace leukolens::nn {
extern const RowKernels<float> kFloatKernels_v3;
extern const RowKernels<Bf16> kBf16Kernels_v3;
const RowKernels<float> kFloatKernels_v3 = kKernels<float>;
const RowKernels<Bf16> kBf16Kernels_v3 = kKernels<Bf16>;
}  // namespace leukolens::nn
