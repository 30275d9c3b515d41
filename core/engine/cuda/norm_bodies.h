// Batch norm with ReLU on rows of channels, and its gradient: sums in two stages, always in the same order, then one pass.
#pragma once

#include "core/engine/cuda/body.h"

namespace leukolens::engine::cuda {

inline constexpr int kSums = kThreads * 8;  ///< one a thread and channel of it
inline constexpr int kRowsAtOnce = 4;       ///< of a sum

/// Puts the threads' pairs of numbers together, channel by channel, and writes them to the block's place in partial.
template <int V>
LEUKOLENS_BOTH void addThreads(const RowPlan& plan, const Place& at, const float* shared, float* partial) {
    const int width = plan.extent.threadsX * V;
    for (int i = at.thread(); i < 2 * width; i += at.threads()) {
        const int which = i < width ? 0 : 1, column = i - which * width, channel = at.blockX * width + column;
        if (channel >= plan.channels) continue;
        float sum = 0;
        for (int y = 0; y < plan.extent.threadsY; ++y) sum += shared[which * kSums + y * width + column];
        partial[(static_cast<std::int64_t>(at.blockY) * 2 + which) * plan.channels + channel] = sum;
    }
}

/// Sums of d = y − centre and of d² over the rows of each part, the centre being each channel's first number: squares of numbers far from
/// zero would lose their digits. partial: parts × 2 × channels, then the centres.
template <class T, int V>
struct Moments {
    using Shared = float;
    static constexpr int kShared = 2 * kSums, kPhases = 2;

    RowPlan plan;
    nn::Rows<const T> y;
    float* partial;

    template <int Phase>
    LEUKOLENS_BOTH void run(const Place& at, Shared* shared) const {
        if constexpr (Phase == 0) sumUp(at, shared);
        else addThreads<V>(plan, at, shared, partial);
    }

    LEUKOLENS_BOTH void sumUp(const Place& at, Shared* shared) const {
        const int pack = plan.packOf(at);
        if (pack >= plan.packs) return;
        float centre[V], sum[V] = {}, squares[V] = {};
        const auto first = packAt<V>(y, 0, pack);
        for (int i = 0; i < V; ++i) centre[i] = toFloat(first.at[i]);
        overRows<kRowsAtOnce>(plan, at, [&](int row) {
            const auto values = packAt<V>(y, row, pack);
            for (int i = 0; i < V; ++i) {
                const float d = toFloat(values.at[i]) - centre[i];
                sum[i] += d;
                squares[i] += d * d;
            }
        });
        for (int i = 0; i < V; ++i) {
            shared[at.thread() * V + i] = sum[i];
            shared[kSums + at.thread() * V + i] = squares[i];
        }
        if (at.blockY == 0 && at.y == 0)
            for (int i = 0; i < V; ++i) partial[static_cast<std::int64_t>(plan.parts) * 2 * plan.channels + pack * V + i] = centre[i];
    }
};

/// A block of the second stages: 8 channels beside each other, 32 threads for each.
inline constexpr int kFinishX = 8, kFinishY = 32;
inline Extent finishExtent(int channels) { return {kFinishX, kFinishY, (channels + kFinishX - 1) / kFinishX, 1}; }

/// This thread's share of the parts' pairs, into shared memory: those of y, y + kFinishY, …
LEUKOLENS_BOTH void addParts(const RowPlan& plan, const Place& at, const float* partial, int channel, double* shared) {
    double first = 0, second = 0;
    LEUKOLENS_UNROLL(4)
    for (int part = at.y; part < plan.parts; part += kFinishY) {
        const float* from = partial + static_cast<std::int64_t>(part) * 2 * plan.channels + channel;
        first += static_cast<double>(from[0]);
        second += static_cast<double>(from[plan.channels]);
    }
    shared[at.thread()] = first;
    shared[kFinishX * kFinishY + at.thread()] = second;
}

/// Adds the numbers of the threads for one channel.
LEUKOLENS_BOTH double totalOf(const double* shared, int x) {
    double sum = 0;
    for (int y = 0; y < kFinishY; ++y) sum += shared[y * kFinishX + x];
    return sum;
}

/// From the parts' sums to scale and shift of each channel; moves the running statistics and counts the batch.
struct FinishMoments {
    using Shared = double;
    static constexpr int kShared = 2 * kFinishX * kFinishY, kPhases = 2;

    RowPlan plan;
    const float* partial;
    const float *gamma, *beta;
    float *runningMean, *runningVariance;
    std::int64_t* batches;
    float *mean, *inverseDeviation, *scale, *shift;
    float epsilon, momentum;

    template <int Phase>
    LEUKOLENS_BOTH void run(const Place& at, Shared* shared) const {
        const int channel = at.blockX * kFinishX + at.x;
        if (channel >= plan.channels) return;
        if constexpr (Phase == 0) addParts(plan, at, partial, channel, shared);
        else if (at.y == 0) finish(channel, totalOf(shared, at.x) / plan.rows, totalOf(shared + kFinishX * kFinishY, at.x) / plan.rows);
    }

    /// Means of d and d².
    LEUKOLENS_BOTH void finish(int channel, double shifted, double squares) const {
        // Written so that what is no number stays none.
        const double difference = squares - shifted * shifted, variance = difference < 0 ? 0 : difference;
        const double whole = static_cast<double>(partial[static_cast<std::int64_t>(plan.parts) * 2 * plan.channels + channel]) + shifted;
        const double inverse = 1 / sqrt(variance + static_cast<double>(epsilon));
        mean[channel] = static_cast<float>(whole);
        inverseDeviation[channel] = static_cast<float>(inverse);
        scale[channel] = static_cast<float>(gamma[channel] * inverse);
        shift[channel] = beta[channel] - mean[channel] * scale[channel];
        const double unbiased = variance * plan.rows / (plan.rows > 1 ? plan.rows - 1 : 1);
        runningMean[channel] += momentum * (static_cast<float>(whole) - runningMean[channel]);
        runningVariance[channel] += momentum * (static_cast<float>(unbiased) - runningVariance[channel]);
        if (channel == 0) ++*batches;
    }
};

/// z = ReLU(y · a + b) for the rows of this thread.
template <int V, class T>
LEUKOLENS_BOTH void scaleRows(const RowPlan& plan, const Place& at, nn::Rows<const T> y, nn::Rows<T> z, int pack, const float* a, const float* b) {
    overRows(plan, at, [&](int row) {
        const auto from = packAt<V>(y, row, pack);
        Pack<T, V> into;
        for (int i = 0; i < V; ++i) {
            const float value = toFloat(from.at[i]) * a[i] + b[i];
            store(into.at[i], value < 0 ? 0.0f : value);
        }
        packAt<V>(z, row, pack) = into;
    });
}

/// z = ReLU(y · scale + shift).
template <class T, int V>
struct NormRelu {
    using Shared = float;
    static constexpr int kShared = 1, kPhases = 1;

    RowPlan plan;
    nn::Rows<const T> y;
    nn::Rows<T> z;
    const float *scale, *shift;

    template <int Phase>
    LEUKOLENS_BOTH void run(const Place& at, Shared*) const {
        const int pack = plan.packOf(at);
        if (pack >= plan.packs) return;
        float a[V], b[V];
        for (int i = 0; i < V; ++i) a[i] = scale[pack * V + i], b[i] = shift[pack * V + i];
        scaleRows<V>(plan, at, y, z, pack, a, b);
    }
};

/// z = ReLU(batch norm(y)) by the running statistics.
template <class T, int V>
struct NormReluFixed {
    using Shared = float;
    static constexpr int kShared = 1, kPhases = 1;

    RowPlan plan;
    nn::Rows<const T> y;
    nn::Rows<T> z;
    const float *gamma, *beta, *runningMean, *runningVariance;
    float epsilon;

    template <int Phase>
    LEUKOLENS_BOTH void run(const Place& at, Shared*) const {
        const int pack = plan.packOf(at);
        if (pack >= plan.packs) return;
        float a[V], b[V];
        for (int i = 0; i < V; ++i) {
            const int channel = pack * V + i;
            a[i] = gamma[channel] / sqrtf(runningVariance[channel] + epsilon);
            b[i] = beta[channel] - runningMean[channel] * a[i];
        }
        scaleRows<V>(plan, at, y, z, pack, a, b);
    }
};

/// With g = dz where z > 0: Σg and Σg·(y − mean) of each part; partial: parts × 2 × channels.
template <class T, int V>
struct GradientSums {
    using Shared = float;
    static constexpr int kShared = 2 * kSums, kPhases = 2;

    RowPlan plan;
    nn::Rows<const T> dz, y;
    const float *scale, *shift, *mean;
    float* partial;

    template <int Phase>
    LEUKOLENS_BOTH void run(const Place& at, Shared* shared) const {
        if constexpr (Phase == 0) sumUp(at, shared);
        else addThreads<V>(plan, at, shared, partial);
    }

    LEUKOLENS_BOTH void sumUp(const Place& at, Shared* shared) const {
        const int pack = plan.packOf(at);
        if (pack >= plan.packs) return;
        float a[V], b[V], m[V], sum[V] = {}, product[V] = {};
        for (int i = 0; i < V; ++i) a[i] = scale[pack * V + i], b[i] = shift[pack * V + i], m[i] = mean[pack * V + i];
        overRows<kRowsAtOnce>(plan, at, [&](int row) {
            const auto gradient = packAt<V>(dz, row, pack), values = packAt<V>(y, row, pack);
            for (int i = 0; i < V; ++i) {
                const float value = toFloat(values.at[i]);
                const float g = value * a[i] + b[i] > 0 ? toFloat(gradient.at[i]) : 0.0f;
                sum[i] += g;
                product[i] += g * (value - m[i]);
            }
        });
        for (int i = 0; i < V; ++i) {
            shared[at.thread() * V + i] = sum[i];
            shared[kSums + at.thread() * V + i] = product[i];
        }
    }
};

/// The gradients of batch norm's weight and bias, and dy as a line in y: with x̂ = (y − mean)/deviation,
/// dy = scale · (g − mean of g − x̂ · mean of g·x̂) = scale · g + slope · y + offset.
struct FinishGradient {
    using Shared = double;
    static constexpr int kShared = 2 * kFinishX * kFinishY, kPhases = 2;

    RowPlan plan;
    const float* partial;
    const float *mean, *inverseDeviation, *scale;
    float *slope, *offset, *dweight, *dbias;

    template <int Phase>
    LEUKOLENS_BOTH void run(const Place& at, Shared* shared) const {
        const int channel = at.blockX * kFinishX + at.x;
        if (channel >= plan.channels) return;
        if constexpr (Phase == 0) {
            addParts(plan, at, partial, channel, shared);
        } else if (at.y == 0) {
            const double sum = totalOf(shared, at.x), product = totalOf(shared + kFinishX * kFinishY, at.x), inverse = inverseDeviation[channel];
            const double perRow = scale[channel] / plan.rows, tilt = -perRow * inverse * inverse * product;
            slope[channel] = static_cast<float>(tilt);
            offset[channel] = static_cast<float>(-perRow * sum - tilt * mean[channel]);
            dweight[channel] = static_cast<float>(product * inverse);
            dbias[channel] = static_cast<float>(sum);
        }
    }
};

/// dy = (z > 0 ? dz : 0) · scale + y · slope + offset.
template <class T, int V>
struct Gradient {
    using Shared = float;
    static constexpr int kShared = 1, kPhases = 1;

    RowPlan plan;
    nn::Rows<const T> dz, y;
    nn::Rows<T> dy;
    const float *scale, *shift, *slope, *offset;

    template <int Phase>
    LEUKOLENS_BOTH void run(const Place& at, Shared*) const {
        const int pack = plan.packOf(at);
        if (pack >= plan.packs) return;
        float a[V], b[V], c[V], d[V];
        for (int i = 0; i < V; ++i) {
            a[i] = scale[pack * V + i], b[i] = shift[pack * V + i];
            c[i] = slope[pack * V + i], d[i] = offset[pack * V + i];
        }
        overRows(plan, at, [&](int row) {
            const auto gradient = packAt<V>(dz, row, pack), values = packAt<V>(y, row, pack);
            Pack<T, V> into;
            for (int i = 0; i < V; ++i) {
                const float value = toFloat(values.at[i]);
                const float g = value * a[i] + b[i] > 0 ? toFloat(gradient.at[i]) * a[i] : 0.0f;
                store(into.at[i], g + value * c[i] + d[i]);
            }
            packAt<V>(dy, row, pack) = into;
        });
    }
};

}  // namespace leukolens::engine::cuda
