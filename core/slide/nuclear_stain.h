// How strongly pixels are stained as nuclei are. OpenCV inside core/slide only.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include <opencv2/core.hpp>

#include "core/slide/slide.h"

namespace leukolens::slide {

/// Densities are kept in bytes of so many to one unit of optical density (natural logarithm).
inline constexpr double kDensityUnit = 64;

/// A view of the pixels, CV_8UC4 in the order B, G, R, A; only to be read.
cv::Mat view(const Pixels& pixels);

struct Ground {
    std::array<double, 3> rgb{};  ///< 0…255: where no cell is
};

/// Mean of the brightest by their green; black pixels do not count. Nothing where these are too dark to compare with. bgra: CV_8UC4, not empty.
std::optional<Ground> groundOf(const cv::Mat& bgra);

/// Both CV_8U, of the picture's size.
struct StainMaps {
    cv::Mat nuclear;  ///< densities of red and green together less 1.5 times that of blue: red cells, which absorb blue, have little, nuclei the most
    cv::Mat green;    ///< density of green: everything that is stained, red cells included
};

/// bgra: CV_8UC4.
StainMaps stainMaps(const cv::Mat& bgra, const Ground& ground);

/// The upper of two thresholds that part the map's bytes into three classes the best (Otsu 1979): ground and red cells below, nuclei above, where there are enough. counts: of the bytes 0…255.
int upperThreshold(const std::array<double, 256>& counts);

std::array<double, 256> histogramOf(const cv::Mat& bytes);

}  // namespace leukolens::slide
