#include "core/dataset/sketch_vectors.h"

#include <algorithm>
#include <cmath>

namespace leukolens::dataset {
namespace {

constexpr double kFineBins = 1.5, kCoarseBins = 8.0;
constexpr double kShrink = 0.3;  ///< of the mean variance, added to each direction's
constexpr float kOne = 8192.0f;  ///< its square is kCosineOne
constexpr std::size_t kLength = kVectorLength;

struct Extent {
    double low = 0, high = 1;  ///< of the frame
};

Extent extentOf(int part) {
    constexpr Extent parts[] = {{0.0, 0.95}, {0.03, 0.97}, {0.05, 1.0}};
    return parts[part];
}

struct Window {
    Extent down, across;
};

Window windowOf(int number) {
    if (number == 0) return {};
    return {extentOf((number - 1) / 3), extentOf((number - 1) % 3)};
}

/// Linear between the bins' centres, the outermost ones beyond.
float sample(const Grid& grid, double y, double x) {
    constexpr int side = image::kSketchSide;
    const double v = std::clamp(y * side - 0.5, 0.0, side - 1.0), u = std::clamp(x * side - 0.5, 0.0, side - 1.0);
    const int top = std::min(static_cast<int>(v), side - 2), left = std::min(static_cast<int>(u), side - 2);
    const auto down = static_cast<float>(v - top), across = static_cast<float>(u - left);
    const float* at = grid.data() + top * side + left;
    const float upper = at[0] + across * (at[1] - at[0]), lower = at[side] + across * (at[side + 1] - at[side]);
    return upper + down * (lower - upper);
}

void normalise(RawVector& vector) {
    double squares = 0;
    for (const float value : vector) squares += static_cast<double>(value) * static_cast<double>(value);
    const float factor = squares > 1e-12 ? static_cast<float>(1.0 / std::sqrt(squares)) : 0.0f;
    for (float& value : vector) value *= factor;
}

RawVector lookThrough(const Grid& grid, const Window& window) {
    RawVector vector{};
    float sum = 0;
    const auto place = [](const Extent& extent, int point, int half) {
        return extent.low + (extent.high - extent.low) * (point + 0.25 + 0.5 * half) / kVectorSide;
    };
    for (int y = 0; y < kVectorSide; ++y) {
        for (int x = 0; x < kVectorSide; ++x) {
            float& value = vector[static_cast<std::size_t>(y * kVectorSide + x)];
            for (int part = 0; part < 4; ++part) value += 0.25f * sample(grid, place(window.down, y, part / 2), place(window.across, x, part % 2));
            sum += value;
        }
    }
    for (float& value : vector) value -= sum / static_cast<float>(kLength);
    normalise(vector);
    return vector;
}

std::size_t sourceOf(int turn, std::size_t point) {
    const int index = static_cast<int>(point);
    const GridPlace source = sourceOfTurn(turn, {index / kVectorSide, index % kVectorSide}, kVectorSide);
    return static_cast<std::size_t>(source.y * kVectorSide + source.x);
}

using Square = std::vector<double>;  ///< kLength × kLength

/// Covariance over all turns of all sketches, and their mean.
Square covarianceOf(std::span<const RawVector> sketches, RawVector& mean) {
    Square moments(kLength * kLength), covariance(kLength * kLength);
    std::array<double, kLength> sums{}, means{};
    for (const RawVector& whole : sketches) {
        for (std::size_t i = 0; i < kLength; ++i) {
            sums[i] += static_cast<double>(whole[i]);
            for (std::size_t k = 0; k < kLength; ++k) moments[i * kLength + k] += static_cast<double>(whole[i] * whole[k]);
        }
    }
    const double count = static_cast<double>(kTurns) * static_cast<double>(std::max<std::size_t>(sketches.size(), 1));
    for (int turn = 0; turn < kTurns; ++turn) {
        for (std::size_t i = 0; i < kLength; ++i) {
            means[i] += sums[sourceOf(turn, i)] / count;
            for (std::size_t k = 0; k < kLength; ++k) covariance[i * kLength + k] += moments[sourceOf(turn, i) * kLength + sourceOf(turn, k)] / count;
        }
    }
    for (std::size_t i = 0; i < kLength; ++i) {
        mean[i] = static_cast<float>(means[i]);
        for (std::size_t k = 0; k < kLength; ++k) covariance[i * kLength + k] -= means[i] * means[k];
    }
    return covariance;
}

/// Rotates rows and columns p and q so that the entry (p, q) becomes 0; `axes` keeps the product of all rotations.
void rotate(Square& matrix, Square& axes, std::size_t p, std::size_t q) {
    const double off = matrix[p * kLength + q];
    if (std::abs(off) < 1e-18) return;
    const double angle = 0.5 * std::atan2(2.0 * off, matrix[q * kLength + q] - matrix[p * kLength + p]);
    const double c = std::cos(angle), s = std::sin(angle);
    const auto mix = [c, s](double& a, double& b) {
        const double before = a;
        a = c * before - s * b;
        b = s * before + c * b;
    };
    for (std::size_t k = 0; k < kLength; ++k) mix(matrix[k * kLength + p], matrix[k * kLength + q]);
    for (std::size_t k = 0; k < kLength; ++k) mix(matrix[p * kLength + k], matrix[q * kLength + k]);
    for (std::size_t k = 0; k < kLength; ++k) mix(axes[k * kLength + p], axes[k * kLength + q]);
}

/// (covariance + shrink)^(−1/2), by Jacobi's rotations: it commutes with turns as the covariance does, so turned vectors are permuted ones.
std::vector<float> inverseRoot(Square matrix) {
    Square axes(kLength * kLength);
    double trace = 0;
    for (std::size_t i = 0; i < kLength; ++i) {
        axes[i * kLength + i] = 1;
        trace += matrix[i * kLength + i];
    }
    constexpr int kSweeps = 12;
    for (int sweep = 0; sweep < kSweeps; ++sweep)
        for (std::size_t p = 0; p < kLength; ++p)
            for (std::size_t q = p + 1; q < kLength; ++q) rotate(matrix, axes, p, q);
    std::vector<float> root(kLength * kLength);
    const double shrink = kShrink * std::max(trace, 0.0) / static_cast<double>(kLength) + 1e-9;
    for (std::size_t i = 0; i < kLength; ++i) {
        for (std::size_t k = 0; k < kLength; ++k) {
            double sum = 0;
            for (std::size_t a = 0; a < kLength; ++a)
                sum += axes[i * kLength + a] * axes[k * kLength + a] / std::sqrt(std::max(matrix[a * kLength + a], 0.0) + shrink);
            root[i * kLength + k] = static_cast<float>(sum);
        }
    }
    return root;
}

/// Fixed is laid on the window of moving.
Placement onWindow(const Window& window) {
    return {window.across.high - window.across.low, window.across.high + window.across.low - 1, window.down.high - window.down.low,
            window.down.high + window.down.low - 1};
}

Placement inverse(const Placement& p) { return {1 / p.scaleX, -p.shiftX / p.scaleX, 1 / p.scaleY, -p.shiftY / p.scaleY}; }

}  // namespace

RawVectors rawVectors(const image::PictureSketch& sketch) {
    const Texture texture = textureOf(sketch, kFineBins, kCoarseBins);
    RawVectors vectors;
    for (int window = 0; window < kWindows; ++window) vectors[static_cast<std::size_t>(window)] = lookThrough(texture.value, windowOf(window));
    return vectors;
}

RawVector rawVector(const image::PictureSketch& sketch) { return lookThrough(textureOf(sketch, kFineBins, kCoarseBins).value, windowOf(0)); }

Whitening::Whitening(std::span<const RawVector> sketches) : m_matrix(inverseRoot(covarianceOf(sketches, m_mean))) {}

SketchVectors Whitening::operator()(const RawVectors& raw) const {
    SketchVectors vectors;
    for (std::size_t window = 0; window < raw.size(); ++window) {
        RawVector white{};
        for (std::size_t k = 0; k < kLength; ++k) {
            const float value = raw[window][k] - m_mean[k];
            for (std::size_t i = 0; i < kLength; ++i) white[i] += value * m_matrix[k * kLength + i];
        }
        normalise(white);
        for (std::size_t i = 0; i < kLength; ++i) vectors[window][i] = static_cast<std::int16_t>(std::lround(white[i] * kOne));
    }
    return vectors;
}

SketchVectors turned(const SketchVectors& vectors, int turn) {
    SketchVectors result;
    for (int window = 0; window < kWindows; ++window) {
        const GridPlace part = sourceOfTurn(turn, {(window - 1) / 3, (window - 1) % 3}, 3);
        const SketchVector& source = vectors[static_cast<std::size_t>(window == 0 ? 0 : 1 + 3 * part.y + part.x)];
        for (std::size_t i = 0; i < kLength; ++i) result[static_cast<std::size_t>(window)][i] = source[sourceOf(turn, i)];
    }
    return result;
}

WindowMatch bestWindow(const SketchVectors& fixed, const SketchVectors& moving) {
    WindowMatch best{cosine(fixed[0], moving[0]), {}};
    for (int number = 1; number < kWindows; ++number) {
        const auto window = static_cast<std::size_t>(number);
        if (const int match = cosine(fixed[0], moving[window]); match > best.cosine) best = {match, onWindow(windowOf(number))};
        if (const int match = cosine(fixed[window], moving[0]); match > best.cosine) best = {match, inverse(onWindow(windowOf(number)))};
    }
    return best;
}

}  // namespace leukolens::dataset
