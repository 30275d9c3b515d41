// Which pixels of a picture are stained, which are background.
#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>

#include "core/image/image.h"

namespace leukolens::stain {

/// A pixel none of whose channels is above this lies outside a cell that was cut out on black. Not 0: a picture re-encoded as JPEG has a
/// black that is not quite black (0.9 % of the pixels of C-NMC), and no stain is that dark.
inline constexpr int kBlackLevel = 16;

/// Macenko's β: a pixel with an optical density below it in any channel is transparent. Density is −ln(value / 255), as the ports of
/// the method have it; with the base 10 of the paper 99.9 % of the pixels of the Taleqani pictures would be transparent (docs/results.md).
inline constexpr double kTransparentDensity = 0.15;

/// 255·exp(−0.15) = 219.48: the largest value of a stained pixel's brightest channel.
inline constexpr int kBrightestStained = 219;

/// With fewer stained pixels (16 × 16) a picture's numbers mean nothing.
inline constexpr std::int64_t kMinStainedPixels = 256;

/// rgb: three values. Black pixels are never counted and never changed.
inline bool isBlack(const std::uint8_t* rgb) { return std::max({rgb[0], rgb[1], rgb[2]}) <= kBlackLevel; }

/// Neither black nor transparent: these pixels are counted.
inline bool isStained(const std::uint8_t* rgb) {
    const int brightest = std::max({rgb[0], rgb[1], rgb[2]});
    return brightest > kBlackLevel && brightest <= kBrightestStained;
}

/// Pixels of a picture. Throws std::invalid_argument where its sizes contradict each other.
inline std::size_t pixelCount(const image::Image& picture) {
    if (picture.width < 0 || picture.height < 0 || picture.rgb.size() != picture.offset(0, picture.height))
        throw std::invalid_argument("a picture's size does not fit its pixels");
    return picture.rgb.size() / 3;
}

}  // namespace leukolens::stain
