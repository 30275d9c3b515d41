// Batch norm with ReLU on rows of channels, and its gradient: sums in two stages, always in the same order, then one pass.
#pragma once

#include "core/engine/cuda/body.h"

namespace leukolens::engine::cuda {

inline constexpr int kSums = kThreads * 8;  ///< one a thread and channel of it

/// Mean of each channel over the rows of a part, and the sum of squares around it; partial: parts × 2 × channels. Each thread sums around
/// its first number: squares of numbers far from zero would lose their digits.
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
        else putTogether(at, shared);
    }

    LEUKOLENS_BOTH void sumUp(const Place& at, Shared* shared) const {
        const int pack = plan.packOf(at);
        const std::int64_t count = plan.threadRows(at.blockY, at.y);
        if (pack >= plan.packs || count == 0) return;
        float centre[V], sum[V] = {}, squares[V] = {};
        const auto& first = packAt<V>(y, plan.partBegin(at.blockY) + at.y, pack);
        for (int i = 0; i < V; ++i) centre[i] = toFloat(first.at[i]);
        overRows(plan, at, [&](std::int64_t row) {
            const auto values = packAt<V>(y, row, pack);
            for (int i = 0; i < V; ++i) {
                const float d = toFloat(values.at[i]) - centre[i];
                sum[i] += d;
                squares[i] += d * d;
            }
        });
        for (int i = 0; i < V; ++i) {
            const float shifted = sum[i] / static_cast<float>(count);
            shared[at.thread() * V + i] = centre[i] + shifted;
            shared[kSums + at.thread() * V + i] = squares[i] - sum[i] * shifted;
        }
    }

    LEUKOLENS_BOTH void putTogether(const Place& at, const Shared* shared) const {
        const int width = plan.extent.threadsX * V;
        for (int i = at.thread(); i < width; i += at.threads()) {
            const int channel = at.blockX * width + i;
            if (channel >= plan.channels) continue;
            float sum = 0, squares = 0;
            for (int y_ = 0; y_ < plan.extent.threadsY; ++y_)
                if (const auto count = plan.threadRows(at.blockY, y_)) sum += static_cast<float>(count) * shared[y_ * width + i];
            const float mean = sum / static_cast<float>(plan.partRows(at.blockY));
            for (int y_ = 0; y_ < plan.extent.threadsY; ++y_) {
                if (const auto count = plan.threadRows(at.blockY, y_)) {
                    const float d = shared[y_ * width + i] - mean;
                    squares += shared[kSums + y_ * width + i] + static_cast<float>(count) * d * d;
                }
            }
            float* out = partial + static_cast<std::int64_t>(at.blockY) * 2 * plan.channels + channel;
            out[0] = mean;
            out[plan.channels] = squares;
        }
    }
};

/// A block of the second stages: 32 channels beside each other, 8 threads for each.
inline constexpr int kFinishX = 32, kFinishY = 8;
inline Extent finishExtent(int channels) { return {kFinishX, kFinishY, (channels + kFinishX - 1) / kFinishX, 1}; }

/// Adds the numbers of the threads for one channel.
LEUKOLENS_BOTH double totalOf(const double* shared, int x) {
    double sum = 0;
    for (int y = 0; y < kFinishY; ++y) sum += shared[y * kFinishX + x];
    return sum;
}

/// From the parts' moments to scale and shift of each channel; moves the running statistics.
struct FinishMoments {
    using Shared = double;
    static constexpr int kShared = 2 * kFinishX * kFinishY, kPhases = 3;

    RowPlan plan;
    const float* partial;
    const float *gamma, *beta;
    float *runningMean, *runningVariance;
    float *mean, *inverseDeviation, *scale, *shift;
    float epsilon, momentum;

    template <int Phase>
    LEUKOLENS_BOTH void run(const Place& at, Shared* shared) const {
        const int channel = at.blockX * kFinishX + at.x;
        if (channel >= plan.channels) return;
        double* squares = shared + kFinishX * kFinishY;
        if constexpr (Phase == 0) {
            double sum = 0;
            for (int part = at.y; part < plan.parts; part += kFinishY) sum += static_cast<double>(plan.partRows(part)) * at2(part, 0, channel);
            shared[at.thread()] = sum;
        } else if constexpr (Phase == 1) {
            const double whole = totalOf(shared, at.x) / static_cast<double>(plan.rows);
            double sum = 0;
            for (int part = at.y; part < plan.parts; part += kFinishY) {
                const double d = at2(part, 0, channel) - whole;
                sum += at2(part, 1, channel) + static_cast<double>(plan.partRows(part)) * d * d;
            }
            squares[at.thread()] = sum;
        } else if (at.y == 0) {
            finish(channel, totalOf(shared, at.x) / static_cast<double>(plan.rows), totalOf(squares, at.x));
        }
    }

    LEUKOLENS_BOTH double at2(int part, int which, int channel) const { return partial[(static_cast<std::int64_t>(part) * 2 + which) * plan.channels + channel]; }

    LEUKOLENS_BOTH void finish(int channel, double whole, double squares) const {
        // Written so that what is no number stays none.
        const double sum = squares < 0 ? 0 : squares, variance = sum / static_cast<double>(plan.rows);
        const double inverse = 1 / sqrt(variance + static_cast<double>(epsilon));
        mean[channel] = static_cast<float>(whole);
        inverseDeviation[channel] = static_cast<float>(inverse);
        scale[channel] = static_cast<float>(gamma[channel] * inverse);
        shift[channel] = beta[channel] - mean[channel] * scale[channel];
        const double unbiased = sum / static_cast<double>(plan.rows > 1 ? plan.rows - 1 : 1);
        runningMean[channel] += momentum * (static_cast<float>(whole) - runningMean[channel]);
        runningVariance[channel] += momentum * (static_cast<float>(unbiased) - runningVariance[channel]);
    }
};

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
        overRows(plan, at, [&](std::int64_t row) {
            const auto from = packAt<V>(y, row, pack);
            Pack<T, V> into;
            for (int i = 0; i < V; ++i) {
                const float value = toFloat(from.at[i]) * a[i] + b[i];
                store(into.at[i], value < 0 ? 0.0f : value);
            }
            packAt<V>(z, row, pack) = into;
        });
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
        else putTogether(at, shared);
    }

    LEUKOLENS_BOTH void sumUp(const Place& at, Shared* shared) const {
        const int pack = plan.packOf(at);
        if (pack >= plan.packs) return;
        float a[V], b[V], m[V], sum[V] = {}, product[V] = {};
        for (int i = 0; i < V; ++i) a[i] = scale[pack * V + i], b[i] = shift[pack * V + i], m[i] = mean[pack * V + i];
        overRows(plan, at, [&](std::int64_t row) {
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

    LEUKOLENS_BOTH void putTogether(const Place& at, const Shared* shared) const {
        const int width = plan.extent.threadsX * V;
        for (int i = at.thread(); i < width; i += at.threads()) {
            const int channel = at.blockX * width + i;
            if (channel >= plan.channels) continue;
            float sum = 0, product = 0;
            for (int y_ = 0; y_ < plan.extent.threadsY; ++y_) {
                sum += shared[y_ * width + i];
                product += shared[kSums + y_ * width + i];
            }
            float* out = partial + static_cast<std::int64_t>(at.blockY) * 2 * plan.channels + channel;
            out[0] = sum;
            out[plan.channels] = product;
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
        double* products = shared + kFinishX * kFinishY;
        if constexpr (Phase == 0) {
            double sum = 0, product = 0;
            for (int part = at.y; part < plan.parts; part += kFinishY) {
                const float* from = partial + static_cast<std::int64_t>(part) * 2 * plan.channels + channel;
                sum += from[0];
                product += from[plan.channels];
            }
            shared[at.thread()] = sum;
            products[at.thread()] = product;
        } else if (at.y == 0) {
            const double sum = totalOf(shared, at.x), product = totalOf(products, at.x), inverse = inverseDeviation[channel];
            const double perRow = scale[channel] / static_cast<double>(plan.rows), tilt = -perRow * inverse * inverse * product;
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
        overRows(plan, at, [&](std::int64_t row) {
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
