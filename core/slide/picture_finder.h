// Another way to find cells, put in place of the program's own finder.
#pragma once

#include <functional>
#include <vector>

#include "core/base/result.h"
#include "core/image/image.h"
#include "core/slide/cell_finder.h"

namespace leukolens::slide {

inline constexpr double kAtOnce = 1.25;

struct PictureFinder {
    double umPerPx = 0;  ///< of the pictures that it is to be shown, > 0
    int sidePx = 0;      ///< of them; smaller ones come only from slides that are smaller, and a slide that is up to kAtOnce times as large is shown as a whole
    /// Cells in px of the picture, their scores from kLeastScore on. One call at a time, from any thread. Its error counts for that part alone.
    std::function<Result<std::vector<FoundCell>>(const image::Image&)> find;
};

}  // namespace leukolens::slide
