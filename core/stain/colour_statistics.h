// Six numbers that say how a picture is stained.
#pragma once

#include <array>
#include <optional>

#include "core/image/image.h"

namespace leukolens::stain {

/// Mean and standard deviation (of the population) of each channel of CIE L*a*b* (sRGB, D65) over the stained pixels, those that are neither
/// black nor transparent (tissue.h).
struct ColourStatistics {
    double meanL = 0, sdL = 0;  ///< 0…100
    double meanA = 0, sdA = 0;  ///< green to red, about ±128
    double meanB = 0, sdB = 0;  ///< blue to yellow, about ±128
};

inline constexpr std::size_t kColourFeatures = 6;
using ColourVector = std::array<double, kColourFeatures>;

/// Names of the entries of a ColourVector: the members in their order.
inline constexpr std::array<const char*, kColourFeatures> kColourFeatureNames = {"meanL", "sdL", "meanA", "sdA", "meanB", "sdB"};

ColourVector asVector(const ColourStatistics& colours);
ColourStatistics fromVector(const ColourVector& values);

/// Nothing if the picture has fewer than 256 stained pixels. Thread-safe.
std::optional<ColourStatistics> colourStatistics(const image::Image& picture);

}  // namespace leukolens::stain
