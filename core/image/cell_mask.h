// Which pixels of a picture are the one white cell in its middle, and which of them its nucleus.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/image/image.h"

namespace leukolens::image {

/// Raised whenever findCell() gives other masks: what was kept of earlier ones is not used then.
inline constexpr int kCellMaskVersion = 1;

/// Both masks: width × height of the picture, row after row, 255 inside and 0 outside. The nucleus lies within the cell.
struct CellMask {
    int width = 0, height = 0;
    std::vector<std::uint8_t> cell, nucleus;
    std::int64_t cellAreaPx = 0, nucleusAreaPx = 0;  ///< nucleus: of all its lobes
    double nucleusToCell = 0;    ///< area of the nucleus over that of the whole cell, 0…1
    double cellRoundness = 0;    ///< 4π · area / perimeter², 0…1, a circle 1
    double nucleusRoundness = 0; ///< likewise, with the perimeters of all lobes together
};

/// The cell in the middle of a stained smear's picture (Romanowsky stains; made for 100 to 600 px). Nothing where none is found: a blank or flat picture, noise, a picture whose middle shows no stained
/// nucleus or whose ground is not to be seen. A picture of any size ≥ 1 px. 5 to 8 ms for 360 × 360 px on one core. Thread-safe. How well it finds them: docs/results.md.
std::optional<CellMask> findCell(const Image& picture);

/// The picture with everything black that is not the cell.
Image cellOnBlack(const Image& picture, const CellMask& mask);

/// A picture for a network that knows cells on black alone.
struct OnBlack {
    std::optional<Image> picture;  ///< made black around its cell; nothing: to be taken as it is
    bool cellMissing = false;      ///< it is not on black, and no cell was found
};
OnBlack onBlack(const Image& picture);

}  // namespace leukolens::image
