// What a cell and its nucleus measure: size, shape, colour and texture, as numbers with names.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/image/cell_mask.h"
#include "core/image/image.h"

namespace leukolens::image {

struct Measure {
    std::string_view name;  ///< lives as long as the program
    double value = 0;
};

/// The same names in the same order for every cell, so that their values are a vector of features; with a scale the areas in µm² follow at the end. mask: of this picture. umPerPx: > 0, of the picture.
///
/// - cell_area_px, nucleus_area_px, cytoplasm_area_px: px².
/// - nucleus_to_cell: area of the nucleus over that of the cell. nucleus_to_cytoplasm: over that of the rest of the cell; 1,000 at most.
/// - cell_roundness, nucleus_roundness: 4π · area / perimeter² (core/image/cell_mask.h). nucleus_solidity: area over that of its convex hull, 0…1. nucleus_lobes: parts that do not touch, from 2 % of it.
/// - nucleus_red, _green, _blue and cytoplasm_red, _green, _blue: means, 0…255; 0 without cytoplasm.
/// - Of the nucleus's green in 32 grey levels, each 8 values wide: nucleus_green_sd (in values 0…255), nucleus_entropy (Shannon, bits), and of grey level co-occurrence matrices (Haralick, Shanmugam &
///   Dinstein 1973; pixels beside one another in four directions, symmetric, means over the directions) nucleus_glcm_contrast, nucleus_glcm_correlation (1 where all are equal), nucleus_glcm_energy (angular
///   second moment), nucleus_glcm_homogeneity (inverse difference moment), nucleus_glcm_entropy (bits). Texture depends on magnification and focus: to be compared between pictures of one microscope only.
///
/// About a millisecond for 360 × 360 px on one core. Thread-safe.
std::vector<Measure> measuresOf(const Image& picture, const CellMask& mask, std::optional<double> umPerPx);

/// The names alone; scaled: with those of µm².
std::vector<std::string_view> measureNames(bool scaled);

}  // namespace leukolens::image
