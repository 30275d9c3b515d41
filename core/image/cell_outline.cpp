#include "core/image/cell_outline.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <opencv2/imgproc.hpp>

namespace leukolens::image {
namespace {

constexpr std::size_t kAngles = 96;
constexpr int kLevels = 24;              ///< of light, a channel
constexpr float kBrightestLevel = 1.05f;
constexpr double kRing = 0.3, kRingPx = 1;  ///< cytoplasm is looked for that near to the nucleus, over its radius
constexpr double kFar = 0.9, kFarPx = 3;    ///< surroundings that far
constexpr double kBesideCellPx = 2;
constexpr float kGroundDarkness = 0.07f;
constexpr double kMostLikely = 2.5;      ///< largest logarithm of a ratio of likelihoods
constexpr double kRarest = 2e-5;         ///< share of a colour that was never seen
constexpr double kFarthest = 2.4, kFarthestPx = 8;  ///< the outline from the nucleus's centre, over its radius
constexpr double kOutsidePicture = -0.5;
constexpr double kColourWeight = 0.12, kEdgeWeight = 20, kJumpWeight = 0.35;
constexpr int kLargestJumpPx = 2;
/// Darker than this is dark: the edge between nucleus and cytoplasm must not outdo the one between cytoplasm and ground.
constexpr float kDarkEnough = 0.38f, kNucleusEdge = 0.1f;
/// A red cell that touches is as dark as pale cytoplasm. Round nuclei are of cells with little of that, so that doubt goes against more of it; lobed ones (area over that of the convex hull below the first number) are not.
constexpr double kLobed = 0.86, kRound = 0.98, kDoubt = 0.6;

std::size_t binOf(const cv::Vec3f& light) {
    std::size_t bin = 0;
    for (int c = 0; c < 3; ++c) bin = bin * kLevels + static_cast<std::size_t>(std::clamp(static_cast<int>(light[c] / kBrightestLevel * kLevels), 0, kLevels - 1));
    return bin;
}

/// Shares of colours, each spread to those beside it.
class ColourShares {
public:
    ColourShares() : m_counts(kLevels * kLevels * kLevels) {}

    void add(const cv::Vec3f& light) {
        ++m_counts[binOf(light)];
        ++m_total;
    }
    double total() const { return m_total; }

    void smooth() {
        for (const std::size_t step : {std::size_t{kLevels} * kLevels, std::size_t{kLevels}, std::size_t{1}}) {
            std::vector<float> spread(m_counts.size());
            for (std::size_t i = 0; i < m_counts.size(); ++i) {
                const std::size_t level = i / step % kLevels;
                spread[i] = (2 * m_counts[i] + (level > 0 ? m_counts[i - step] : 0) + (level + 1 < kLevels ? m_counts[i + step] : 0)) / 4;
            }
            m_counts.swap(spread);
        }
    }
    double share(std::size_t bin) const { return static_cast<double>(m_counts[bin]) / std::max(m_total, 1.0); }

private:
    std::vector<float> m_counts;
    double m_total = 0;
};

/// Area over that of the convex hull.
double solidityOf(const cv::Mat& nucleus) {
    std::vector<std::vector<cv::Point>> contours;
    cv::findContours(nucleus, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
    std::vector<cv::Point> all, hull;
    for (const auto& contour : contours) all.insert(all.end(), contour.begin(), contour.end());
    cv::convexHull(all, hull);
    // A contour runs through the middles of its pixels.
    return cv::countNonZero(nucleus) / (cv::contourArea(hull) + static_cast<double>(all.size()) / 2 + 1);
}

/// For each pixel how much more likely its colour is in the cell than around it, as a logarithm. Empty where nothing of the surroundings is seen.
cv::Mat likelihoods(const Smear& smear, const cv::Mat& nucleus, const cv::Mat& cell, double radius) {
    const bool first = cell.empty();
    cv::Mat away;
    cv::distanceTransform(first ? ~nucleus : ~cell, away, cv::DIST_L2, 3);
    const double ring = first ? kRing * radius + kRingPx : 0, far = first ? kFar * radius + kFarPx : kBesideCellPx;
    ColourShares inside, outside;
    for (int y = 0; y < away.rows; ++y) {
        for (int x = 0; x < away.cols; ++x) {
            if (nucleus.at<std::uint8_t>(y, x) != 0) continue;
            const double distance = static_cast<double>(away.at<float>(y, x));
            const auto& light = smear.light.at<cv::Vec3f>(y, x);
            if (distance > far) outside.add(light);
            else if (distance <= ring && (!first || smear.darkness.at<float>(y, x) > kGroundDarkness)) inside.add(light);
        }
    }
    constexpr double kFewest = 30;
    if (outside.total() < kFewest) return {};
    inside.smooth();
    outside.smooth();
    const double doubt = kDoubt * std::clamp((solidityOf(nucleus) - kLobed) / (kRound - kLobed), 0.0, 1.0);
    std::vector<float> table(kLevels * kLevels * kLevels);
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i] = static_cast<float>(std::clamp(std::log((inside.share(i) + kRarest) / (outside.share(i) + kRarest)), -kMostLikely, kMostLikely) - doubt);
    cv::Mat result(away.size(), CV_32F);
    for (int y = 0; y < away.rows; ++y)
        for (int x = 0; x < away.cols; ++x)
            result.at<float>(y, x) = nucleus.at<std::uint8_t>(y, x) != 0 ? static_cast<float>(kMostLikely) : table[binOf(smear.light.at<cv::Vec3f>(y, x))];
    return result;
}

/// What speaks for each radius on each way outwards.
class Ways {
public:
    Ways(const Smear& smear, const cv::Mat& nucleus, const cv::Mat& likelihood, cv::Point2d centre, double radius)
        : m_centre(centre), m_radii(static_cast<std::size_t>(std::min(kFarthest * radius + kFarthestPx, 0.75 * std::max(nucleus.cols, nucleus.rows)))), m_gains(kAngles * m_radii, kImpossible), m_edges(kAngles * m_radii) {
        for (std::size_t angle = 0; angle < kAngles; ++angle) weigh(angle, smear, nucleus, likelihood, radius);
    }

    /// The best radius each way. The line is followed twice around; the middle of it knows both of its neighbours.
    std::vector<std::size_t> best() const {
        constexpr std::size_t kSteps = 2 * kAngles;
        std::vector<float> sums(m_gains.begin(), m_gains.begin() + static_cast<std::ptrdiff_t>(m_radii)), next(m_radii);
        std::vector<std::int8_t> jumps(kSteps * m_radii);
        for (std::size_t step = 1; step < kSteps; ++step) {
            for (std::size_t r = 0; r < m_radii; ++r) {
                float most = 2 * kImpossible * kSteps;
                for (int jump = -kLargestJumpPx; jump <= kLargestJumpPx; ++jump) {
                    const auto from = static_cast<std::ptrdiff_t>(r) + jump;
                    if (from < 0 || from >= static_cast<std::ptrdiff_t>(m_radii)) continue;
                    const float sum = sums[static_cast<std::size_t>(from)] - static_cast<float>(kJumpWeight * jump * jump);
                    if (sum <= most) continue;
                    most = sum;
                    jumps[step * m_radii + r] = static_cast<std::int8_t>(jump);
                }
                next[r] = most + m_gains[step % kAngles * m_radii + r];
            }
            sums.swap(next);
        }
        std::vector<std::size_t> radii(kAngles);
        auto r = static_cast<std::ptrdiff_t>(std::max_element(sums.begin(), sums.end()) - sums.begin());
        for (std::size_t step = kSteps; step-- > 0;) {
            if (step >= kAngles / 2 && step < kAngles / 2 + kAngles) radii[step % kAngles] = static_cast<std::size_t>(r);
            r += jumps[step * m_radii + static_cast<std::size_t>(r)];
        }
        return radii;
    }

    double edge(std::size_t angle, std::size_t radius) const { return static_cast<double>(m_edges[angle * m_radii + radius]); }

    cv::Point2d at(std::size_t angle, double radius) const {
        const double turn = 2 * std::numbers::pi * static_cast<double>(angle) / kAngles;
        return {m_centre.x + radius * std::cos(turn), m_centre.y + radius * std::sin(turn)};
    }

private:
    static constexpr float kImpossible = -1e6f;

    static bool isInside(const cv::Mat& map, cv::Point2d at) { return at.x >= 0 && at.y >= 0 && at.x < map.cols && at.y < map.rows; }
    static float valueAt(const cv::Mat& map, cv::Point2d at) { return map.at<float>(std::clamp(static_cast<int>(at.y), 0, map.rows - 1), std::clamp(static_cast<int>(at.x), 0, map.cols - 1)); }

    void weigh(std::size_t angle, const Smear& smear, const cv::Mat& nucleus, const cv::Mat& likelihood, double radius) {
        const auto inside = [&](std::size_t r) { return isInside(nucleus, at(angle, static_cast<double>(r))); };
        std::size_t least = std::min<std::size_t>(2, m_radii - 1);
        for (std::size_t r = least; r < m_radii && inside(r); ++r) {
            const auto place = at(angle, static_cast<double>(r));
            if (nucleus.at<std::uint8_t>(static_cast<int>(place.y), static_cast<int>(place.x)) != 0) least = r;
        }
        double colours = 0;
        for (std::size_t r = 1; r < m_radii; ++r) {
            const auto place = at(angle, static_cast<double>(r));
            // A ring's area grows with its radius.
            colours += (inside(r) ? static_cast<double>(valueAt(likelihood, place)) : kOutsidePicture) * static_cast<double>(r) / radius;
            if (r < least) continue;
            const float edge = inside(r) ? edgeAt(smear.darkness, angle, static_cast<double>(r)) : 0;
            m_edges[angle * m_radii + r] = edge;
            m_gains[angle * m_radii + r] = static_cast<float>(kColourWeight * colours + kEdgeWeight * static_cast<double>(std::max(-0.1f, edge)));
        }
    }

    float edgeAt(const cv::Mat& darkness, std::size_t angle, double r) const {
        float limited = 0, whole = 0;
        for (const double step : {1.0, 2.0}) {
            const float inner = valueAt(darkness, at(angle, r - step)), outer = valueAt(darkness, at(angle, r + step));
            limited += std::min(kDarkEnough, inner) - std::min(kDarkEnough, outer);
            whole += inner - outer;
        }
        return (limited + kNucleusEdge * whole) / 2;
    }

    cv::Point2d m_centre;
    std::size_t m_radii;
    std::vector<float> m_gains, m_edges;
};

}  // namespace

CellOutline outlineAround(const Smear& smear, const cv::Mat& nucleus, const cv::Mat& cell) {
    const double radius = std::sqrt(cv::countNonZero(nucleus) / std::numbers::pi);
    const cv::Mat likelihood = likelihoods(smear, nucleus, cell, radius);
    if (likelihood.empty()) return {};
    const auto moments = cv::moments(cell.empty() ? nucleus : cell, true);
    const Ways ways(smear, nucleus, likelihood, {moments.m10 / moments.m00 + 0.5, moments.m01 / moments.m00 + 0.5}, radius);
    const auto radii = ways.best();
    CellOutline outline;
    for (std::size_t angle = 0; angle < kAngles; ++angle) {
        const auto around = [&](std::size_t other) { return static_cast<double>(radii[other % kAngles]); };
        outline.edge += ways.edge(angle, radii[angle]) / kAngles;
        outline.points.emplace_back(ways.at(angle, (around(angle + kAngles - 1) + 2 * around(angle) + around(angle + 1)) / 4));
    }
    return outline;
}

cv::Mat filled(const CellOutline& outline, cv::Size size, double scale) {
    constexpr int kFractionBits = 4;
    std::vector<cv::Point> polygon;
    // In OpenCV's numbers a pixel's middle is a whole number.
    for (const auto& point : outline.points)
        polygon.emplace_back(cvRound((static_cast<double>(point.x) * scale - 0.5) * (1 << kFractionBits)), cvRound((static_cast<double>(point.y) * scale - 0.5) * (1 << kFractionBits)));
    cv::Mat mask = cv::Mat::zeros(size, CV_8U);
    cv::fillPoly(mask, std::vector<std::vector<cv::Point>>{polygon}, 255, cv::LINE_8, kFractionBits);
    return mask;
}

}  // namespace leukolens::image
