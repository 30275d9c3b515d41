// A cell of a slide at large: its picture, the outlines of nucleus and cell, and what was measured.
#pragma once

#include <QImage>

#include <optional>

#include "core/base/result.h"
#include "core/image/cell_mask.h"
#include "core/image/cell_measures.h"
#include "core/slide/cut_out.h"

namespace leukolens::ui {

struct CellPicture {
    QImage picture;   ///< RGB888
    QImage outlines;  ///< ARGB32, as large: the cell's line in one colour, the nucleus's in another; null where no mask was found
    std::optional<image::CellMask> mask;  ///< px of `picture`
    std::vector<image::Measure> measures; ///< of the mask, without a scale
    double slidePxAPx = 1;                ///< px of level 0 a px of the picture
};

/// Of the cell in the box (px of level 0). Cut out more widely where no mask is found in the narrow picture; sidePx: the widest, which is shown where there is none at all. Any thread.
Result<CellPicture> makeCellPicture(const slide::Slide& slide, const slide::Box& box, double sidePx);

}  // namespace leukolens::ui
