// Whether a cell was cut out on black.
#pragma once

#include <cstdint>

#include "core/image/image.h"

namespace leukolens::image {

/// Below this luma a pixel may be black background that JPEG has disturbed.
inline constexpr int kBlackLuma = 24;

/// 0.30 R + 0.59 G + 0.11 B, 0…255.
inline std::uint8_t lumaOf(const std::uint8_t* rgb) { return static_cast<std::uint8_t>((77u * rgb[0] + 150u * rgb[1] + 29u * rgb[2] + 128u) >> 8); }

/// More than half of the pixels along the four sides are black. Not of an empty picture. Thread-safe.
bool borderIsBlack(const Image& picture);

}  // namespace leukolens::image
