// A four-channel JPEG written by hand: OpenCV writes none.
#pragma once

#include <array>
#include <cstdint>

#include "core/base/files.h"

namespace leukolens::image::test {

/// 16 × 16 px of one colour; the four values as Adobe stores them (255 is no ink).
Bytes flatCmykJpeg(const std::array<std::uint8_t, 4>& cmyk);

}  // namespace leukolens::image::test
