// Coarser copies of pictures: each half as wide and high as the one before, rounded up.
#pragma once

#include <span>

#include "core/slide/slide.h"

namespace leukolens::slide {

inline constexpr int kPictureTilePx = 256;

/// Down to 512 px of the longer side. width, height ≥ 1 px.
std::vector<Level> levelsOfPicture(int width, int height);

/// R, G, B bytes to as many pixels.
void toArgb(std::span<const std::uint8_t> rgb, std::uint32_t* argb);

/// Means of 2 × 2 px of two rows. Where the width is odd, the last column counts alone; where there is no lower row, the upper one is given twice.
/// `half`: (width + 1) / 2 px.
void halveRows(const std::uint32_t* upper, const std::uint32_t* lower, int width, std::uint32_t* half);

}  // namespace leukolens::slide
