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
#else
#define LEUKOLENS_BOTH inline
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
struct RowPlan {
    std::int64_t rows = 0;
    int channels = 0, packs = 0, parts = 1;
    Extent extent;

    RowPlan(std::int64_t rowCount, int channelCount, int vector, int mostBlocks) : rows(rowCount), channels(channelCount), packs(channelCount / vector) {
        constexpr int kMostPacks = 64, kRowsOfAThread = 8;
        extent.blocksX = (packs + kMostPacks - 1) / kMostPacks;
        extent.threadsX = (packs + extent.blocksX - 1) / extent.blocksX;
        extent.threadsY = kThreads / extent.threadsX;
        const std::int64_t wanted = rows / (static_cast<std::int64_t>(extent.threadsY) * kRowsOfAThread);
        const std::int64_t most = mostBlocks / extent.blocksX > 1 ? mostBlocks / extent.blocksX : 1;
        parts = static_cast<int>(wanted < 1 ? 1 : wanted > most ? most : wanted);
        extent.blocksY = parts;
    }

    LEUKOLENS_BOTH std::int64_t partBegin(int part) const { return rows * part / parts; }
    LEUKOLENS_BOTH std::int64_t partRows(int part) const { return partBegin(part + 1) - partBegin(part); }
    LEUKOLENS_BOTH int packOf(const Place& at) const { return at.blockX * extent.threadsX + at.x; }
    /// Rows of a part that thread y of it has: y, y + threadsY, …
    LEUKOLENS_BOTH std::int64_t threadRows(int part, int y) const {
        const std::int64_t left = partRows(part) - y;
        return left <= 0 ? 0 : (left + extent.threadsY - 1) / extent.threadsY;
    }
};

/// Calls work(row) for the rows of this thread.
template <class Work>
LEUKOLENS_BOTH void overRows(const RowPlan& plan, const Place& at, const Work& work) {
    const std::int64_t end = plan.partBegin(at.blockY + 1);
    for (std::int64_t row = plan.partBegin(at.blockY) + at.y; row < end; row += plan.extent.threadsY) work(row);
}

}  // namespace leukolens::engine::cuda
