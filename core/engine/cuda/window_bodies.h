// What the kernels of a convolution see, written out: the convolution is then one product of matrices.
#pragma once

#include "core/engine/cuda/body.h"

namespace leukolens::engine::cuda {

/// Of a picture in channels_last memory without a border: the pixels under the kernel, row by row, their channels beside each other.
struct WindowGrid {
    int height, width, channels;   ///< of the input
    int outHeight, outWidth;
    int kernelHeight, kernelWidth, stride;
};

/// out: windows × columns, zeros behind the numbers of a window. A thread writes kColumns of one window; extent {kThreads, 1, any, 1}.
template <class T>
struct Windows {
    using Shared = float;
    static constexpr int kShared = 1, kPhases = 1;
    static constexpr int kColumns = 8;

    WindowGrid grid;
    int windows, columns;
    const T* in;
    T* out;

    template <int Phase>
    LEUKOLENS_BOTH void run(const Place& at, Shared*) const {
        const int packs = columns / kColumns, line = grid.kernelWidth * grid.channels, numbers = grid.kernelHeight * line;
        const std::int64_t all = static_cast<std::int64_t>(windows) * packs;
        for (std::int64_t i = static_cast<std::int64_t>(at.blockX) * kThreads + at.x; i < all; i += static_cast<std::int64_t>(at.extent.blocksX) * kThreads) {
            const int window = static_cast<int>(i / packs), first = static_cast<int>(i % packs) * kColumns;
            const int x = window % grid.outWidth, above = window / grid.outWidth, y = above % grid.outHeight, picture = above / grid.outHeight;
            const T* corner = in + ((static_cast<std::int64_t>(picture) * grid.height + y * grid.stride) * grid.width + x * grid.stride) * grid.channels;
            Pack<T, kColumns> pack;
            LEUKOLENS_UNROLL(8)
            for (int k = 0; k < kColumns; ++k) {
                const int number = first + k, row = number / line;
                if (number < numbers) pack.at[k] = corner[row * grid.width * grid.channels + number - row * line];
                else store(pack.at[k], 0);
            }
            *reinterpret_cast<Pack<T, kColumns>*>(out + static_cast<std::int64_t>(window) * columns + first) = pack;
        }
    }
};

}  // namespace leukolens::engine::cuda
