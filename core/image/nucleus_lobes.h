// The nucleus in the middle of a smear's picture. OpenCV inside core/image only.
#pragma once

#include <optional>

#include "core/image/smear.h"

namespace leukolens::image {

struct NucleusLobes {
    cv::Mat mask;         ///< CV_8U, 0 or 255, of the smear's size: all its lobes
    float threshold = 0;  ///< of Smear::stain
};

/// By Otsu's thresholds between ground, what is stained, and nuclei (Otsu 1979, three classes); the part nearest to the middle with those beside it that no ground lies between. Nothing where none is near
/// the middle.
std::optional<NucleusLobes> findLobes(const Smear& smear);

/// Once the cell is known: by a threshold between its nucleus and its cytoplasm. cell: CV_8U, 255 inside.
cv::Mat nucleusWithin(const Smear& smear, const cv::Mat& cell, const NucleusLobes& lobes);

/// Stained as nuclei are, and not as red cells or print. nucleus: CV_8U, not empty.
bool isStainedAsNucleus(const Smear& smear, const cv::Mat& nucleus);

}  // namespace leukolens::image
