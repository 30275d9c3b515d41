// 8-bit sRGB to CIE L*a*b* and back, fast enough for every pixel. Tables are made at first use and never change: thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

namespace leukolens::stain {

/// CIE 1976 L*a*b*, white D65: L 0…100, a and b about ±128.
struct Lab {
    double l = 0, a = 0, b = 0;
};

/// sRGB of IEC 61966-2-1. Within 5e-4 of the formula.
Lab toLab(const std::uint8_t* rgb);

/// The nearest 8-bit sRGB colour; each channel is cut to 0…255. NaN gives 0.
void toRgb(const Lab& lab, std::uint8_t* rgb);

/// Optical density −ln(max(value, 1) / 255): 0 for 255, 5.54 for 0 and 1.
double density(std::uint8_t value);

/// The nearest 8-bit value of a density, cut to 0…255. NaN gives 255.
std::uint8_t fromDensity(double value);

/// A rising function of x in 0…limit whose result is wanted as the nearest whole number 0…255. Without evaluating it: the 255 places where
/// the rounded result steps up are found by a table of equal cells, then by comparing.
class ByteCurve {
public:
    /// stepAt(k), k = 1…255: the x from which on the result is k at least; rising with k. limit > 0: above it the result is 255.
    ByteCurve(double limit, const std::function<double(int)>& stepAt);

    std::uint8_t operator()(double x) const {
        if (!(x > 0)) return 0;
        if (x >= m_limit) return 255;
        int level = m_start[static_cast<std::size_t>(x * m_scale)];
        while (level < 255 && x >= m_steps[static_cast<std::size_t>(level)]) ++level;
        return static_cast<std::uint8_t>(level);
    }

private:
    double m_limit, m_scale;
    std::array<double, 255> m_steps{};  ///< m_steps[k−1] = stepAt(k)
    std::vector<std::uint8_t> m_start;  ///< each cell's result at its left edge
};

}  // namespace leukolens::stain
