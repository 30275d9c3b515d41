// A small description of a picture, from which its near duplicates are found: dataset/near_duplicates.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/image/image.h"

namespace leukolens::image {

/// Sketches of another version are not comparable: make them anew from the picture.
inline constexpr int kSketchVersion = 1;

inline constexpr int kSketchSide = 32;
inline constexpr std::size_t kSketchBins = static_cast<std::size_t>(kSketchSide) * kSketchSide;
/// A bin that is mostly black background.
inline constexpr std::int8_t kNoBin = -128;

/// Plain bytes without pointers, 1,030 of them. Any content is safe to compare.
struct PictureSketch {
    /// Rows from top to bottom over the frame (below): logarithm of the luma, mean 0 and standard deviation 32 over the bins that are not
    /// kNoBin, clipped to −127…127. A factor of the brightness shifts a logarithm and a gamma stretches it, so neither changes the bins.
    std::array<std::int8_t, kSketchBins> bins{};
    std::uint16_t contrast = 0;                 ///< standard deviation of the logarithm before it was made 32, in 1/10,000; 65,535 at most
    std::array<std::uint8_t, 3> meanColour{};   ///< R, G, B of the whole picture, 0…255
    std::uint8_t onBlack = 0;                   ///< 1: a cell on black, its bounding box is the frame; 0: the whole picture is

    bool operator==(const PictureSketch&) const = default;
};

/// Of any picture; where its border is mostly black, of the bounding box of what is not. Less than 2 ms for 450 × 450 px on one core.
/// Throws std::invalid_argument for an empty picture or one whose bytes do not fit its size. Thread-safe.
PictureSketch sketchOf(const Image& image);

}  // namespace leukolens::image
