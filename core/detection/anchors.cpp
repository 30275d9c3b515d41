#include "core/detection/anchors.h"

#include <ATen/ATen.h>

namespace leukolens::detection {

at::Tensor anchorsOf(const AnchorShapes& shapes, const MapGrid& grid, int64_t height, int64_t width, const at::TensorOptions& options) {
    const auto sides = at::tensor(shapes.sides, options), heights = at::tensor(shapes.ratios, options).sqrt();
    const auto halfHeight = (heights.unsqueeze(1) * sides).flatten() / 2, halfWidth = ((1 / heights).unsqueeze(1) * sides).flatten() / 2;
    const auto around = at::stack({-halfWidth, -halfHeight, halfWidth, halfHeight}, 1).round();
    const auto x = (at::arange(width, options) * grid.strideX + grid.offset).expand({height, width});
    const auto y = (at::arange(height, options) * grid.strideY + grid.offset).unsqueeze(1).expand({height, width});
    const auto middles = at::stack({x, y, x, y}, 2).view({-1, 1, 4});
    return (middles + around).reshape({-1, 4});
}

}  // namespace leukolens::detection
