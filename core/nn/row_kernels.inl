// The loops of row_kernels.h, compiled once for each instruction set. Nothing of the standard library is called here: the linker would
// keep one copy of an inline function for the whole program, perhaps this file's, with instructions that not every processor has.
#include "core/nn/row_kernels.h"

#define LEUKOLENS_INLINE static inline __attribute__((always_inline))

namespace leukolens::nn {
namespace {

LEUKOLENS_INLINE float load(float value) { return value; }
LEUKOLENS_INLINE float load(Bf16 value) { return __builtin_bit_cast(float, static_cast<std::uint32_t>(value.bits) << 16); }

LEUKOLENS_INLINE void store(float& to, float value) { to = value; }
LEUKOLENS_INLINE void store(Bf16& to, float value) {
    const auto bits = __builtin_bit_cast(std::uint32_t, value);
    const std::uint32_t rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;  // to nearest, ties to even
    to.bits = static_cast<std::uint16_t>(value == value ? rounded : 0x7fc0u);    // what is no number stays none
}

/// Of something that is no number it is no number.
LEUKOLENS_INLINE float relu(float value) { return value < 0 ? 0 : value; }

template <class T>
void moments(Rows<const T> y, std::int64_t begin, std::int64_t end, std::int64_t channels, const float* __restrict centre, float* __restrict sum,
             float* __restrict squares) {
    std::int64_t row = begin;
    // Four rows at a time: the sums are read and written less often.
    for (; row + 4 <= end; row += 4) {
        const T* __restrict a = y.data + row * y.stride;
        const T* __restrict b = a + y.stride;
        const T* __restrict c = b + y.stride;
        const T* __restrict d = c + y.stride;
        for (std::int64_t i = 0; i < channels; ++i) {
            const float u = load(a[i]) - centre[i], v = load(b[i]) - centre[i], w = load(c[i]) - centre[i], x = load(d[i]) - centre[i];
            sum[i] += (u + v) + (w + x);
            squares[i] += (u * u + v * v) + (w * w + x * x);
        }
    }
    for (; row < end; ++row) {
        const T* __restrict a = y.data + row * y.stride;
        for (std::int64_t i = 0; i < channels; ++i) {
            const float u = load(a[i]) - centre[i];
            sum[i] += u;
            squares[i] += u * u;
        }
    }
}

template <class T>
void normRelu(Rows<const T> y, Rows<T> z, std::int64_t begin, std::int64_t end, std::int64_t channels, Affine affine) {
    const float* __restrict scale = affine.scale;
    const float* __restrict shift = affine.shift;
    for (std::int64_t row = begin; row < end; ++row) {
        const T* __restrict in = y.data + row * y.stride;
        T* __restrict out = z.data + row * z.stride;
        for (std::int64_t i = 0; i < channels; ++i) store(out[i], relu(load(in[i]) * scale[i] + shift[i]));
    }
}

template <class T>
void gradientSums(Rows<const T> dz, Rows<const T> y, std::int64_t begin, std::int64_t end, std::int64_t channels, Affine affine, const float* __restrict mean,
                  float* __restrict sum, float* __restrict product) {
    const float* __restrict scale = affine.scale;
    const float* __restrict shift = affine.shift;
    std::int64_t row = begin;
    for (; row + 2 <= end; row += 2) {
        const T* __restrict g0 = dz.data + row * dz.stride;
        const T* __restrict g1 = g0 + dz.stride;
        const T* __restrict y0 = y.data + row * y.stride;
        const T* __restrict y1 = y0 + y.stride;
        for (std::int64_t i = 0; i < channels; ++i) {
            const float a = load(y0[i]), b = load(y1[i]);
            const float u = a * scale[i] + shift[i] <= 0 ? 0 : load(g0[i]);
            const float v = b * scale[i] + shift[i] <= 0 ? 0 : load(g1[i]);
            sum[i] += u + v;
            product[i] += u * (a - mean[i]) + v * (b - mean[i]);
        }
    }
    for (; row < end; ++row) {
        const T* __restrict g0 = dz.data + row * dz.stride;
        const T* __restrict y0 = y.data + row * y.stride;
        for (std::int64_t i = 0; i < channels; ++i) {
            const float a = load(y0[i]);
            const float u = a * scale[i] + shift[i] <= 0 ? 0 : load(g0[i]);
            sum[i] += u;
            product[i] += u * (a - mean[i]);
        }
    }
}

template <class T>
void gradient(Rows<const T> dz, Rows<const T> y, Rows<T> dy, std::int64_t begin, std::int64_t end, std::int64_t channels, Affine affine, GradientLine line) {
    const float* __restrict scale = affine.scale;
    const float* __restrict shift = affine.shift;
    const float* __restrict slope = line.slope;
    const float* __restrict offset = line.offset;
    for (std::int64_t row = begin; row < end; ++row) {
        const T* __restrict g = dz.data + row * dz.stride;
        const T* __restrict in = y.data + row * y.stride;
        T* __restrict out = dy.data + row * dy.stride;
        for (std::int64_t i = 0; i < channels; ++i) {
            const float a = load(in[i]);
            const float u = a * scale[i] + shift[i] <= 0 ? 0 : load(g[i]);
            store(out[i], u * scale[i] + (a * slope[i] + offset[i]));
        }
    }
}

/// Channels are worked on in parts that fit this many sums on the stack.
constexpr std::int64_t kPart = 256;

template <class T>
void averagePool(Rows<const T> in, Rows<T> out, std::int64_t begin, std::int64_t end, Grid grid) {
    float sums[kPart];
    for (std::int64_t line = begin; line < end; ++line) {
        const std::int64_t picture = line / grid.height, y = line % grid.height;
        for (std::int64_t x = 0; x < grid.width; ++x) {
            T* __restrict to = out.data + (line * grid.width + x) * out.stride;
            for (std::int64_t part = 0; part < grid.channels; part += kPart) {
                const std::int64_t count = grid.channels - part < kPart ? grid.channels - part : kPart;
                for (std::int64_t i = 0; i < count; ++i) sums[i] = 0;
                for (std::int64_t v = y > 0 ? y - 1 : 0; v <= y + 1 && v < grid.height; ++v) {
                    for (std::int64_t u = x > 0 ? x - 1 : 0; u <= x + 1 && u < grid.width; ++u) {
                        const T* __restrict from = in.data + ((picture * grid.height + v) * grid.width + u) * in.stride + part;
                        for (std::int64_t i = 0; i < count; ++i) sums[i] += load(from[i]);
                    }
                }
                for (std::int64_t i = 0; i < count; ++i) store(to[part + i], sums[i] * (1.0f / 9));
            }
        }
    }
}

template <class T>
void maxPool(Rows<const T> in, Rows<T> out, std::uint8_t* winner, std::int64_t begin, std::int64_t end, Grid grid) {
    const std::int64_t height = (grid.height - 3) / 2 + 1, width = (grid.width - 3) / 2 + 1;
    for (std::int64_t line = begin; line < end; ++line) {
        const std::int64_t picture = line / height, y = line % height;
        for (std::int64_t x = 0; x < width; ++x) {
            T* __restrict to = out.data + (line * width + x) * out.stride;
            std::uint8_t* __restrict best = winner + (line * width + x) * grid.channels;
            const T* first = in.data + ((picture * grid.height + 2 * y) * grid.width + 2 * x) * in.stride;
            for (std::int64_t part = 0; part < grid.channels; part += kPart) {
                const std::int64_t count = grid.channels - part < kPart ? grid.channels - part : kPart;
                float most[kPart];
                std::int32_t which[kPart];
                for (std::int64_t i = 0; i < count; ++i) {
                    most[i] = load(first[part + i]);
                    which[i] = 0;
                }
                for (std::int32_t place = 1; place < 9; ++place) {
                    const T* __restrict from = first + (place / 3 * grid.width + place % 3) * in.stride + part;
                    for (std::int64_t i = 0; i < count; ++i) {
                        const float value = load(from[i]);
                        // The first of equal ones wins; something that is no number wins over all, as in LibTorch.
                        const bool wins = !(value <= most[i]) && most[i] == most[i];
                        which[i] = wins ? place : which[i];
                        most[i] = wins ? value : most[i];
                    }
                }
                for (std::int64_t i = 0; i < count; ++i) {
                    store(to[part + i], most[i]);
                    best[part + i] = static_cast<std::uint8_t>(which[i]);
                }
            }
        }
    }
}

template <class T>
void maxPoolGradient(Rows<const T> dout, const std::uint8_t* winner, Rows<T> din, std::int64_t begin, std::int64_t end, Grid grid, bool add) {
    const std::int64_t height = (grid.height - 3) / 2 + 1, width = (grid.width - 3) / 2 + 1;
    float sums[kPart];
    for (std::int64_t line = begin; line < end; ++line) {
        const std::int64_t picture = line / grid.height, y = line % grid.height;
        for (std::int64_t x = 0; x < grid.width; ++x) {
            T* __restrict to = din.data + (line * grid.width + x) * din.stride;
            for (std::int64_t part = 0; part < grid.channels; part += kPart) {
                const std::int64_t count = grid.channels - part < kPart ? grid.channels - part : kPart;
                for (std::int64_t i = 0; i < count; ++i) sums[i] = add ? load(to[part + i]) : 0;
                // Windows that contain this pixel: their corners are at even places, at most two pixels up and left.
                for (std::int64_t v = y > 1 ? (y - 1) / 2 : 0; v <= y / 2 && v < height; ++v) {
                    for (std::int64_t u = x > 1 ? (x - 1) / 2 : 0; u <= x / 2 && u < width; ++u) {
                        const auto place = static_cast<std::uint8_t>((y - 2 * v) * 3 + (x - 2 * u));
                        const std::int64_t window = (picture * height + v) * width + u;
                        const T* __restrict from = dout.data + window * dout.stride + part;
                        const std::uint8_t* __restrict best = winner + window * grid.channels + part;
                        for (std::int64_t i = 0; i < count; ++i) sums[i] += best[i] == place ? load(from[i]) : 0;
                    }
                }
                for (std::int64_t i = 0; i < count; ++i) store(to[part + i], sums[i]);
            }
        }
    }
}

}  // namespace

template <class T>
static constexpr RowKernels<T> kKernels = {moments<T>, normRelu<T>, gradientSums<T>, gradient<T>, averagePool<T>, maxPool<T>, maxPoolGradient<T>};

}  // namespace leukolens::nn
