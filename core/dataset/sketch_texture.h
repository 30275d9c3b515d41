// What near duplicates share: the fine pattern of a sketch, without the gross look that all cells of a stain have in common.
#pragma once

#include <array>
#include <cstddef>

#include "core/image/picture_sketch.h"

namespace leukolens::dataset {

using Grid = std::array<float, image::kSketchBins>;

struct Texture {
    Grid value{};   ///< standard deviations of the sketch; 0 where weight is 0
    Grid weight{};  ///< 1: part of the picture, 0: black background
};

/// Between two Gaussians (standard deviations in bins, fineBins < coarseBins; fineBins 0: nothing is smoothed), background left out of both.
Texture textureOf(const image::PictureSketch& sketch, double fineBins, double coarseBins);

/// The eight ways to lay a square on itself; 0 leaves it as it is.
inline constexpr int kTurns = 8;

struct GridPlace {
    int y = 0, x = 0;
};

/// Where on a grid of side × side the value for `place` comes from when the grid is turned.
GridPlace sourceOfTurn(int turn, GridPlace place, int side);

image::PictureSketch turned(const image::PictureSketch& sketch, int turn);

}  // namespace leukolens::dataset
