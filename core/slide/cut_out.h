// A cell of a slide as a picture of its own.
#pragma once

#include "core/slide/cell_finder.h"
#include "core/slide/slide.h"

namespace leukolens::slide {

/// A square, whole px of level 0.
struct Cut {
    std::int64_t x = 0, y = 0;  ///< left, top; may lie outside the slide
    int side = 1;
};

/// Around the middle of the box, of sidePx, or of the box with a quarter more where that is larger: no cell is cut through.
Cut cutAround(const Box& box, double sidePx);

/// Side of a cell's picture, px of level 0: sideUm where the scale is known (µm per px), else a little more than twice the cell.
double pictureSide(const Box& box, std::optional<double> umPerPx, double sideUm);

inline constexpr int kMostCutPx = 1'024;

/// With its background, white where it reaches over the slide's edge. At most kMostCutPx a side: from a coarser level where level 0 has more. Fails as Slide::read() does.
Result<image::Image> cutOut(const Slide& slide, const Cut& cut);

}  // namespace leukolens::slide
