#include "core/image/cell_measures.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "core/image/opencv_setup.h"

namespace leukolens::image {
namespace {

constexpr std::size_t kLevels = 32;
constexpr double kSmallestLobe = 0.02;     ///< of the nucleus
constexpr double kMostToCytoplasm = 1000;  ///< a nucleus that fills its cell

std::size_t levelOf(std::uint8_t green) { return green / (256 / kLevels); }

double entropyOf(double share) { return share > 0 ? -share * std::log2(share) : 0; }

struct Texture {
    double contrast = 0, correlation = 0, energy = 0, homogeneity = 0, entropy = 0;
};

/// Pixels beside one another in one way, both in the nucleus.
class CoOccurrence {
public:
    void add(std::size_t a, std::size_t b) {
        ++m_counts[a * kLevels + b];
        ++m_counts[b * kLevels + a];
        m_sum += 2;
    }

    bool empty() const { return m_sum == 0; }

    Texture texture() const {
        Texture texture;
        double mean = 0, square = 0, product = 0;
        for (std::size_t a = 0; a < kLevels; ++a) {
            for (std::size_t b = 0; b < kLevels; ++b) {
                const double share = m_counts[a * kLevels + b] / m_sum, i = static_cast<double>(a), k = static_cast<double>(b);
                texture.contrast += share * (i - k) * (i - k);
                texture.energy += share * share;
                texture.homogeneity += share / (1 + (i - k) * (i - k));
                texture.entropy += entropyOf(share);
                mean += share * i;
                square += share * i * i;
                product += share * i * k;
            }
        }
        const double variance = square - mean * mean;
        texture.correlation = variance > 1e-9 ? (product - mean * mean) / variance : 1;
        return texture;
    }

private:
    std::array<double, kLevels * kLevels> m_counts{};
    double m_sum = 0;
};

Texture textureOf(const Image& picture, const CellMask& mask) {
    constexpr std::array<std::array<int, 2>, 4> kWays{{{1, 0}, {0, 1}, {1, 1}, {1, -1}}};
    Texture sum;
    double ways = 0;
    const auto inNucleus = [&](int x, int y) { return mask.nucleus[static_cast<std::size_t>(y) * static_cast<std::size_t>(mask.width) + static_cast<std::size_t>(x)] != 0; };
    const auto level = [&](int x, int y) { return levelOf(picture.rgb[picture.offset(x, y) + 1]); };
    for (const auto& [dx, dy] : kWays) {
        CoOccurrence pairs;
        for (int y = std::max(0, -dy); y < mask.height - std::max(0, dy); ++y)
            for (int x = 0; x + dx < mask.width; ++x)
                if (inNucleus(x, y) && inNucleus(x + dx, y + dy)) pairs.add(level(x, y), level(x + dx, y + dy));
        if (pairs.empty()) continue;
        const Texture own = pairs.texture();
        sum.contrast += own.contrast;
        sum.correlation += own.correlation;
        sum.energy += own.energy;
        sum.homogeneity += own.homogeneity;
        sum.entropy += own.entropy;
        ++ways;
    }
    if (ways == 0) return {0, 1, 1, 1, 0};  // a single pixel is even
    return {sum.contrast / ways, sum.correlation / ways, sum.energy / ways, sum.homogeneity / ways, sum.entropy / ways};
}

struct Shape {
    double solidity = 0;
    int lobes = 0;
};

Shape shapeOf(const CellMask& mask) {
    const cv::Mat nucleus(mask.height, mask.width, CV_8U, const_cast<std::uint8_t*>(mask.nucleus.data()));  // only read
    std::vector<cv::Point> points, hull;
    cv::findNonZero(nucleus, points);
    if (points.empty()) return {};
    cv::convexHull(points, hull);
    cv::Mat filled = cv::Mat::zeros(nucleus.size(), CV_8U), labels, stats, centres;
    cv::fillConvexPoly(filled, hull, 255);
    Shape shape;
    const auto area = static_cast<double>(points.size());
    shape.solidity = area / cv::countNonZero(filled);
    const int count = cv::connectedComponentsWithStats(nucleus, labels, stats, centres, 8, CV_32S);
    for (int label = 1; label < count; ++label) shape.lobes += stats.at<int>(label, cv::CC_STAT_AREA) >= kSmallestLobe * area;
    return shape;
}

/// Sums of a part of the cell.
struct Colour {
    std::array<double, 3> sums{};
    double squares = 0, count = 0;  ///< squares: of green
    std::array<double, kLevels> levels{};

    void add(const std::uint8_t* rgb) {
        for (std::size_t c = 0; c < 3; ++c) sums[c] += rgb[c];
        squares += static_cast<double>(rgb[1]) * rgb[1];
        ++levels[levelOf(rgb[1])];
        ++count;
    }

    double mean(std::size_t c) const { return count > 0 ? sums[c] / count : 0; }
    double greenSd() const { return count > 0 ? std::sqrt(std::max(0.0, squares / count - mean(1) * mean(1))) : 0; }
    double entropy() const {
        double sum = 0;
        for (const double level : levels) sum += count > 0 ? entropyOf(level / count) : 0;
        return sum;
    }
};

}  // namespace

std::vector<Measure> measuresOf(const Image& picture, const CellMask& mask, std::optional<double> umPerPx) {
    prepareOpenCv();
    Colour nucleus, cytoplasm;
    for (std::size_t i = 0; i < mask.cell.size(); ++i)
        if (mask.cell[i] != 0) (mask.nucleus[i] != 0 ? nucleus : cytoplasm).add(picture.rgb.data() + 3 * i);
    const auto cellArea = static_cast<double>(mask.cellAreaPx), nucleusArea = static_cast<double>(mask.nucleusAreaPx), cytoplasmArea = cellArea - nucleusArea;
    const Shape shape = shapeOf(mask);
    const Texture texture = textureOf(picture, mask);
    std::vector<Measure> measures{
        {"cell_area_px", cellArea},
        {"nucleus_area_px", nucleusArea},
        {"cytoplasm_area_px", cytoplasmArea},
        {"nucleus_to_cell", mask.nucleusToCell},
        {"nucleus_to_cytoplasm", cytoplasmArea > 0 ? std::min(kMostToCytoplasm, nucleusArea / cytoplasmArea) : kMostToCytoplasm},
        {"cell_roundness", mask.cellRoundness},
        {"nucleus_roundness", mask.nucleusRoundness},
        {"nucleus_solidity", shape.solidity},
        {"nucleus_lobes", static_cast<double>(shape.lobes)},
        {"nucleus_red", nucleus.mean(0)},
        {"nucleus_green", nucleus.mean(1)},
        {"nucleus_blue", nucleus.mean(2)},
        {"cytoplasm_red", cytoplasm.mean(0)},
        {"cytoplasm_green", cytoplasm.mean(1)},
        {"cytoplasm_blue", cytoplasm.mean(2)},
        {"nucleus_green_sd", nucleus.greenSd()},
        {"nucleus_entropy", nucleus.entropy()},
        {"nucleus_glcm_contrast", texture.contrast},
        {"nucleus_glcm_correlation", texture.correlation},
        {"nucleus_glcm_energy", texture.energy},
        {"nucleus_glcm_homogeneity", texture.homogeneity},
        {"nucleus_glcm_entropy", texture.entropy},
    };
    if (umPerPx) {
        const double square = *umPerPx * *umPerPx;
        measures.insert(measures.end(), {{"cell_area_um2", cellArea * square}, {"nucleus_area_um2", nucleusArea * square}, {"cytoplasm_area_um2", cytoplasmArea * square}});
    }
    return measures;
}

std::vector<std::string_view> measureNames(bool scaled) {
    const CellMask pixel{.width = 1, .height = 1, .cell = {255}, .nucleus = {255}, .cellAreaPx = 1, .nucleusAreaPx = 1};
    std::vector<std::string_view> names;
    for (const Measure& measure : measuresOf({1, 1, {0, 0, 0}}, pixel, scaled ? std::optional(1.0) : std::nullopt)) names.push_back(measure.name);
    return names;
}

}  // namespace leukolens::image
