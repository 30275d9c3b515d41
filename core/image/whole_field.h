// Whether a picture shows a whole field of many cells and not one cell.
#pragma once

#include "core/image/image.h"

namespace leukolens::image {

/// What speaks for a field.
struct FieldSigns {
    bool onBlack = false;  ///< its border is mostly black: a cell that was cut out
    int shortSidePx = 0;
    double elongation = 1;  ///< longer by shorter side
    int bodies = 0;         ///< round things darker than the ground, cells of any kind, from 8 % of the shorter side in diameter
    int nuclei = 0;         ///< dark purple things, lobes of one nucleus together, from 0.3 % of the picture
};

/// Counted on a copy whose shorter side has 160 px; of pictures on black, and of strips longer than four times their height, nothing is counted. About a
/// millisecond for 640 × 480 px on one core. Thread-safe.
FieldSigns fieldSignsOf(const Image& picture);

/// A camera's frame (longer by a quarter or more, at least 300 px high) with six bodies or more, or any picture with five nuclei or more; never one on
/// black. How often it is right: docs/results.md, Whole fields. A square cut-out of a field around one white cell passes for a cell, as it should.
bool isWholeField(const FieldSigns& signs);

}  // namespace leukolens::image
