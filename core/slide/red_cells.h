// Red cells, as a measure of size and of how thick the smear is. OpenCV inside core/slide only.
#pragma once

#include <optional>

#include <opencv2/core.hpp>

namespace leukolens::slide {

inline constexpr double kRedCellUm = 7.2;  ///< across, in a smear (Bain 2015)

/// px: across the red cells of a picture. By votes of their outlines' pieces for circles (Hough; Kimme, Ballard & Sklansky 1975), so that overlapping ones count too. Nothing where too few circles are
/// found. bgra: CV_8UC4; of a large picture its middle is looked at.
std::optional<double> redCellDiameterPx(const cv::Mat& bgra);

}  // namespace leukolens::slide
