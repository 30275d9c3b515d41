// What a map says about regions of the picture (He et al. 2017, "Mask R-CNN", RoIAlign), as torchvision computes it with aligned = false.
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "core/detection/map_grid.h"

namespace leukolens::detection {

inline constexpr int64_t kRegionSide = 7;     ///< places of a region's grid each way
inline constexpr int64_t kRegionSamples = 2;  ///< points each way whose mean is a place's value

/// map: N × C × H × W float. regions: K × 4 in px of the pictures; pictures: K int64, 0 … N−1. K × C × side × side, with a gradient for the map. Points more than one
/// place off the map are 0; a region is at least one place of the map wide and high.
at::Tensor roiAlign(const at::Tensor& map, const MapGrid& grid, const at::Tensor& regions, const at::Tensor& pictures, int64_t side = kRegionSide,
                    int64_t samples = kRegionSamples);

/// The same of a pyramid, each region on the map that fits its size: side·side = 224² on the third of four (Lin et al. 2017, equation 1).
/// maps: fine to coarse, of as many channels; a single one is used for all. grids: one a map, strides that double.
at::Tensor roiAlign(const std::vector<at::Tensor>& maps, const std::vector<MapGrid>& grids, const at::Tensor& regions, const at::Tensor& pictures);

/// Which map that is: K int64, 0 … maps − 1. firstStride: of the finest.
at::Tensor pyramidLevels(const at::Tensor& regions, double firstStride, int64_t maps);

}  // namespace leukolens::detection
