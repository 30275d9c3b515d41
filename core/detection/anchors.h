// Boxes of fixed sizes at every place of a map, which a network moves and scales to where something is.
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "core/detection/map_grid.h"

namespace leukolens::detection {

struct AnchorShapes {
    std::vector<double> sides;                   ///< px: the root of the area
    std::vector<double> ratios{0.5, 1.0, 2.0};   ///< height by width

    int64_t count() const { return static_cast<int64_t>(sides.size() * ratios.size()); }
};

/// height·width·count × 4, place after place row by row, at each all sides of the first ratio, then of the next; as torchvision's AnchorGenerator, corners rounded to px.
at::Tensor anchorsOf(const AnchorShapes& shapes, const MapGrid& grid, int64_t height, int64_t width, const at::TensorOptions& options);

}  // namespace leukolens::detection
