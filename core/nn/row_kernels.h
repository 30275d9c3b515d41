// Loops over channels_last activations on the CPU that LibTorch has not: batch norm with ReLU in one pass, and their gradient, reading
// and writing slices of wider tensors. Compiled for several instruction sets; rowKernels() gives the widest that this processor has. No
// LibTorch here.
//
// An activation of N × C × H × W is a matrix of N·H·W rows (pixels) with C numbers each; consecutive rows lie `stride` numbers apart,
// stride ≥ C where it is a slice. All sums are made row by row in order: the same numbers on any count of threads.
#pragma once

#include <cstdint>

namespace leukolens::nn {

/// bfloat16 as stored: the upper half of a float.
struct Bf16 {
    std::uint16_t bits;
};

template <class T>
struct Rows {
    T* data;
    std::int64_t stride;
};

/// z = ReLU(y · scale + shift), per channel.
struct Affine {
    const float* scale;
    const float* shift;
};

/// Coefficients per channel of a gradient: dy = (z > 0 ? dz : 0) · scale + y · slope + offset.
struct GradientLine {
    const float* slope;
    const float* offset;
};

/// A grid of pictures.
struct Grid {
    std::int64_t height, width, channels;
};

template <class T>
struct RowKernels {
    /// Adds Σ(y − centre) and Σ(y − centre)² over rows begin … end−1 to sum and squares.
    void (*moments)(Rows<const T> y, std::int64_t begin, std::int64_t end, std::int64_t channels, const float* centre, float* sum, float* squares);
    void (*normRelu)(Rows<const T> y, Rows<T> z, std::int64_t begin, std::int64_t end, std::int64_t channels, Affine affine);
    /// With g = dz where z > 0: adds Σg and Σg·(y − mean) to sum and product.
    void (*gradientSums)(Rows<const T> dz, Rows<const T> y, std::int64_t begin, std::int64_t end, std::int64_t channels, Affine affine, const float* mean,
                         float* sum, float* product);
    void (*gradient)(Rows<const T> dz, Rows<const T> y, Rows<T> dy, std::int64_t begin, std::int64_t end, std::int64_t channels, Affine affine,
                     GradientLine line);
    /// 3×3 mean, stride 1, a border of zeros counted; its own gradient. Picture rows begin … end−1 (of pictures × height).
    void (*averagePool)(Rows<const T> in, Rows<T> out, std::int64_t begin, std::int64_t end, Grid grid);
    /// 3×3 maximum, stride 2, no border. winner: which of the nine (0…8), dense. Rows of the output grid; `grid` is the input's.
    void (*maxPool)(Rows<const T> in, Rows<T> out, std::uint8_t* winner, std::int64_t begin, std::int64_t end, Grid grid);
    /// Adds to (or with `add` false writes) din. Rows of the input grid; `grid` is the input's.
    void (*maxPoolGradient)(Rows<const T> dout, const std::uint8_t* winner, Rows<T> din, std::int64_t begin, std::int64_t end, Grid grid, bool add);
};

/// T: float or Bf16.
template <class T>
const RowKernels<T>& rowKernels();

}  // namespace leukolens::nn
