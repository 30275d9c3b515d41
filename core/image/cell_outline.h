// The outline of a cell around its nucleus. OpenCV inside core/image only.
#pragma once

#include <vector>

#include "core/image/smear.h"

namespace leukolens::image {

struct CellOutline {
    std::vector<cv::Point2f> points;  ///< a closed line in the smear's px, one point each 3.75° around the cell; empty: no ground is seen around the nucleus
    double edge = 0;                  ///< how much darker it is inside than outside along it, 0…1, mean
};

/// A line once around the nucleus on which each way outwards leaves colours of the cell for those of its surroundings, over an edge, and which hardly jumps from one way to the next: the best of all such lines, by
/// dynamic programming over radii. Colours of cell and surroundings are learnt from what lies beside the nucleus and far from it; with `cell` (from a first outline) from inside and outside of that.
/// nucleus, cell: CV_8U, 255 inside; cell may be empty.
CellOutline outlineAround(const Smear& smear, const cv::Mat& nucleus, const cv::Mat& cell);

/// CV_8U of that size, 255 inside. scale: px of the mask over px of the outline.
cv::Mat filled(const CellOutline& outline, cv::Size size, double scale);

}  // namespace leukolens::image
