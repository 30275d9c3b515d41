#include "core/image/whole_field.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "core/image/black_border.h"
#include "core/image/opencv_setup.h"

namespace leukolens::image {
namespace {

constexpr int kLookedAtPx = 160;  // shorter side
constexpr double kLongestStrip = 4;
constexpr double kLeastBodyRadius = 0.04;  // of the shorter side
constexpr int kMostBodies = 60;
constexpr double kLeastNucleus = 0.003;  // of the picture
constexpr int kLobesApartPx = 4;         // each side grows by this before they are counted

constexpr double kFrameElongation = 1.25;
constexpr int kFrameFromPx = 300, kFrameBodies = 6, kFieldNuclei = 5;

cv::Mat ellipse(int sidePx) { return cv::getStructuringElement(cv::MORPH_ELLIPSE, {sidePx, sidePx}); }

/// The value that a tenth of the pixels exceeds: of green, the pale ground between cells.
int groundOf(const cv::Mat& grey) {
    std::array<std::size_t, 256> counts{};
    for (int y = 0; y < grey.rows; ++y)
        for (const auto* value = grey.ptr<std::uint8_t>(y); value != grey.ptr<std::uint8_t>(y) + grey.cols; ++value) ++counts[*value];
    std::size_t above = grey.total() / 10;
    int value = 255;
    for (; value > 0 && counts[static_cast<std::size_t>(value)] <= above; --value) above -= counts[static_cast<std::size_t>(value)];
    return value;
}

/// Centres of what is darker than Otsu's threshold, holes filled: the deepest points one after another, each with its surroundings taken away.
int countBodies(const cv::Mat& green) {
    cv::Mat dark, depth;
    cv::threshold(green, dark, 0, 255, cv::THRESH_BINARY_INV | cv::THRESH_OTSU);
    std::vector<std::vector<cv::Point>> outlines;
    cv::findContours(dark, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
    cv::drawContours(dark, outlines, -1, 255, cv::FILLED);
    cv::distanceTransform(dark, depth, cv::DIST_L2, 5);
    depth = cv::min(depth, kLookedAtPx / 2);  // nothing but dark: no end is near
    int bodies = 0;
    for (; bodies < kMostBodies; ++bodies) {
        double radius = 0;
        cv::Point centre;
        cv::minMaxLoc(depth, nullptr, &radius, nullptr, &centre);
        if (radius < kLookedAtPx * kLeastBodyRadius) break;
        cv::circle(depth, centre, static_cast<int>(radius * 1.5), 0, cv::FILLED);
    }
    return bodies;
}

/// Where blue is far above green (Otsu's threshold, but no faint tint), darker than the ground.
int countNuclei(const cv::Mat& rgb, const cv::Mat& green) {
    constexpr double kLeastTint = 30, kDarkness = 0.7;
    cv::Mat blue, tint, tinted, purple, near;
    cv::extractChannel(rgb, blue, 2);
    cv::subtract(blue, green, tint);
    const double otsu = cv::threshold(tint, tinted, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
    purple = (tint > std::max(otsu, kLeastTint)) & (green < kDarkness * groundOf(green));
    cv::morphologyEx(purple, purple, cv::MORPH_OPEN, ellipse(5));
    cv::dilate(purple, near, ellipse(2 * kLobesApartPx + 1));
    cv::Mat labels;
    const int count = cv::connectedComponents(near, labels, 8, CV_32S);
    std::vector<int> areas(static_cast<std::size_t>(count), 0);
    for (int y = 0; y < labels.rows; ++y)
        for (int x = 0; x < labels.cols; ++x)
            if (purple.at<std::uint8_t>(y, x) != 0) ++areas[static_cast<std::size_t>(labels.at<std::int32_t>(y, x))];
    const double least = kLeastNucleus * static_cast<double>(labels.total());
    return static_cast<int>(std::count_if(areas.begin() + 1, areas.end(), [least](int area) { return area >= least; }));
}

}  // namespace

FieldSigns fieldSignsOf(const Image& picture) {
    FieldSigns signs;
    signs.shortSidePx = std::min(picture.width, picture.height);
    if (signs.shortSidePx < 1) return signs;
    signs.elongation = static_cast<double>(std::max(picture.width, picture.height)) / signs.shortSidePx;
    signs.onBlack = borderIsBlack(picture);
    if (signs.onBlack || signs.elongation > kLongestStrip) return signs;

    prepareOpenCv();
    // OpenCV takes no const data; it is only read here.
    const cv::Mat whole(picture.height, picture.width, CV_8UC3, const_cast<std::uint8_t*>(picture.rgb.data()));
    const double scale = static_cast<double>(kLookedAtPx) / signs.shortSidePx;
    cv::Mat small, green;
    cv::resize(whole, small, {static_cast<int>(std::lround(picture.width * scale)), static_cast<int>(std::lround(picture.height * scale))}, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    cv::GaussianBlur(small, small, {5, 5}, 0);
    cv::extractChannel(small, green, 1);
    signs.bodies = countBodies(green);
    signs.nuclei = countNuclei(small, green);
    return signs;
}

bool isWholeField(const FieldSigns& signs) {
    if (signs.onBlack) return false;
    const bool isFrame = signs.elongation >= kFrameElongation && signs.shortSidePx >= kFrameFromPx;
    return (isFrame && signs.bodies >= kFrameBodies) || signs.nuclei >= kFieldNuclei;
}

}  // namespace leukolens::image
