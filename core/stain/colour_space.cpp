#include "core/stain/colour_space.h"

#include <algorithm>
#include <cmath>

namespace leukolens::stain {
namespace {

/// Linear sRGB to XYZ, each row divided by the white point's value, so that its sum is 1.
constexpr double kToXyz[3][3] = {{0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047},
                                 {0.2126729, 0.7151522, 0.0721750},
                                 {0.0193339 / 1.08883, 0.1191920 / 1.08883, 0.9503041 / 1.08883}};
constexpr double kEpsilon = 216.0 / 24389.0, kKappa = 24389.0 / 27.0;  // CIE 15:2004, as exact fractions
constexpr int kRootCells = 1 << 14;
constexpr double kDarkestDensity = 5.541263545158426;  // ln 255

using Matrix = std::array<std::array<double, 3>, 3>;

Matrix inverse(const double (&m)[3][3]) {
    Matrix result{};
    const auto minor = [&](std::size_t r, std::size_t c) {
        const std::size_t r1 = (r + 1) % 3, r2 = (r + 2) % 3, c1 = (c + 1) % 3, c2 = (c + 2) % 3;
        return m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1];
    };
    const double determinant = m[0][0] * minor(0, 0) + m[0][1] * minor(0, 1) + m[0][2] * minor(0, 2);
    for (std::size_t r = 0; r < 3; ++r)
        for (std::size_t c = 0; c < 3; ++c) result[c][r] = minor(r, c) / determinant;
    return result;
}

double decoded(double value) { return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); }

struct Tables {
    std::array<double, 256> linear{}, density{};
    std::vector<float> root;  ///< CIE's f(t), the cube root with a straight foot, at kRootCells + 1 places of 0…1
    Matrix toLinear = inverse(kToXyz);
    ByteCurve encode{1.0, [](int k) { return decoded((k - 0.5) / 255); }};
    /// Of the density: 255 minus the value, which falls from 255 to 0 while the density rises.
    ByteCurve darkness{kDarkestDensity + 1, [](int k) { return std::log(255 / (255.5 - k)); }};

    Tables() {
        for (int i = 0; i < 256; ++i) {
            linear[static_cast<std::size_t>(i)] = decoded(i / 255.0);
            density[static_cast<std::size_t>(i)] = -std::log(std::max(i, 1) / 255.0);
        }
        for (int i = 0; i <= kRootCells; ++i) {
            const double t = static_cast<double>(i) / kRootCells;
            root.push_back(static_cast<float>(t > kEpsilon ? std::cbrt(t) : (kKappa * t + 16) / 116));
        }
        root.push_back(root.back());
    }
};

const Tables& tables() {
    static const Tables all;
    return all;
}

double rootOf(const Tables& all, double t) {
    const double place = std::min(t, 1.0) * kRootCells;
    const auto cell = static_cast<std::size_t>(place);
    const double left = all.root[cell];
    return left + (place - static_cast<double>(cell)) * (static_cast<double>(all.root[cell + 1]) - left);
}

/// Its inverse; f³ > ε just where f > 6/29.
double cubeOf(double f) { return f > 6.0 / 29 ? f * f * f : (116 * f - 16) / kKappa; }

}  // namespace

ByteCurve::ByteCurve(double limit, const std::function<double(int)>& stepAt) : m_limit(limit) {
    constexpr int kCells = 4096;
    m_scale = kCells / limit;
    for (int k = 1; k <= 255; ++k) m_steps[static_cast<std::size_t>(k - 1)] = stepAt(k);
    for (int cell = 0; cell <= kCells; ++cell) {
        const auto above = std::upper_bound(m_steps.begin(), m_steps.end(), cell / m_scale);
        m_start.push_back(static_cast<std::uint8_t>(above - m_steps.begin()));
    }
}

Lab toLab(const std::uint8_t* rgb) {
    const Tables& all = tables();
    const double r = all.linear[rgb[0]], g = all.linear[rgb[1]], b = all.linear[rgb[2]];
    double f[3];
    for (int i = 0; i < 3; ++i) f[i] = rootOf(all, kToXyz[i][0] * r + kToXyz[i][1] * g + kToXyz[i][2] * b);
    return {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

void toRgb(const Lab& lab, std::uint8_t* rgb) {
    const Tables& all = tables();
    const double fy = (lab.l + 16) / 116;
    const double x = cubeOf(fy + lab.a / 500), y = cubeOf(fy), z = cubeOf(fy - lab.b / 200);
    for (std::size_t i = 0; i < 3; ++i) rgb[i] = all.encode(all.toLinear[i][0] * x + all.toLinear[i][1] * y + all.toLinear[i][2] * z);
}

double density(std::uint8_t value) { return tables().density[value]; }

std::uint8_t fromDensity(double value) { return static_cast<std::uint8_t>(255 - tables().darkness(value)); }

}  // namespace leukolens::stain
