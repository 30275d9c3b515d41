#include "core/nn/row_kernels.h"

namespace leukolens::nn {

extern const RowKernels<float> kFloatKernels_base, kFloatKernels_v3, kFloatKernels_v4;
extern const RowKernels<Bf16> kBf16Kernels_base, kBf16Kernels_v3, kBf16Kernels_v4;

namespace {

/// 4: AVX-512, 3: AVX2, as in the x86-64 psABI's levels; 0: another processor.
int level() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        return 4;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2")) return 3;
#endif
    return 0;
}

template <class T>
const RowKernels<T>& widest([[maybe_unused]] const RowKernels<T>& base, [[maybe_unused]] const RowKernels<T>& v3, [[maybe_unused]] const RowKernels<T>& v4) {
    const int found = level();
    return found == 4 ? v4 : found == 3 ? v3 : base;
}

}  // namespace

template <>
const RowKernels<float>& rowKernels() {
    static const auto& kernels = widest(kFloatKernels_base, kFloatKernels_v3, kFloatKernels_v4);
    return kernels;
}

template <>
const RowKernels<Bf16>& rowKernels() {
    static const auto& kernels = widest(kBf16Kernels_base, kBf16Kernels_v3, kBf16Kernels_v4);
    return kernels;
}

}  // namespace leukolens::nn
