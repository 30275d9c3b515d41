// Where in a picture the places of a map lie.
#pragma once

namespace leukolens::detection {

/// Place (row, column) of a map stands for the point (column · strideX + offset, row · strideY + offset) of the picture, in px.
struct MapGrid {
    double strideX = 16, strideY = 16;
    double offset = 0;
};

}  // namespace leukolens::detection
