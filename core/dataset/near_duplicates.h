// Pictures that show the same: re-encoded, resized, brighter or darker, cropped by a few percent, mirrored or turned by quarters.
#pragma once

#include <span>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/image/picture_sketch.h"

namespace leukolens::dataset {

/// Near duplicates are alike from here on. Measured in docs/results.md.
inline constexpr double kNearOnBlack = 0.83;           ///< cells on black: less of the picture tells them apart, JPEG disturbs their edge
inline constexpr double kNearWithSurroundings = 0.90;

struct NearPair {
    int first = 0;   ///< index into the sketches
    int second = 0;  ///< greater than first
    double similarity = 0.0;  ///< threshold … 1: correlation of fine textures once laid on one another
};

/// Compares all sketches with all on all cores, and gives the pairs sorted by first, then second. Pictures that are linked by near pairs form a
/// group; a group of n gives n − 1 pairs that connect it (where possible each with its earliest), so that however a group is divided, over parts or classes,
/// one of its pairs is divided too, and thousands of equal pictures give no millions of pairs. Cells on black and pictures with surroundings are never
/// compared with each other; pictures without structure only equal those of the same sketch. The same sketches in the same order give the
/// same pairs on any number of cores. Takes about 4 KiB for each sketch. Fails with Cancelled or OutOfMemory.
Result<std::vector<NearPair>> findNearDuplicates(std::span<const image::PictureSketch> sketches, ProgressSink& progress, const CancelToken& cancel);

}  // namespace leukolens::dataset
