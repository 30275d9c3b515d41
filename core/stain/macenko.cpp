#include "core/stain/macenko.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/stain/colour_space.h"
#include "core/stain/tissue.h"

namespace leukolens::stain {
namespace {

using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>;

double dot(const Vector& a, const Vector& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

Vector densities(const std::uint8_t* rgb) { return {density(rgb[0]), density(rgb[1]), density(rgb[2])}; }

/// Densities of the stained pixels, every n-th of large pictures.
std::vector<std::array<float, 3>> stainedDensities(const image::Image& picture) {
    const std::size_t pixels = pixelCount(picture);
    std::size_t stained = 0;
    for (std::size_t i = 0; i < pixels; ++i) stained += isStained(picture.rgb.data() + 3 * i);
    const std::size_t stride = (stained + kMaxSampledPixels - 1) / kMaxSampledPixels;
    std::vector<std::array<float, 3>> sample;
    if (static_cast<std::int64_t>(stained) < kMinStainedPixels) return sample;
    sample.reserve(stained / stride + 1);
    std::size_t seen = 0;
    for (std::size_t i = 0; i < pixels; ++i) {
        const std::uint8_t* rgb = picture.rgb.data() + 3 * i;
        if (!isStained(rgb) || seen++ % stride != 0) continue;
        const Vector value = densities(rgb);
        sample.push_back({static_cast<float>(value[0]), static_cast<float>(value[1]), static_cast<float>(value[2])});
    }
    return sample;
}

Vector widened(const std::array<float, 3>& value) { return {value[0], value[1], value[2]}; }

Matrix secondMoments(const std::vector<std::array<float, 3>>& sample) {
    Matrix sums{};
    for (const auto& narrow : sample) {
        const Vector value = widened(narrow);
        for (std::size_t i = 0; i < 3; ++i)
            for (std::size_t j = i; j < 3; ++j) sums[i][j] += value[i] * value[j];
    }
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = i; j < 3; ++j) sums[j][i] = sums[i][j] /= static_cast<double>(sample.size());
    return sums;
}

/// Turns rows and columns p and q so that m[p][q] becomes 0; the vectors turn along (columns).
void jacobiTurn(Matrix& m, Matrix& vectors, std::size_t p, std::size_t q) {
    if (m[p][q] == 0) return;
    const double theta = (m[q][q] - m[p][p]) / (2 * m[p][q]);
    const double t = std::copysign(1.0, theta) / (std::abs(theta) + std::hypot(theta, 1.0));
    const double c = 1 / std::hypot(t, 1.0), s = t * c;
    const auto turn = [c, s](double& a, double& b) {
        const double before = a;
        a = c * before - s * b;
        b = s * before + c * b;
    };
    for (std::size_t k = 0; k < 3; ++k) turn(m[k][p], m[k][q]);
    for (std::size_t k = 0; k < 3; ++k) turn(m[p][k], m[q][k]);
    for (std::size_t k = 0; k < 3; ++k) turn(vectors[k][p], vectors[k][q]);
}

/// The two eigenvectors of the largest eigenvalues (cyclic Jacobi: Golub & Van Loan, Matrix Computations, 8.5). The first points to where
/// densities are, so that their angles from it stay within ±90°.
std::array<Vector, 2> mainPlane(Matrix m) {
    Matrix vectors{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
    constexpr int kSweeps = 12;  // converges quadratically; five are enough for 3 × 3
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
        jacobiTurn(m, vectors, 0, 1);
        jacobiTurn(m, vectors, 0, 2);
        jacobiTurn(m, vectors, 1, 2);
    }
    std::array<std::size_t, 3> order{0, 1, 2};
    std::sort(order.begin(), order.end(), [&m](std::size_t a, std::size_t b) { return m[a][a] > m[b][b]; });
    std::array<Vector, 2> plane{};
    for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t k = 0; k < 3; ++k) plane[i][k] = vectors[k][order[i]];
    if (plane[0][0] + plane[0][1] + plane[0][2] < 0)
        for (double& value : plane[0]) value = -value;
    return plane;
}

/// Of the values that `meaning` makes of these; it rises. Linear between the two nearest (Hyndman & Fan 1996, type 7). Reorders them.
template <class Meaning>
double percentile(std::vector<float>& values, double percent, Meaning meaning) {
    const double place = percent / 100 * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(below);
    std::nth_element(values.begin(), at, values.end());
    const double low = meaning(static_cast<double>(*at));
    if (below + 1 == values.size()) return low;
    const double high = meaning(static_cast<double>(*std::min_element(at + 1, values.end())));
    return low + (place - static_cast<double>(below)) * (high - low);
}

/// Rows that give the two amounts of a density: (SᵀS)⁻¹Sᵀ.
std::array<Vector, 2> pseudoInverse(const Vector& s, const Vector& t) {
    const double ss = dot(s, s), st = dot(s, t), tt = dot(t, t), determinant = ss * tt - st * st;
    std::array<Vector, 2> rows{};
    for (std::size_t k = 0; k < 3; ++k) {
        rows[0][k] = (tt * s[k] - st * t[k]) / determinant;
        rows[1][k] = (ss * t[k] - st * s[k]) / determinant;
    }
    return rows;
}

StainVector atAngle(const std::array<Vector, 2>& plane, double angle) {
    StainVector stain;
    for (std::size_t k = 0; k < 3; ++k) stain.density[k] = std::cos(angle) * plane[0][k] + std::sin(angle) * plane[1][k];
    return stain;
}

}  // namespace

double angleBetween(const StainPair& stains) {
    return std::acos(std::clamp(dot(stains[0].density, stains[1].density), -1.0, 1.0)) * 180 / std::numbers::pi;
}

tl::expected<StainPair, StainOutcome> measureMacenko(const image::Image& picture) {
    const auto sample = stainedDensities(picture);
    if (sample.empty()) return tl::unexpected(StainOutcome::TooFewPixels);
    const auto plane = mainPlane(secondMoments(sample));
    std::vector<float> values;
    values.reserve(sample.size());
    // Tangents rise with the angles and are cheaper. The first singular vector of positive densities is positive (Perron): no division by 0.
    for (const auto& value : sample) values.push_back(static_cast<float>(dot(widened(value), plane[1]) / dot(widened(value), plane[0])));
    const auto angle = [](double tangent) { return std::atan(tangent); };
    const double low = percentile(values, kAnglePercentile, angle), high = percentile(values, 100 - kAnglePercentile, angle);
    StainPair stains{atAngle(plane, low), atAngle(plane, high)};
    if (stains[0].density[1] < stains[1].density[1]) std::swap(stains[0], stains[1]);
    if (!(high - low >= kMinStainAngle * std::numbers::pi / 180)) return tl::unexpected(StainOutcome::OneColour);
    const auto amounts = pseudoInverse(stains[0].density, stains[1].density);
    for (std::size_t i = 0; i < 2; ++i) {
        values.clear();
        for (const auto& value : sample) values.push_back(static_cast<float>(dot(widened(value), amounts[i])));
        stains[i].concentration = percentile(values, kConcentrationPercentile, [](double amount) { return amount; });
    }
    if (!faultOf({stains, 1}).empty()) return tl::unexpected(StainOutcome::OneColour);
    return stains;
}

StainOutcome applyMacenko(image::Image& picture, const StainPair& target) {
    const auto own = measureMacenko(picture);
    if (!own) return own.error();
    // Unmixing, scaling and mixing anew are one matrix.
    const auto amounts = pseudoInverse((*own)[0].density, (*own)[1].density);
    Matrix change{};
    for (std::size_t stain = 0; stain < 2; ++stain) {
        const double scale = target[stain].concentration / (*own)[stain].concentration;
        for (std::size_t i = 0; i < 3; ++i)
            for (std::size_t j = 0; j < 3; ++j) change[i][j] += target[stain].density[i] * scale * amounts[stain][j];
    }
    const std::size_t pixels = pixelCount(picture);
    std::uint8_t* rgb = picture.rgb.data();
    for (std::size_t i = 0; i < pixels; ++i, rgb += 3) {
        if (isBlack(rgb)) continue;
        const Vector value = densities(rgb);
        for (std::size_t channel = 0; channel < 3; ++channel) rgb[channel] = fromDensity(dot(change[channel], value));
    }
    return StainOutcome::Applied;
}

}  // namespace leukolens::stain
