// From stored pixels to the network's input in one pass: colour changes, flips and rotation of each picture, as
// core/engine/augmentation.h defines them. Drawn numbers are read from the device's memory, the order of the changes too.
#pragma once

#include "core/engine/cuda/body.h"

namespace leukolens::engine::cuda {

inline constexpr int kChanges = 4, kBrightness = 0, kContrast = 1, kSaturation = 2;
inline constexpr int kGreyParts = 32;  ///< of a picture, for its mean grey

struct Rgb {
    float r, g, b;
};

LEUKOLENS_BOTH float clamped(float value) { return value < 0 ? 0.0f : value > 1 ? 1.0f : value; }
LEUKOLENS_BOTH float greyOf(const Rgb& c) { return c.r * 0.299f + c.g * 0.587f + c.b * 0.114f; }
/// As LibTorch's lerp() from `other` to `value`, for the same rounding.
LEUKOLENS_BOTH float blend(float value, float other, float factor) {
    return clamped(factor < 0.5f ? other + factor * (value - other) : value - (value - other) * (1 - factor));
}
LEUKOLENS_BOTH Rgb blend(const Rgb& c, float other, float factor) { return {blend(c.r, other, factor), blend(c.g, other, factor), blend(c.b, other, factor)}; }

LEUKOLENS_BOTH Rgb changed(const Rgb& c, int change, float factor, float meanGrey) {
    if (change == kBrightness) return {clamped(c.r * factor), clamped(c.g * factor), clamped(c.b * factor)};
    if (change == kContrast) return blend(c, meanGrey, factor);
    if (change == kSaturation) return blend(c, greyOf(c), factor);
    return {clamped(power(c.r, factor)), clamped(power(c.g, factor)), clamped(power(c.b, factor))};
}

struct Pictures {
    const std::uint8_t* bytes;   ///< … × height × width × 3
    const std::int64_t* rows;    ///< which pictures; nullptr: the first, second, …
    int count, height, width;
    const int* order;            ///< 4; nullptr: nothing changes
    const float* factors;        ///< 4 × count
    const float* matrices;       ///< count × 2 × 3; nullptr: nothing moves
    bool active[kChanges];

    LEUKOLENS_BOTH int pixels() const { return height * width; }
    LEUKOLENS_BOTH bool contrast() const { return order && active[kContrast]; }

    /// Its changes, drawn: read once, used for many pixels.
    struct Drawn {
        int change[kChanges];  ///< kNothing: not active
        float factor[kChanges];
        const std::uint8_t* from;
    };
    static constexpr int kNothing = -1;

    LEUKOLENS_BOTH Drawn drawnFor(int picture) const {
        Drawn drawn;
        drawn.from = bytes + (rows ? rows[picture] : picture) * pixels() * 3;
        LEUKOLENS_UNROLL(4)
        for (int place = 0; place < kChanges; ++place) {
            const int change = order ? order[place] : kNothing;
            drawn.change[place] = order && active[change] ? change : kNothing;
            drawn.factor[place] = order ? factors[static_cast<std::int64_t>(place) * count + picture] : 1;
        }
        return drawn;
    }

    /// colour with its changes, or with those before the contrast's.
    LEUKOLENS_BOTH Rgb colour(const Drawn& drawn, int pixel, bool beforeContrast, float meanGrey) const {
        const std::uint8_t* from = drawn.from + static_cast<std::int64_t>(pixel) * 3;
        const std::uint8_t red = from[0], green = from[1], blue = from[2];
        constexpr float kStep = static_cast<float>(1.0 / 255);
        Rgb c{red * kStep, green * kStep, blue * kStep};
        // Contrast would lift the black around a cell.
        if (contrast() && red == 0 && green == 0 && blue == 0 && !beforeContrast) return {0, 0, 0};
        bool done = false;
        LEUKOLENS_UNROLL(4)
        for (int place = 0; place < kChanges; ++place) {
            const int change = drawn.change[place];
            done = done || (change == kContrast && beforeContrast);
            if (!done && change != kNothing) c = changed(c, change, drawn.factor[place], meanGrey);
        }
        return c;
    }
};

/// Sums of grey before the contrast's turn; partial: count × kGreyParts. Extent {kThreads, 1, kGreyParts, count}.
struct GreySums {
    using Shared = float;
    static constexpr int kShared = kThreads, kPhases = 3, kGroup = 16;

    Pictures pictures;
    float* partial;

    template <int Phase>
    LEUKOLENS_BOTH void run(const Place& at, Shared* shared) const {
        if constexpr (Phase == 0) {
            const auto drawn = pictures.drawnFor(at.blockY);
            float sum = 0;
            for (int i = at.blockX * kThreads + at.x; i < pictures.pixels(); i += kGreyParts * kThreads)
                sum += greyOf(pictures.colour(drawn, i, true, 0));
            shared[at.x] = sum;
        } else if constexpr (Phase == 1) {
            if (at.x % kGroup != 0) return;
            for (int i = 1; i < kGroup; ++i) shared[at.x] += shared[at.x + i];
        } else if (at.x == 0) {
            float sum = 0;
            for (int i = 0; i < kThreads; i += kGroup) sum += shared[i];
            partial[static_cast<std::int64_t>(at.blockY) * kGreyParts + at.blockX] = sum;
        }
    }
};

/// The network's input, −1…1; out: count × height × width × 3. Extent {kThreads, 1, any, count}.
template <class T>
struct NetworkInput {
    using Shared = float;
    static constexpr int kShared = 1, kPhases = 2;

    Pictures pictures;
    const float* partial;  ///< GreySums'
    T* out;

    template <int Phase>
    LEUKOLENS_BOTH void run(const Place& at, Shared* shared) const {
        const int pixels = pictures.pixels();
        if constexpr (Phase == 0) {
            if (at.x != 0) return;
            float sum = 0;
            if (pictures.contrast())
                for (int i = 0; i < kGreyParts; ++i) sum += partial[static_cast<std::int64_t>(at.blockY) * kGreyParts + i];
            shared[0] = sum / static_cast<float>(pixels);
        } else {
            const auto drawn = pictures.drawnFor(at.blockY);
            for (int i = at.blockX * kThreads + at.x; i < pixels; i += at.extent.blocksX * kThreads) {
                const Rgb c = pictures.matrices ? moved(drawn, at.blockY, i, shared[0]) : pictures.colour(drawn, i, false, shared[0]);
                T* into = out + (static_cast<std::int64_t>(at.blockY) * pixels + i) * 3;
                store(into[0], (c.r - 0.5f) * 2);
                store(into[1], (c.g - 0.5f) * 2);
                store(into[2], (c.b - 0.5f) * 2);
            }
        }
    }

    /// Bilinear, black outside; as affine_grid and grid_sample with align_corners = false.
    LEUKOLENS_BOTH Rgb moved(const Pictures::Drawn& drawn, int picture, int pixel, float meanGrey) const {
        const int width = pictures.width, height = pictures.height;
        const float* m = pictures.matrices + static_cast<std::int64_t>(picture) * 6;
        const float x = (2 * static_cast<float>(pixel % width) + 1) / static_cast<float>(width) - 1;
        const float y = (2 * static_cast<float>(pixel / width) + 1) / static_cast<float>(height) - 1;
        const float fromX = ((m[0] * x + m[1] * y + m[2] + 1) * static_cast<float>(width) - 1) / 2;
        const float fromY = ((m[3] * x + m[4] * y + m[5] + 1) * static_cast<float>(height) - 1) / 2;
        const float left = floorf(fromX), top = floorf(fromY);
        Rgb sum{0, 0, 0};
        for (int k = 0; k < 4; ++k) {
            const float column = left + static_cast<float>(k % 2), row = top + static_cast<float>(k / 2);
            if (!(column >= 0 && column < static_cast<float>(width) && row >= 0 && row < static_cast<float>(height))) continue;
            const float weight = (1 - fabsf(fromX - column)) * (1 - fabsf(fromY - row));
            const Rgb c = pictures.colour(drawn, static_cast<int>(row) * width + static_cast<int>(column), false, meanGrey);
            sum = {sum.r + weight * c.r, sum.g + weight * c.g, sum.b + weight * c.b};
        }
        return sum;
    }
};

}  // namespace leukolens::engine::cuda
