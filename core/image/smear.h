// A stained smear's picture in numbers that do not depend on lamp and camera: what finds the cell works on these. OpenCV inside core/image only.
#pragma once

#include <optional>

#include <opencv2/core.hpp>

#include "core/image/image.h"

namespace leukolens::image {

/// Pictures are looked at this small, longer side in px: a cell is large in its picture, and its outline smooth.
inline constexpr int kSmearPx = 200;

/// All of one size, of the reduced and slightly smoothed picture. Black pixels (what lies outside a cut) count as ground.
struct Smear {
    double scale = 1;  ///< reduced px over the picture's px, at most 1
    cv::Mat light;     ///< CV_32FC3: R, G, B over those of the ground, 0…1.2
    cv::Mat stain;     ///< CV_32F: optical densities of R and G together, 0: ground. Red cells absorb little red, nuclei the most
    cv::Mat darkness;  ///< CV_32F, 0…1: distance of the light from the ground's
};

/// Nothing where a side is too short or no ground is bright enough to compare with.
std::optional<Smear> smearOf(const Image& picture);

}  // namespace leukolens::image
