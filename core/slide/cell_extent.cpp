#include "core/slide/cell_extent.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <opencv2/imgproc.hpp>

namespace leukolens::slide {
namespace {

constexpr std::size_t kRays = 48;
constexpr double kWidestUm = 5;      ///< cytoplasm around the nucleus's hull
constexpr double kRuns = 2;          ///< px of something else end a ray: granules and vacuoles are smaller

/// Where the ray leaves the convex hull that holds its start.
double leaves(const std::vector<cv::Point>& hull, cv::Point2d from, cv::Point2d way) {
    double farthest = 0;
    for (std::size_t i = 0; i < hull.size(); ++i) {
        const cv::Point2d a = cv::Point2d(hull[i]) + cv::Point2d(0.5, 0.5), b = cv::Point2d(hull[(i + 1) % hull.size()]) + cv::Point2d(0.5, 0.5);
        const cv::Point2d side = b - a;
        const double turn = way.cross(side);
        if (std::abs(turn) < 1e-9) continue;
        const double along = (a - from).cross(side) / turn, share = (a - from).cross(way) / turn;
        if (share >= 0 && share <= 1) farthest = std::max(farthest, along);
    }
    return farthest;
}

}  // namespace

cv::Rect2d cellExtent(const StainMaps& maps, const Nuclei& nuclei, std::size_t index, double umPerPx, const StainLevels& levels) {
    const auto& nucleus = nuclei.list[index];
    std::array<double, kRays> hull{}, wide{};
    std::array<bool, kRays> known{};
    std::vector<double> widths;
    const double limit = kWidestUm / umPerPx;
    for (std::size_t ray = 0; ray < kRays; ++ray) {
        const double angle = 2 * std::numbers::pi * static_cast<double>(ray) / kRays;
        const cv::Point2d way(std::cos(angle), std::sin(angle));
        hull[ray] = leaves(nucleus.hull, nucleus.centre, way) + 0.5;
        double last = 0, other = 0;
        for (double r = 0.5; r <= limit && !known[ray]; r += 0.5) {
            const cv::Point2d place = nucleus.centre + way * (hull[ray] + r);
            const cv::Point at(static_cast<int>(std::floor(place.x)), static_cast<int>(std::floor(place.y)));
            if (at.x < 0 || at.y < 0 || at.x >= maps.green.cols || at.y >= maps.green.rows) break;
            const int label = nuclei.labels.at<int>(at);
            if (label != 0 && label != static_cast<int>(index) + 1) {
                // Two cells share what lies between their nuclei.
                wide[ray] = r / 2;
                known[ray] = true;
                break;
            }
            if (isWhiteCell(maps.nuclear.at<std::uint8_t>(at), maps.green.at<std::uint8_t>(at), levels)) {
                last = r;
                other = 0;
            } else if ((other += 0.5) >= kRuns) {
                wide[ray] = last;
                known[ray] = true;
            }
        }
        if (known[ray]) widths.push_back(wide[ray]);
    }
    double usual = 1 / umPerPx;
    if (!widths.empty()) {
        std::nth_element(widths.begin(), widths.begin() + static_cast<std::ptrdiff_t>(widths.size() / 2), widths.end());
        usual = widths[widths.size() / 2];
    }
    std::array<double, kRays> smooth{};
    for (std::size_t ray = 0; ray < kRays; ++ray) {
        std::array<double, 5> around{};
        for (std::size_t i = 0; i < around.size(); ++i) {
            const std::size_t j = (ray + kRays + i - 2) % kRays;
            around[i] = known[j] ? wide[j] : usual;
        }
        std::sort(around.begin(), around.end());
        smooth[ray] = hull[ray] + around[2];
    }
    double left = 0, right = 0, top = 0, bottom = 0;
    for (std::size_t ray = 0; ray < kRays; ++ray) {
        const double angle = 2 * std::numbers::pi * static_cast<double>(ray) / kRays, x = smooth[ray] * std::cos(angle), y = smooth[ray] * std::sin(angle);
        left = std::min(left, x);
        right = std::max(right, x);
        top = std::min(top, y);
        bottom = std::max(bottom, y);
    }
    return {nucleus.centre.x + left, nucleus.centre.y + top, right - left, bottom - top};
}

}  // namespace leukolens::slide
