// The turn that a camera noted beside a picture.
#pragma once

#include <cstdint>
#include <span>

#include "core/image/image.h"

namespace leukolens::image {

/// EXIF's orientation 1…8 (tag 274 of the first directory; EXIF 2.32, 4.6.4). 1 where `exif` says nothing or nonsense: a picture is never
/// refused for it. `exif` begins with TIFF's byte order, or with "Exif\0\0" before it.
int exifOrientation(std::span<const std::uint8_t> exif);

/// The picture as a viewer shows it. 1: unchanged; 2 mirrored, 3 turned by half, 4 upside down, 5…8 turned by a quarter.
Image oriented(Image image, int orientation);

}  // namespace leukolens::image
