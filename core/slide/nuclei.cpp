#include "core/slide/nuclei.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>
#include <numeric>
#include <utility>

#include <opencv2/imgproc.hpp>

namespace leukolens::slide {
namespace {

constexpr double kStained = 0.1;       ///< density of green: no ground
constexpr double kFaintest = 0.35;     ///< density of a nucleus, at least
constexpr double kAboveRedCells = 0.25;
constexpr double kOfDarkest = 0.5;     ///< a nucleus is what has half the density of its darkest part: cytoplasm has less
constexpr double kSmoothUm = 0.3;
constexpr double kThinnestUm = 1.2;    ///< what is thinner is no lobe
constexpr double kSmallestLobeUm2 = 2;
constexpr double kSmallestUm2 = 8;     ///< nuclei cut by the picture's edge included
constexpr double kLikeNucleus = 0.12;  ///< nuclear stain beyond that of red cells: a white cell's, whatever its density
constexpr double kPalest = 0.05;       ///< density of green of cytoplasm
constexpr double kHue = 0.75;          ///< nuclear stain over density of green, where there is less
// Of two parts of nuclei, whether they are one nucleus.
constexpr float kWideNeck = 0.7f;      ///< over the smaller part's width: more is no neck
constexpr double kWidestUm = 18, kMostLobesUm2 = 230;  ///< circle around all lobes, and their area
constexpr double kGapUm = 2.8;
constexpr double kMostOther = 0.15;    ///< of what lies between the lobes, in their convex hull, that is no white cell
// Parts that look like whole nuclei are two cells', unless all around them is one round cell.
constexpr double kWholeUm2 = 33, kWholeRoundness = 0.75, kWholeSolidity = 0.93;
constexpr double kWidestOfTwoUm = 18, kMostOtherOfTwo = 0.04;

/// Of a hull through pixels' middles, around the pixels.
double hullArea(const std::vector<cv::Point>& hull) { return cv::contourArea(hull) + cv::arcLength(hull, true) / 2 + 1; }

int oddPx(double um, double umPerPx) { return 2 * std::max(1, cvRound((um / umPerPx - 1) / 2)) + 1; }

cv::Mat ellipse(int side) { return cv::getStructuringElement(cv::MORPH_ELLIPSE, {side, side}); }

/// What is stained as nuclei: in each patch of stain by its own threshold.
cv::Mat stainedMask(const cv::Mat& nuclear, double umPerPx, const StainLevels& levels) {
    cv::Mat mask = nuclear > levels.nuclei * kDensityUnit, labels, stats, centres;
    cv::morphologyEx(mask, mask, cv::MORPH_OPEN, ellipse(oddPx(kThinnestUm, umPerPx)));
    const int count = cv::connectedComponentsWithStats(mask, labels, stats, centres, 8, CV_32S);
    for (int label = 1; label < count; ++label) {
        const cv::Rect box(stats.at<int>(label, cv::CC_STAT_LEFT), stats.at<int>(label, cv::CC_STAT_TOP), stats.at<int>(label, cv::CC_STAT_WIDTH), stats.at<int>(label, cv::CC_STAT_HEIGHT));
        const cv::Mat own = labels(box) == label, values = nuclear(box);
        std::array<double, 256> counts{};
        for (int y = 0; y < box.height; ++y)
            for (int x = 0; x < box.width; ++x)
                if (own.at<std::uint8_t>(y, x) != 0) ++counts[values.at<std::uint8_t>(y, x)];
        double above = 0.05 * stats.at<int>(label, cv::CC_STAT_AREA);
        std::size_t darkest = 255;
        for (; darkest > 0 && above > 0; --darkest) above -= counts[darkest];
        mask(box).setTo(0, own & (values <= kOfDarkest * static_cast<double>(darkest)));
    }
    cv::morphologyEx(mask, mask, cv::MORPH_OPEN, ellipse(oddPx(kThinnestUm, umPerPx)));
    return mask;
}

/// Parts around the places that are farthest from any edge: the distance transform is flooded from its summits (watershed; Vincent & Soille 1991), and two summits are one part where the neck between them
/// is wide. labels: CV_32S, 0 none. Returns how many there are.
int partsOf(const cv::Mat& mask, cv::Mat& labels) {
    cv::Mat depth;
    cv::copyMakeBorder(mask, depth, 1, 1, 1, 1, cv::BORDER_REPLICATE);  // the picture's edge is no edge of a nucleus
    cv::distanceTransform(depth, depth, cv::DIST_L2, 5);
    depth = depth(cv::Rect(1, 1, mask.cols, mask.rows));
    std::vector<cv::Point> order;
    cv::findNonZero(mask, order);
    std::stable_sort(order.begin(), order.end(), [&](cv::Point a, cv::Point b) { return depth.at<float>(a) > depth.at<float>(b); });
    labels = cv::Mat::zeros(mask.size(), CV_32S);
    std::vector<int> parent{0};
    std::vector<float> summit{0};
    const auto root = [&](int part) {
        while (parent[static_cast<std::size_t>(part)] != part) part = parent[static_cast<std::size_t>(part)];
        return part;
    };
    for (const auto& at : order) {
        int own = 0;
        for (int y = std::max(0, at.y - 1); y <= std::min(mask.rows - 1, at.y + 1); ++y) {
            for (int x = std::max(0, at.x - 1); x <= std::min(mask.cols - 1, at.x + 1); ++x) {
                if (labels.at<int>(y, x) == 0) continue;
                const int other = root(labels.at<int>(y, x));
                if (own == 0 || own == other) {
                    own = other;
                    continue;
                }
                const int higher = summit[static_cast<std::size_t>(own)] >= summit[static_cast<std::size_t>(other)] ? own : other, lower = own + other - higher;
                if (depth.at<float>(at) >= kWideNeck * summit[static_cast<std::size_t>(lower)]) parent[static_cast<std::size_t>(lower)] = higher;
                own = higher;
            }
        }
        if (own == 0) {
            own = static_cast<int>(parent.size());
            parent.push_back(own);
            summit.push_back(depth.at<float>(at));
        }
        labels.at<int>(at) = own;
    }
    std::vector<int> numbers(parent.size());
    int count = 0;
    for (const auto& at : order) {
        auto& number = numbers[static_cast<std::size_t>(root(labels.at<int>(at)))];
        if (number == 0) number = ++count;
        labels.at<int>(at) = number;
    }
    return count;
}

struct Part {
    double areaUm2 = 0;
    std::vector<cv::Point> edge;
    bool looksWhole = false;  ///< as the nucleus of a cell of its own
};

struct Border {
    int pixels = 0;                           ///< of contact
    double gapUm = 1e9;
    cv::Point from, to;
};

class Joining {
public:
    Joining(const StainMaps& maps, const StainLevels& levels, cv::Mat& labels, int count, double umPerPx) : m_maps(maps), m_levels(levels), m_labels(labels), m_umPerPx(umPerPx), m_parts(static_cast<std::size_t>(count) + 1), m_parent(m_parts.size()) {
        for (std::size_t i = 0; i < m_parent.size(); ++i) m_parent[i] = i;
        collect();
    }

    void run() {
        // The closest first.
        std::vector<std::pair<double, std::pair<std::size_t, std::size_t>>> order;
        for (const auto& [pair, border] : m_borders) order.push_back({border.pixels > 0 ? -border.pixels * m_umPerPx : border.gapUm, pair});
        std::sort(order.begin(), order.end());
        for (bool any = true; any;) {
            any = false;
            for (const auto& [closeness, pair] : order) {
                const auto a = root(pair.first), b = root(pair.second);
                if (a == b || !belongTogether(m_parts[a], m_parts[b], m_borders.at(pair))) continue;
                m_parent[b] = a;
                m_parts[a].areaUm2 += m_parts[b].areaUm2;
                m_parts[a].edge.insert(m_parts[a].edge.end(), m_parts[b].edge.begin(), m_parts[b].edge.end());
                judge(m_parts[a]);
                any = true;
            }
        }
        for (int y = 0; y < m_labels.rows; ++y)
            for (int* label = m_labels.ptr<int>(y); label != m_labels.ptr<int>(y) + m_labels.cols; ++label) *label = static_cast<int>(root(static_cast<std::size_t>(*label)));
    }

private:
    std::size_t root(std::size_t part) const {
        while (m_parent[part] != part) part = m_parent[part];
        return part;
    }

    void collect() {
        const int reach = std::max(1, cvRound(kGapUm / m_umPerPx));
        std::vector<std::vector<cv::Point>> edges(m_parts.size());
        for (int y = 0; y < m_labels.rows; ++y) {
            for (int x = 0; x < m_labels.cols; ++x) {
                const int label = m_labels.at<int>(y, x);
                if (label == 0) continue;
                const auto own = static_cast<std::size_t>(label);
                m_parts[own].areaUm2 += m_umPerPx * m_umPerPx;
                bool edge = false;
                for (const auto& step : {cv::Point(1, 0), cv::Point(-1, 0), cv::Point(0, 1), cv::Point(0, -1)}) {
                    const cv::Point at = cv::Point(x, y) + step;
                    if (at.x < 0 || at.y < 0 || at.x >= m_labels.cols || at.y >= m_labels.rows) continue;
                    const int other = m_labels.at<int>(at);
                    edge |= other != label;
                    if (other > label) touch(own, static_cast<std::size_t>(other), {x, y}, at);
                }
                if (edge) m_parts[own].edge.push_back({x, y});
            }
        }
        for (std::size_t own = 1; own < m_parts.size(); ++own) judge(m_parts[own]);
        for (std::size_t own = 1; own < m_parts.size(); ++own)
            for (const auto& point : m_parts[own].edge)
                for (int dy = -reach; dy <= reach; ++dy)
                    for (int dx = -reach; dx <= reach; ++dx) look(own, point, point + cv::Point(dx, dy));
    }

    void touch(std::size_t a, std::size_t b, cv::Point from, cv::Point to) {
        auto& border = m_borders[{a, b}];
        ++border.pixels;
        border.gapUm = 0;
        border.from = from;
        border.to = to;
    }

    void look(std::size_t own, cv::Point from, cv::Point to) {
        if (to.x < 0 || to.y < 0 || to.x >= m_labels.cols || to.y >= m_labels.rows) return;
        const auto other = static_cast<std::size_t>(m_labels.at<int>(to));
        if (other <= own) return;
        const double gap = (std::hypot(to.x - from.x, to.y - from.y) - 1) * m_umPerPx;
        if (gap > kGapUm) return;
        auto& border = m_borders[{own, other}];
        if (gap >= border.gapUm) return;
        border.gapUm = gap;
        border.from = from;
        border.to = to;
    }

    static double enclosingRadius(const std::vector<cv::Point>& points) {
        cv::Point2f centre;
        float radius = 0;
        cv::minEnclosingCircle(points, centre, radius);
        return static_cast<double>(radius) + 0.5;
    }

    void judge(Part& part) const {
        const double round = std::numbers::pi * std::pow(enclosingRadius(part.edge) * m_umPerPx, 2);
        std::vector<cv::Point> hull;
        cv::convexHull(part.edge, hull);
        const double solidity = part.areaUm2 / (m_umPerPx * m_umPerPx) / hullArea(hull);
        part.looksWhole = part.areaUm2 >= kWholeUm2 && part.areaUm2 >= kWholeRoundness * round && solidity >= kWholeSolidity;
    }

    bool belongTogether(const Part& a, const Part& b, const Border& border) const {
        if (a.areaUm2 + b.areaUm2 > kMostLobesUm2 || (border.gapUm > 0 && showsOther(border.from, border.to))) return false;
        auto points = a.edge;
        points.insert(points.end(), b.edge.begin(), b.edge.end());
        const double widest = 2 * enclosingRadius(points) * m_umPerPx;
        const bool two = a.looksWhole && b.looksWhole;
        return widest <= (two ? kWidestOfTwoUm : kWidestUm) && otherShare(points) <= (two ? kMostOtherOfTwo : kMostOther);
    }

    bool isOther(cv::Point at) const { return m_labels.at<int>(at) == 0 && !isWhiteCell(m_maps.nuclear.at<std::uint8_t>(at), m_maps.green.at<std::uint8_t>(at), m_levels); }

    bool showsOther(cv::Point from, cv::Point to) const {
        cv::LineIterator way(m_maps.green, from, to);
        for (int i = 0; i < way.count; ++i, ++way)
            if (isOther(way.pos())) return true;
        return false;
    }

    /// Of the convex hull around the points.
    double otherShare(const std::vector<cv::Point>& points) const {
        std::vector<cv::Point> hull;
        cv::convexHull(points, hull);
        const cv::Rect box = cv::boundingRect(hull);
        cv::Mat inside = cv::Mat::zeros(box.size(), CV_8U);
        for (auto& point : hull) point -= box.tl();
        cv::fillConvexPoly(inside, hull, 255);
        double all = 0, other = 0;
        for (int y = 0; y < box.height; ++y) {
            for (int x = 0; x < box.width; ++x) {
                if (inside.at<std::uint8_t>(y, x) == 0) continue;
                ++all;
                other += isOther(box.tl() + cv::Point(x, y));
            }
        }
        return other / all;
    }

    const StainMaps& m_maps;
    const StainLevels& m_levels;
    cv::Mat& m_labels;
    double m_umPerPx;
    std::vector<Part> m_parts;
    std::vector<std::size_t> m_parent;
    std::map<std::pair<std::size_t, std::size_t>, Border> m_borders;
};

/// Density; 0 of nothing.
double medianOf(const std::array<double, 256>& counts) {
    double left = std::accumulate(counts.begin(), counts.end(), 0.0) / 2;
    std::size_t value = 0;
    while (value < 255 && left > counts[value]) left -= counts[value++];
    return static_cast<double>(value) / kDensityUnit;
}

}  // namespace

bool isWhiteCell(std::uint8_t nuclear, std::uint8_t green, const StainLevels& levels) {
    const double stain = nuclear / kDensityUnit, density = green / kDensityUnit;
    return stain > levels.redCells + kLikeNucleus || (density > kPalest && stain > kHue * density + (1 - kHue) * levels.redCells);
}

StainLevels stainLevels(const std::vector<StainMaps>& maps) {
    std::array<double, 256> all{}, nuclear{}, green{};
    for (const auto& map : maps) {
        const auto counts = histogramOf(map.nuclear);
        std::transform(all.begin(), all.end(), counts.begin(), all.begin(), std::plus<>());
    }
    const int upper = upperThreshold(all);
    for (const auto& map : maps) {
        for (int y = 0; y < map.nuclear.rows; ++y) {
            for (int x = 0; x < map.nuclear.cols; ++x) {
                const auto stain = map.nuclear.at<std::uint8_t>(y, x), density = map.green.at<std::uint8_t>(y, x);
                if (density < kStained * kDensityUnit || stain >= upper) continue;
                ++nuclear[stain];
                ++green[density];
            }
        }
    }
    StainLevels levels{medianOf(nuclear), medianOf(green), 0};
    levels.nuclei = std::max(kFaintest, levels.redCells + kAboveRedCells);
    return levels;
}

Nuclei findNuclei(const StainMaps& maps, double umPerPx, const StainLevels& levels) {
    Nuclei nuclei;
    cv::Mat smooth;
    cv::GaussianBlur(maps.nuclear, smooth, {0, 0}, kSmoothUm / umPerPx);
    const cv::Mat mask = stainedMask(smooth, umPerPx, levels);
    const int count = partsOf(mask, nuclei.labels);
    Joining(maps, levels, nuclei.labels, count, umPerPx).run();
    std::vector<std::vector<cv::Point>> points(static_cast<std::size_t>(count) + 1);
    std::vector<double> sums(points.size());
    for (int y = 0; y < mask.rows; ++y) {
        for (int x = 0; x < mask.cols; ++x) {
            const auto label = static_cast<std::size_t>(nuclei.labels.at<int>(y, x));
            if (label == 0) continue;
            points[label].push_back({x, y});
            sums[label] += smooth.at<std::uint8_t>(y, x);
        }
    }
    nuclei.labels.setTo(0);
    for (std::size_t label = 1; label < points.size(); ++label) {
        const auto& own = points[label];
        const double area = static_cast<double>(own.size()) * umPerPx * umPerPx;
        if (area < kSmallestUm2) continue;
        Nucleus nucleus;
        nucleus.box = cv::boundingRect(own);
        nucleus.areaUm2 = area;
        nucleus.stain = sums[label] / static_cast<double>(own.size()) / kDensityUnit;
        cv::Point2d sum;
        for (const auto& point : own) {
            sum += cv::Point2d(point.x + 0.5, point.y + 0.5);
            nuclei.labels.at<int>(point) = static_cast<int>(nuclei.list.size()) + 1;
        }
        nucleus.centre = sum / static_cast<double>(own.size());
        cv::convexHull(own, nucleus.hull);
        nucleus.solidity = std::min(1.0, static_cast<double>(own.size()) / hullArea(nucleus.hull));
        nuclei.list.push_back(std::move(nucleus));
    }
    return nuclei;
}

}  // namespace leukolens::slide
