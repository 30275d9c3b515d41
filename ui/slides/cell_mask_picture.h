// A cell of a slide at large: its picture, the outlines of nucleus and cell, and what was measured.
#pragma once

#include <QImage>

#include <optional>

#include "core/base/result.h"
#include "core/image/cell_mask.h"
#include "core/slide/cut_out.h"

namespace leukolens::ui {

struct CellPicture {
    QImage picture;   ///< RGB888
    QImage outlines;  ///< ARGB32, as large: the cell's line in one colour, the nucleus's in another; null where no mask was found
    std::optional<image::CellMask> mask;  ///< px of `picture`
    double slidePxAPx = 1;                ///< px of level 0 a px of the picture
};

/// Any thread.
Result<CellPicture> makeCellPicture(const slide::Slide& slide, const slide::Cut& cut);

}  // namespace leukolens::ui
