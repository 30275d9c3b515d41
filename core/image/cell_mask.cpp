#include "core/image/cell_mask.h"

#include <algorithm>
#include <numbers>

#include <opencv2/imgproc.hpp>

#include "core/image/black_border.h"
#include "core/image/cell_outline.h"
#include "core/image/nucleus_lobes.h"
#include "core/image/opencv_setup.h"

namespace leukolens::image {
namespace {

constexpr double kLeastEdge = 0.03;   ///< along the outline: real cells have 0.05 and more
constexpr double kLargestShare = 0.9; ///< of the picture
constexpr int kFewestPixels = 30;     ///< of nucleus and cell in the reduced picture

/// Of a closed line through pixels' middles, around the pixels. Each point counts as the mean of those beside it: the steps from pixel to pixel are longer than the line.
double lengthOf(const std::vector<cv::Point>& contour) {
    constexpr int kBeside = 3;
    const int count = static_cast<int>(contour.size());
    std::vector<cv::Point2f> smooth;
    for (int i = 0; i < count; ++i) {
        cv::Point sum;
        for (int j = -kBeside; j <= kBeside; ++j) sum += contour[static_cast<std::size_t>(((i + j) % count + count) % count)];
        smooth.emplace_back(cv::Point2f(sum) / (2 * kBeside + 1));
    }
    return cv::arcLength(smooth, true) + std::numbers::pi;
}

/// 4π · area / perimeter², with the perimeters of all parts together.
double roundnessOf(const cv::Mat& mask, double area) {
    std::vector<std::vector<cv::Point>> contours;
    cv::findContours(mask, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
    double perimeter = 0;
    for (const auto& contour : contours) perimeter += lengthOf(contour);
    return perimeter > 0 ? std::min(1.0, 4 * std::numbers::pi * area / (perimeter * perimeter)) : 0;
}

cv::Mat withoutHoles(const cv::Mat& mask) {
    std::vector<std::vector<cv::Point>> contours;
    cv::findContours(mask, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
    cv::Mat whole = cv::Mat::zeros(mask.size(), CV_8U);
    cv::drawContours(whole, contours, -1, 255, cv::FILLED);
    return whole;
}

std::vector<std::uint8_t> bytesOf(const cv::Mat& mask) { return {mask.datastart, mask.dataend}; }

}  // namespace

std::optional<CellMask> findCell(const Image& picture) {
    prepareOpenCv();
    const auto smear = smearOf(picture);
    if (!smear) return std::nullopt;
    auto lobes = findLobes(*smear);
    if (!lobes) return std::nullopt;
    cv::Mat cell, nucleus = lobes->mask;
    CellOutline outline;
    // Twice: the first outline shows what colours the cytoplasm has.
    for (int round = 0; round < 2; ++round) {
        outline = outlineAround(*smear, nucleus, cell);
        if (outline.points.empty()) return std::nullopt;
        cell = filled(outline, smear->stain.size(), 1);
        nucleus = nucleusWithin(*smear, cell, *lobes);
        if (cv::countNonZero(nucleus) < kFewestPixels) return std::nullopt;
    }
    if (outline.edge < kLeastEdge || cv::countNonZero(cell) > kLargestShare * static_cast<double>(cell.total()) || !isStainedAsNucleus(*smear, nucleus)) return std::nullopt;
    const cv::Size size(picture.width, picture.height);
    const cv::Mat whole = filled(outline, size, 1 / smear->scale);
    cv::Mat large;
    cv::resize(withoutHoles(nucleus), large, size, 0, 0, cv::INTER_LINEAR);
    const cv::Mat inner = (large > 127) & whole;
    CellMask mask{picture.width, picture.height, bytesOf(whole), bytesOf(inner), cv::countNonZero(whole), cv::countNonZero(inner), 0, 0, 0};
    if (mask.cellAreaPx == 0 || mask.nucleusAreaPx == 0) return std::nullopt;
    mask.nucleusToCell = static_cast<double>(mask.nucleusAreaPx) / static_cast<double>(mask.cellAreaPx);
    mask.cellRoundness = roundnessOf(whole, static_cast<double>(mask.cellAreaPx));
    mask.nucleusRoundness = roundnessOf(inner, static_cast<double>(mask.nucleusAreaPx));
    return mask;
}

Image cellOnBlack(const Image& picture, const CellMask& mask) {
    Image result = picture;
    for (std::size_t i = 0; i < mask.cell.size(); ++i)
        if (mask.cell[i] == 0) std::fill_n(result.rgb.begin() + static_cast<std::ptrdiff_t>(3 * i), 3, std::uint8_t{0});
    return result;
}

OnBlack onBlack(const Image& picture) {
    if (borderIsBlack(picture)) return {};
    const auto cell = findCell(picture);
    if (!cell) return {std::nullopt, true};
    return {cellOnBlack(picture, *cell), false};
}

}  // namespace leukolens::image
