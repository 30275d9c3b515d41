#include "core/slide/red_cells.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "core/slide/nuclear_stain.h"

namespace leukolens::slide {
namespace {

constexpr int kLargestSidePx = 384;  ///< of an octave: there are enough cells in it
constexpr double kLeastRadius = 8;   ///< px of an octave; each has the radii up to twice as many
constexpr int kStepsPerOctave = 8;
constexpr double kSpread = 0.16;     ///< of the votes, in radii
constexpr int kSmallestSidePx = 40;    ///< of an octave
constexpr double kLeastContrast = 0.08;  ///< density of green of red cells
constexpr double kLeastCircle = 0.2;  ///< share of a circle's outline that votes for it
constexpr double kNuclear = 0.5;       ///< outlines of what is stained as nuclei do not vote
constexpr double kMostNuclear = 0.45;  ///< mean in the middle of a circle: white cells are round too
constexpr int kFewestCircles = 3;    ///< of neighbouring radii together
constexpr double kLeastCover = 0.04;    ///< of the picture, likewise
constexpr double kLargestShare = 0.35;  ///< of the shorter side: of larger ones there are too few to count
constexpr double kSizeWeight = 1.5;

/// An edge's piece: where it is, which way is inside, and how much of the outline it is.
struct Piece {
    float x, y, inwardX, inwardY, weight;
};

std::vector<Piece> piecesOf(const cv::Mat& green, const cv::Mat& nuclear, double contrast) {
    cv::Mat across, down;
    cv::Sobel(green, across, CV_16S, 1, 0);
    cv::Sobel(green, down, CV_16S, 0, 1);
    std::vector<Piece> pieces;
    const double unit = 8 * contrast * kDensityUnit;  // of Sobel's sum for a step of the contrast
    for (int y = 1; y + 1 < green.rows; ++y) {
        for (int x = 1; x + 1 < green.cols; ++x) {
            const double gx = across.at<std::int16_t>(y, x), gy = down.at<std::int16_t>(y, x), size = std::hypot(gx, gy);
            if (size < 0.08 * unit || nuclear.at<std::uint8_t>(y, x) > kNuclear * kDensityUnit) continue;
            pieces.push_back({static_cast<float>(x), static_cast<float>(y), static_cast<float>(gx / size), static_cast<float>(gy / size), static_cast<float>(std::min(0.6, size / unit))});
        }
    }
    return pieces;
}

struct Circles {
    double weight = 0;  ///< of what is well drawn, and rather of large circles than of the small ones within them
    int count = 0;
    double cover = 0;   ///< of the picture
};

/// Votes are counted in squares of 2 × 2 px. nuclear: the mean stain of each.
Circles circlesOf(const std::vector<Piece>& pieces, const cv::Mat& nuclear, double radius) {
    const cv::Size size = nuclear.size();
    cv::Mat votes = cv::Mat::zeros(size, CV_32F), highest, nuclei;
    for (const auto& piece : pieces) {
        const auto inward = static_cast<float>(radius);
        const int x = static_cast<int>((piece.x + inward * piece.inwardX) / 2), y = static_cast<int>((piece.y + inward * piece.inwardY) / 2);
        if (x >= 0 && y >= 0 && x < size.width && y < size.height) votes.at<float>(y, x) += piece.weight;
    }
    const double spread = kSpread * radius / 2;
    cv::GaussianBlur(votes, votes, {0, 0}, spread, spread, cv::BORDER_CONSTANT);
    votes *= spread * spread / radius;  // a whole outline that votes for one place: 1
    const int apart = 2 * static_cast<int>(0.35 * radius) + 1, around = 2 * static_cast<int>(0.3 * radius) + 1;
    cv::dilate(votes, highest, cv::getStructuringElement(cv::MORPH_RECT, {apart, apart}));
    cv::boxFilter(nuclear, nuclei, CV_8U, {around, around});
    Circles circles;
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const double share = static_cast<double>(votes.at<float>(y, x));
            if (share < kLeastCircle || share < static_cast<double>(highest.at<float>(y, x)) || nuclei.at<std::uint8_t>(y, x) > kMostNuclear * kDensityUnit) continue;
            circles.weight += share * share * share * std::pow(radius, kSizeWeight);
            circles.cover += std::numbers::pi * radius * radius / (4 * static_cast<double>(nuclear.total()));
            ++circles.count;
        }
    }
    return circles;
}

cv::Mat middleOf(const cv::Mat& bgra, int sidePx) {
    const int width = std::min(bgra.cols, sidePx), height = std::min(bgra.rows, sidePx);
    return bgra(cv::Rect((bgra.cols - width) / 2, (bgra.rows - height) / 2, width, height));
}

/// Of green between ground and what is stained otherwise than nuclei.
double contrastOf(const StainMaps& maps) {
    std::array<double, 256> counts{};
    for (int y = 0; y < maps.green.rows; ++y)
        for (int x = 0; x < maps.green.cols; ++x)
            if (maps.nuclear.at<std::uint8_t>(y, x) <= kNuclear * kDensityUnit) ++counts[maps.green.at<std::uint8_t>(y, x)];
    // Otsu's threshold in two classes; then the mean of the upper one.
    double all = 0, sum = 0;
    for (std::size_t i = 0; i < 256; ++i) {
        all += counts[i];
        sum += counts[i] * static_cast<double>(i);
    }
    double below = 0, belowSum = 0, best = -1, mean = 0;
    for (std::size_t i = 0; i < 255; ++i) {
        below += counts[i];
        belowSum += counts[i] * static_cast<double>(i);
        const double above = all - below;
        if (below <= 0 || above <= 0) continue;
        const double spread = belowSum * belowSum / below + (sum - belowSum) * (sum - belowSum) / above;
        if (spread <= best) continue;
        best = spread;
        mean = (sum - belowSum) / above - belowSum / below;
    }
    return mean / kDensityUnit;
}

}  // namespace

std::optional<double> redCellDiameterPx(const cv::Mat& bgra) {
    if (bgra.empty()) return std::nullopt;
    const auto ground = groundOf(bgra);
    if (!ground) return std::nullopt;
    std::vector<Circles> circles;
    // Twice as large first: where a pixel is 0.5 µm, red cells have no more than 14.
    cv::Mat whole = bgra, octave;
    cv::resize(middleOf(bgra, kLargestSidePx / 2), octave, {}, 2, 2, cv::INTER_LINEAR);
    for (double scale = 0.5; std::min(whole.cols, whole.rows) >= kSmallestSidePx; scale *= 2) {
        const auto maps = stainMaps(octave, *ground);
        const double contrast = contrastOf(maps), share = static_cast<double>(octave.total()) * scale * scale / static_cast<double>(bgra.total());
        cv::Mat smooth;
        cv::GaussianBlur(maps.green, smooth, {0, 0}, 1.0);
        const auto pieces = contrast >= kLeastContrast ? piecesOf(smooth, maps.nuclear, contrast) : std::vector<Piece>{};
        cv::Mat nuclear;
        cv::resize(maps.nuclear, nuclear, {(octave.cols + 1) / 2, (octave.rows + 1) / 2}, 0, 0, cv::INTER_AREA);
        for (int step = 0; step < kStepsPerOctave; ++step) {
            circles.push_back(circlesOf(pieces, nuclear, kLeastRadius * std::exp2(static_cast<double>(step) / kStepsPerOctave)));
            circles.back().weight *= std::pow(scale, kSizeWeight) / share;
        }
        if (scale >= 1) {
            cv::Mat half;
            cv::resize(whole, half, {}, 0.5, 0.5, cv::INTER_AREA);
            whole = half;
        }
        octave = middleOf(whole, kLargestSidePx);
    }
    // Red cells of one picture differ by a step or two.
    double best = 0, diameter = 0;
    for (std::size_t i = 1; i + 1 < circles.size(); ++i) {
        const auto diameterAt = [](double step) { return kLeastRadius * std::exp2(step / kStepsPerOctave); };
        const auto at = static_cast<double>(i);
        if (diameterAt(at) > kLargestShare * std::min(bgra.cols, bgra.rows)) break;
        const double before = circles[i - 1].weight, after = circles[i + 1].weight, weight = before + 2 * circles[i].weight + after;
        const int count = circles[i - 1].count + circles[i].count + circles[i + 1].count;
        const double cover = circles[i - 1].cover + circles[i].cover + circles[i + 1].cover;
        if (count < kFewestCircles || cover < kLeastCover || weight <= best) continue;
        best = weight;
        diameter = diameterAt(at + (after - before) / weight);
    }
    return diameter > 0 ? std::optional(diameter) : std::nullopt;
}

}  // namespace leukolens::slide
