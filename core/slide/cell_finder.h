// Where the white cells are in a field or a block of a slide.
#pragma once

#include <optional>
#include <vector>

#include "core/slide/slide.h"

namespace leukolens::slide {

struct Box {
    double x = 0, y = 0, width = 0, height = 0;  ///< px: left, top, size
};

/// Intersection over union, 0…1.
double overlapOf(const Box& a, const Box& b);

struct FoundCell {
    Box box;                    ///< of the whole cell, nucleus and cytoplasm, within the picture
    double score = 0;           ///< 0…1: how much nucleus and size are those of a white cell; no probability. What is below kLeastScore is not reported
    double nucleusAreaUm2 = 0;  ///< of all its lobes, to about 15 % (core/image/cell_mask.h is more exact)
    bool cut = false;           ///< by the edge of the picture or slide: more of it lies outside
};
inline constexpr double kLeastScore = 0.5;

struct FieldCells {
    std::vector<FoundCell> cells;  ///< from top to bottom, then from left to right, by their middles
    std::optional<double> umPerPx; ///< what was searched with
    bool umPerPxEstimated = false; ///< from the red cells
};

/// White cells of a Romanowsky-stained smear, by their nuclei. umPerPx: of `pixels`, > 0; nothing: from the red cells. Where that is not possible either (FieldCells::umPerPx then is nothing), and where a pixel is wider than
/// 1.25 µm, no cells are found. A picture of any size; parts without cells cost the least. 640 × 480 px in 3 ms on one core, 20 ms more where the scale is
/// estimated. Thread-safe. How well it finds them: docs/results.md.
FieldCells findCells(const Pixels& pixels, std::optional<double> umPerPx);

/// From the red cells' size, taken as 7.2 µm across (Bain 2015). Nothing where too few lie free. Red cells of a sick person may be a fifth smaller or larger, and the scale with them. Thread-safe.
std::optional<double> estimateUmPerPx(const Pixels& pixels);

}  // namespace leukolens::slide
