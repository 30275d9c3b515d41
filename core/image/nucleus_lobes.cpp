#include "core/image/nucleus_lobes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace leukolens::image {
namespace {

constexpr std::size_t kBins = 64;
constexpr float kDarkest = 4;              ///< stain of the last bin
constexpr float kPalest = 0.45f;           ///< least threshold of a nucleus
constexpr double kSmallestShare = 0.003;   ///< of the picture, for the nucleus or its largest lobe
constexpr double kMiddleShare = 0.2;       ///< of the shorter side: the nucleus is no farther from the middle
constexpr int kOpenings = 60;              ///< what is thinner than the shorter side over this is no nucleus
// Of lobes, over the square root of the area found so far or over the area.
constexpr double kGap = 0.8, kLargestLobe = 1.5, kSmallestLobe = 0.04;
constexpr double kCytoplasmDarkness = 0.09;  ///< of the palest between two lobes
constexpr double kCytoplasmStain = 0.6;      ///< of the nucleus's mean stain: what is darker on average is no cytoplasm, but looser chromatin
constexpr double kSoftPx = 2.5;              ///< chromatin's clumps are finer than the border between nucleus and cytoplasm
constexpr double kLeastStain = 0.85;         ///< mean of a nucleus; measured: 0.91 and more, red cells 0.80 and less
constexpr double kMostBlue = 0.48;           ///< density of blue over that of green; measured: nuclei up to 0.45, red cells from 0.52, print 0.7

using Histogram = std::array<double, kBins>;

std::size_t binOf(float stain) { return std::min(kBins - 1, static_cast<std::size_t>(stain / kDarkest * kBins)); }
float stainOf(std::size_t bin) { return static_cast<float>(bin) * kDarkest / kBins; }

Histogram histogramOf(const cv::Mat& stain, const cv::Mat& within) {
    Histogram histogram{};
    for (int y = 0; y < stain.rows; ++y)
        for (int x = 0; x < stain.cols; ++x)
            if (within.empty() || within.at<std::uint8_t>(y, x) != 0) ++histogram[binOf(stain.at<float>(y, x))];
    return histogram;
}

/// Sums over the first bins.
class Sums {
public:
    explicit Sums(const Histogram& histogram) {
        for (std::size_t i = 0; i < kBins; ++i) {
            m_counts[i + 1] = m_counts[i] + histogram[i];
            m_values[i + 1] = m_values[i] + histogram[i] * static_cast<double>(i);
        }
    }

    /// Of the bins begin … end−1: what they add to the variance between classes, and their mean.
    double spread(std::size_t begin, std::size_t end) const {
        const double count = m_counts[end] - m_counts[begin], value = m_values[end] - m_values[begin];
        return count > 0 ? value * value / count : 0;
    }
    double mean(std::size_t begin, std::size_t end) const {
        const double count = m_counts[end] - m_counts[begin];
        return count > 0 ? (m_values[end] - m_values[begin]) / count : 0;
    }

private:
    std::array<double, kBins + 1> m_counts{}, m_values{};
};

/// The upper of the two thresholds that part three classes the best.
std::size_t upperOfTwo(const Sums& sums) {
    double best = -1;
    std::size_t upper = 2;
    for (std::size_t i = 1; i + 1 < kBins; ++i) {
        for (std::size_t j = i + 1; j < kBins; ++j) {
            const double spread = sums.spread(0, i) + sums.spread(i, j) + sums.spread(j, kBins);
            if (spread > best) {
                best = spread;
                upper = j;
            }
        }
    }
    return upper;
}

std::size_t between(const Sums& sums) {
    double best = -1;
    std::size_t threshold = 1;
    for (std::size_t i = 1; i < kBins; ++i) {
        const double spread = sums.spread(0, i) + sums.spread(i, kBins);
        if (spread > best) {
            best = spread;
            threshold = i;
        }
    }
    return threshold;
}

void open(cv::Mat& mask) {
    const int side = 2 * (std::max(1, cvRound(std::min(mask.rows, mask.cols) / static_cast<double>(kOpenings))) / 2) + 1;
    cv::morphologyEx(mask, mask, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_ELLIPSE, {side, side}));
}

/// Parts that are stained as nuclei, and which of them are the nucleus.
class Parts {
public:
    Parts(const Smear& smear, const cv::Mat& stained) : m_darkness(smear.darkness) {
        m_count = cv::connectedComponentsWithStats(stained, m_labels, m_stats, m_centres, 8, CV_32S);
        m_chosen.resize(static_cast<std::size_t>(m_count));
    }

    bool chooseMiddle() {
        const cv::Point2d middle(m_labels.cols / 2.0, m_labels.rows / 2.0);
        std::vector<double> nearest(m_chosen.size(), std::numeric_limits<double>::max());
        forEach([&](int label, cv::Point at) {
            auto& known = nearest[static_cast<std::size_t>(label)];
            known = std::min(known, std::hypot(at.x + 0.5 - middle.x, at.y + 0.5 - middle.y));
        });
        double best = std::numeric_limits<double>::max();
        for (int label = 1; label < m_count; ++label) {
            if (area(label) < kSmallestShare * static_cast<double>(m_labels.total()) || nearest[static_cast<std::size_t>(label)] > kMiddleShare * std::min(m_labels.rows, m_labels.cols)) continue;
            const double centre = std::hypot(m_centres.at<double>(label, 0) - middle.x, m_centres.at<double>(label, 1) - middle.y);
            // A platelet nearer to the middle is not preferred to the large nucleus beside it.
            const double farness = (nearest[static_cast<std::size_t>(label)] + centre) / 2 - 0.35 * std::sqrt(area(label));
            if (farness >= best) continue;
            best = farness;
            m_main = label;
        }
        if (m_main == 0) return false;
        choose(m_main);
        return true;
    }

    /// Those beside what is chosen; false where there was none.
    bool chooseNeighbours() {
        cv::Mat away;
        cv::distanceTransform(~m_mask, away, cv::DIST_L2, 3);
        std::vector<float> gaps(m_chosen.size(), std::numeric_limits<float>::max());
        std::vector<cv::Point> from(m_chosen.size());
        forEach([&](int label, cv::Point at) {
            const auto i = static_cast<std::size_t>(label);
            if (away.at<float>(at) >= gaps[i]) return;
            gaps[i] = away.at<float>(at);
            from[i] = at;
        });
        const double known = m_area;
        bool any = false;
        for (int label = 1; label < m_count; ++label) {
            const auto i = static_cast<std::size_t>(label);
            if (m_chosen[i] || static_cast<double>(gaps[i]) >= kGap * std::sqrt(known) || area(label) >= kLargestLobe * known || area(label) <= kSmallestLobe * known) continue;
            // A nucleus that is cut by the picture's edge is another cell's.
            if ((touchesEdge(label) && !touchesEdge(m_main)) || showsGround(from[i])) continue;
            choose(label);
            any = true;
        }
        return any;
    }

    cv::Mat mask() const { return m_mask; }

private:
    template <class Use>
    void forEach(const Use& use) const {
        for (int y = 0; y < m_labels.rows; ++y)
            for (int x = 0; x < m_labels.cols; ++x)
                if (const int label = m_labels.at<int>(y, x); label != 0) use(label, cv::Point(x, y));
    }

    double area(int label) const { return m_stats.at<int>(label, cv::CC_STAT_AREA); }

    bool touchesEdge(int label) const {
        const int left = m_stats.at<int>(label, cv::CC_STAT_LEFT), top = m_stats.at<int>(label, cv::CC_STAT_TOP);
        return left <= 1 || top <= 1 || left + m_stats.at<int>(label, cv::CC_STAT_WIDTH) >= m_labels.cols - 1 || top + m_stats.at<int>(label, cv::CC_STAT_HEIGHT) >= m_labels.rows - 1;
    }

    /// On the shortest way from there to what is chosen.
    bool showsGround(cv::Point from) const {
        cv::Point to = from;
        double nearest = std::numeric_limits<double>::max();
        for (int y = 0; y < m_mask.rows; ++y) {
            for (int x = 0; x < m_mask.cols; ++x) {
                const double distance = std::hypot(x - from.x, y - from.y);
                if (m_mask.at<std::uint8_t>(y, x) == 0 || distance >= nearest) continue;
                nearest = distance;
                to = {x, y};
            }
        }
        cv::LineIterator way(m_darkness, from, to);
        for (int i = 0; i < way.count; ++i, ++way)
            if (static_cast<double>(m_darkness.at<float>(way.pos())) < kCytoplasmDarkness) return true;
        return false;
    }

    void choose(int label) {
        m_chosen[static_cast<std::size_t>(label)] = true;
        m_area += area(label);
        if (m_mask.empty()) m_mask = cv::Mat::zeros(m_labels.size(), CV_8U);
        m_mask |= m_labels == label;
    }

    cv::Mat m_darkness, m_labels, m_stats, m_centres, m_mask;
    std::vector<bool> m_chosen;
    int m_count = 0, m_main = 0;
    double m_area = 0;
};

}  // namespace

std::optional<NucleusLobes> findLobes(const Smear& smear) {
    NucleusLobes lobes;
    lobes.threshold = std::max(kPalest, stainOf(upperOfTwo(Sums(histogramOf(smear.stain, {})))));
    cv::Mat stained = smear.stain > lobes.threshold;
    open(stained);
    Parts parts(smear, stained);
    if (!parts.chooseMiddle()) return std::nullopt;
    // Twice: a lobe may lie beside one that was found first.
    if (parts.chooseNeighbours()) parts.chooseNeighbours();
    lobes.mask = parts.mask();
    return lobes;
}

cv::Mat nucleusWithin(const Smear& smear, const cv::Mat& cell, const NucleusLobes& lobes) {
    cv::Mat soft;
    cv::GaussianBlur(smear.stain, soft, {0, 0}, kSoftPx);
    const Sums sums(histogramOf(soft, cell));
    const std::size_t parting = between(sums);
    const bool hasCytoplasm = sums.mean(0, parting) < kCytoplasmStain * sums.mean(parting, kBins);
    const float threshold = hasCytoplasm ? std::clamp(stainOf(parting), 0.6f * lobes.threshold, 1.6f * lobes.threshold) : lobes.threshold;
    cv::Mat nucleus = ((hasCytoplasm ? smear.stain : soft) > threshold) & cell;
    open(nucleus);
    const cv::Mat first = lobes.mask & cell;
    return cv::countNonZero(nucleus) > cv::countNonZero(first) / 5 ? nucleus : first;
}

bool isStainedAsNucleus(const Smear& smear, const cv::Mat& nucleus) {
    cv::Vec3d density{};
    int count = 0;
    for (int y = 0; y < nucleus.rows; ++y) {
        for (int x = 0; x < nucleus.cols; ++x) {
            if (nucleus.at<std::uint8_t>(y, x) == 0) continue;
            for (int c = 0; c < 3; ++c) density[c] -= std::log(static_cast<double>(smear.light.at<cv::Vec3f>(y, x)[c]));
            ++count;
        }
    }
    return density[0] + density[1] >= kLeastStain * count && density[2] <= kMostBlue * density[1];
}

}  // namespace leukolens::image
