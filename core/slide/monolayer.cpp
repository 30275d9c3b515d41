#include "core/slide/monolayer.h"

#include <algorithm>

#include <opencv2/imgproc.hpp>

namespace leukolens::slide {
namespace {

constexpr double kWithinUm = 50;
constexpr double kStained = 0.1;                    ///< density of green: no ground
constexpr double kLeastCover = 0.12, kMostCover = 0.8;
constexpr double kPiled = 1.6;                      ///< times a red cell's density
constexpr double kMostPiled = 0.25;                 ///< of what is covered

cv::Mat meanAround(const cv::Mat& mask, int side) {
    cv::Mat mean;
    cv::boxFilter(mask, mean, CV_32F, {side, side}, {-1, -1}, true, cv::BORDER_REFLECT);
    return mean;
}

}  // namespace

cv::Mat monolayerMask(const StainMaps& maps, double umPerPx, const StainLevels& levels) {
    const int side = 2 * std::max(1, cvRound(kWithinUm / umPerPx)) + 1;
    const cv::Mat other = maps.nuclear < levels.nuclei * kDensityUnit;
    const cv::Mat cover = meanAround((maps.green >= kStained * kDensityUnit) & other, side), piled = meanAround((maps.green >= kPiled * levels.redCellGreen * kDensityUnit) & other, side);
    return (cover >= 255 * kLeastCover) & (cover <= 255 * kMostCover) & (piled <= kMostPiled * cover);
}

}  // namespace leukolens::slide
