// The turn that a camera noted beside a picture.
#pragma once

#include <cstdint>
#include <span>

#include "core/image/image.h"

namespace leukolens::image {

/// As many as a JPEG can carry, where longer ones could be.
inline constexpr std::uint64_t kMaxExifBytes = 65'533;

/// EXIF's orientation 1…8 (tag 274 of the first directory; EXIF 2.32, 4.6.4). 1 where `exif` says nothing or nonsense: a picture is never
/// refused for it. `exif` begins with TIFF's byte order, or with "Exif\0\0" before it.
int exifOrientation(std::span<const std::uint8_t> exif);

/// Of the picture as a viewer shows it. 1: unchanged; 2 mirrored, 3 turned by half, 4 upside down, 5…8 turned by a quarter.
struct Turn {
    explicit Turn(int orientation)
        : quarter(orientation >= 5 && orientation <= 8), fromRight(orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8),
          fromBelow(orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7) {}
    bool none() const { return !quarter && !fromRight && !fromBelow; }

    bool quarter;    ///< rows are the stored columns
    bool fromRight;  ///< stored columns are taken from the right,
    bool fromBelow;  ///< stored rows from below
};

/// Calls copy(from) for each pixel of the turned picture, row after row; `from`: its place in the stored one of width × height px, counted row after row.
template <class Copy>
void forEachTurned(const Turn& turn, int width, int height, const Copy& copy) {
    const int rows = turn.quarter ? width : height, columns = turn.quarter ? height : width;
    for (int y = 0; y < rows; ++y) {
        for (int x = 0; x < columns; ++x) {
            const int column = turn.quarter ? y : x, row = turn.quarter ? x : y;
            copy(static_cast<std::size_t>(turn.fromBelow ? height - 1 - row : row) * static_cast<std::size_t>(width) + static_cast<std::size_t>(turn.fromRight ? width - 1 - column : column));
        }
    }
}

Image oriented(Image image, int orientation);

}  // namespace leukolens::image
