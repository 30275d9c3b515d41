// What a kernel consists of, so that the same lines run on a GPU and, thread by thread, in the tests on the CPU.
//
// A body is a plain struct of pointers and sizes with
//     using Shared; static constexpr int kShared;  memory that the threads of one block share
//     static constexpr int kPhases;                between two phases, the threads of a block wait for each other
//     template <int Phase> void run(const Place&, Shared*) const;
// No LibTorch here.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

#include "core/nn/row_kernels.h"

#ifdef __CUDACC__
#include <cuda_bf16.h>
#define LEUKOLENS_BOTH __host__ __device__ __forceinline__
#define LEUKOLENS_PRAGMA(text) _Pragma(#text)
#define LEUKOLENS_UNROLL(count) LEUKOLENS_PRAGMA(unroll count)
#else
#define LEUKOLENS_BOTH inline
#define LEUKOLENS_UNROLL(count)
#endif

namespace leukolens::engine::cuda {

inline constexpr int kThreads = 256;  ///< in one block, at most

struct Extent {
    int threadsX = 1, threadsY = 1, blocksX = 1, blocksY = 1;
};

/// One thread among them.
struct Place {
    int x = 0, y = 0, blockX = 0, blockY = 0;
    Extent extent;

    LEUKOLENS_BOTH int thread() const { return y * extent.threadsX + x; }
    LEUKOLENS_BOTH int threads() const { return extent.threadsX * extent.threadsY; }
};

/// Numbers that are read and written at once.
template <class T, int V>
struct alignas(sizeof(T) * V) Pack {
    T at[V];
};

LEUKOLENS_BOTH float toFloat(float value) { return value; }
LEUKOLENS_BOTH float toFloat(nn::Bf16 value) {
    const std::uint32_t bits = static_cast<std::uint32_t>(value.bits) << 16;
    float result;
    memcpy(&result, &bits, sizeof result);
    return result;
}

LEUKOLENS_BOTH void store(float& into, float value) { into = value; }
/// To the nearest, ties to even.
LEUKOLENS_BOTH void store(nn::Bf16& into, float value) {
#ifdef __CUDA_ARCH__
    into.bits = __bfloat16_as_ushort(__float2bfloat16_rn(value));
#else
    std::uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    into.bits = static_cast<std::uint16_t>(value != value ? 0x7fc0u : (bits + 0x7fffu + ((bits >> 16) & 1)) >> 16);
#endif
}

/// Quick where a GPU has it; base 0…1, exponent above 0.
LEUKOLENS_BOTH float power(float base, float exponent) {
#ifdef __CUDA_ARCH__
    return __powf(base, exponent);
#else
    return powf(base, exponent);
#endif
}

template <int V, class T>
LEUKOLENS_BOTH Pack<T, V>& packAt(nn::Rows<T> rows, std::int64_t row, int pack) {
    return *reinterpret_cast<Pack<T, V>*>(rows.data + row * rows.stride + pack * V);
}
template <int V, class T>
LEUKOLENS_BOTH const Pack<T, V>& packAt(nn::Rows<const T> rows, std::int64_t row, int pack) {
    return *reinterpret_cast<const Pack<T, V>*>(rows.data + row * rows.stride + pack * V);
}

/// How the rows (pixels) and channels of an activation are spread over threads: V channels a thread, neighbours beside each other in
/// memory; the rows in parts, one block (or one a group of channels) each. Depends on the sizes alone, so that sums repeat bit by bit.
/// Rows are counted in 32 bits: a GPU divides twice as long by 64.
struct RowPlan {
    static constexpr std::int64_t kMostRows = std::int64_t{1} << 30;  ///< Operations asks for no more

    int rows = 0, channels = 0, packs = 0, parts = 1;
    int partRows = 0;  ///< of each part but the last
    Extent extent;

    RowPlan(std::int64_t rowCount, int channelCount, int vector, int mostBlocks) : rows(static_cast<int>(rowCount)), channels(channelCount), packs(channelCount / vector) {
        constexpr int kMostPacks = 64, kRowsOfAThread = 8;
        extent.blocksX = (packs + kMostPacks - 1) / kMostPacks;
        extent.threadsX = (packs + extent.blocksX - 1) / extent.blocksX;
        extent.threadsY = kThreads / extent.threadsX;
        const int wanted = rows / (extent.threadsY * kRowsOfAThread);
        const int most = mostBlocks / extent.blocksX > 1 ? mostBlocks / extent.blocksX : 1;
        const int about = wanted < 1 ? 1 : wanted > most ? most : wanted;
        partRows = roundedUp((rows + about - 1) / about, extent.threadsY);
        parts = (rows + partRows - 1) / partRows;
        extent.blocksY = parts;
    }

    LEUKOLENS_BOTH int partBegin(int part) const { return part * partRows; }
    LEUKOLENS_BOTH int partEnd(int part) const { return part + 1 < parts ? (part + 1) * partRows : rows; }
    LEUKOLENS_BOTH int packOf(const Place& at) const { return at.blockX * extent.threadsX + at.x; }

private:
    static int roundedUp(int value, int step) { return (value + step - 1) / step * step; }
};

/// Calls work(row) for the rows of this thread: y, y + threadsY, … of its part. kAtOnce: of so many the loads are on their way at once,
/// where work writes nothing.
template <int kAtOnce = 1, class Work>
LEUKOLENS_BOTH void overRows(const RowPlan& plan, const Place& at, const Work& work) {
    const int end = plan.partEnd(at.blockY);
    LEUKOLENS_UNROLL(kAtOnce)
    for (int row = plan.partBegin(at.blockY) + at.y; row < end; row += plan.extent.threadsY) work(row);
}

}  // namespace leukolens::engine::cuda
