// Pooling on rows of channels. Every number of the result is made by one thread: nothing is added from two sides.
#pragma once

#include "core/engine/cuda/body.h"

namespace leukolens::engine::cuda {

/// Where a row lies in its picture.
struct Pixel {
    int picture, row, column;
};

LEUKOLENS_BOTH Pixel pixelOf(int index, int height, int width) {
    const int line = index / width, picture = line / height;
    return {picture, line - picture * height, index - line * width};
}

/// 3×3 mean, stride 1, a border of zeros counted.
template <class T, int V>
struct AveragePool {
    using Shared = float;
    static constexpr int kShared = 1, kPhases = 1;

    RowPlan plan;
    nn::Rows<const T> in;
    nn::Rows<T> out;
    int height, width;

    template <int Phase>
    LEUKOLENS_BOTH void run(const Place& at, Shared*) const {
        const int pack = plan.packOf(at);
        if (pack >= plan.packs) return;
        overRows(plan, at, [&](int index) {
            const Pixel pixel = pixelOf(index, height, width);
            float sum[V] = {};
            // Without branches around it, all nine loads are on their way at once.
            LEUKOLENS_UNROLL(9)
            for (int k = 0; k < 9; ++k) {
                const int r = k / 3 - 1, c = k % 3 - 1;
                const bool inside = pixel.row + r >= 0 && pixel.row + r < height && pixel.column + c >= 0 && pixel.column + c < width;
                const auto values = packAt<V>(in, inside ? index + r * width + c : index, pack);
                for (int i = 0; i < V; ++i) sum[i] += inside ? toFloat(values.at[i]) : 0.0f;
            }
            Pack<T, V> into;
            for (int i = 0; i < V; ++i) store(into.at[i], sum[i] / 9);
            packAt<V>(out, index, pack) = into;
        });
    }
};

/// 3×3 maximum, stride 2, no border; the first of equal numbers wins, and what is no number. Rows are those of the result; height and
/// width are the input's.
template <class T, int V>
struct MaxPool {
    using Shared = float;
    static constexpr int kShared = 1, kPhases = 1;

    RowPlan plan;
    nn::Rows<const T> in;
    nn::Rows<T> out;
    nn::Rows<std::uint8_t> winner;
    int height, width;

    template <int Phase>
    LEUKOLENS_BOTH void run(const Place& at, Shared*) const {
        const int pack = plan.packOf(at);
        if (pack >= plan.packs) return;
        overRows(plan, at, [&](int index) {
            const Pixel pixel = pixelOf(index, (height - 3) / 2 + 1, (width - 3) / 2 + 1);
            const int corner = (pixel.picture * height + 2 * pixel.row) * width + 2 * pixel.column;
            float best[V];
            Pack<std::uint8_t, V> won;
            for (int k = 0; k < 9; ++k) {
                const auto values = packAt<V>(in, corner + k / 3 * width + k % 3, pack);
                for (int i = 0; i < V; ++i) {
                    const float value = toFloat(values.at[i]);
                    if (k == 0 || value > best[i] || value != value) {
                        best[i] = value;
                        won.at[i] = static_cast<std::uint8_t>(k);
                    }
                }
            }
            Pack<T, V> into;
            for (int i = 0; i < V; ++i) store(into.at[i], best[i]);
            packAt<V>(out, index, pack) = into;
            packAt<V>(winner, index, pack) = won;
        });
    }
};

/// Writes, or with `add` adds to, the input's gradient. Rows, height and width are the input's.
template <class T, int V>
struct MaxPoolGradient {
    using Shared = float;
    static constexpr int kShared = 1, kPhases = 1;

    RowPlan plan;
    nn::Rows<const T> dout;
    nn::Rows<const std::uint8_t> winner;
    nn::Rows<T> din;
    int height, width;
    bool add;
    static constexpr int kNone = 255;  ///< no place in a window

    template <int Phase>
    LEUKOLENS_BOTH void run(const Place& at, Shared*) const {
        const int pack = plan.packOf(at);
        if (pack >= plan.packs) return;
        const int outHeight = (height - 3) / 2 + 1, outWidth = (width - 3) / 2 + 1;
        overRows(plan, at, [&](int index) {
            const Pixel pixel = pixelOf(index, height, width);
            float sum[V] = {};
            // Windows that hold this pixel begin at it or up to two before.
            LEUKOLENS_UNROLL(4)
            for (int k = 0; k < 4; ++k) {
                const int r = pixel.row / 2 - k / 2, c = pixel.column / 2 - k % 2;
                const bool holds = r >= 0 && r < outHeight && 2 * r + 2 >= pixel.row && c >= 0 && c < outWidth && 2 * c + 2 >= pixel.column;
                const int mine = holds ? (pixel.row - 2 * r) * 3 + pixel.column - 2 * c : kNone;
                const int window = holds ? (pixel.picture * outHeight + r) * outWidth + c : 0;
                const auto won = packAt<V>(winner, window, pack);
                const auto gradient = packAt<V>(dout, window, pack);
                for (int i = 0; i < V; ++i) sum[i] += won.at[i] == mine ? toFloat(gradient.at[i]) : 0.0f;
            }
            auto& into = packAt<V>(din, index, pack);
            Pack<T, V> result;
            for (int i = 0; i < V; ++i) store(result.at[i], add ? toFloat(into.at[i]) + sum[i] : sum[i]);
            into = result;
        });
    }
};

}  // namespace leukolens::engine::cuda
