#include "core/image/outlyingness.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace leukolens::image {
namespace {

constexpr std::size_t kFeatures = 9;
using Features = std::array<double, kFeatures>;

/// Differences below these matter to nobody: seven per cent of the area or of sharpness, a hundredth of the picture, half a unit of L*a*b*.
constexpr Features kSmallest{0.1, 0.01, 0.1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5};

Features featuresOf(const PictureFacts& facts) {
    const double area = static_cast<double>(facts.width) * facts.height;
    return {std::log2(area), static_cast<double>(facts.cellShare), std::log2(1.0 + static_cast<double>(facts.sharpness)),
            static_cast<double>(facts.labMean[0]), static_cast<double>(facts.labMean[1]), static_cast<double>(facts.labMean[2]),
            static_cast<double>(facts.labSd[0]), static_cast<double>(facts.labSd[1]), static_cast<double>(facts.labSd[2])};
}

/// The mean of the two middle ones where the count is even. `values` must not be empty; they are reordered.
double medianOf(std::vector<double>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 != 0) return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

}  // namespace

std::string_view toString(Feature feature) {
    constexpr std::array<std::string_view, kFeatures> kNames{"size", "cell_share", "sharpness", "lightness", "green_red", "blue_yellow",
                                                             "lightness_spread", "green_red_spread", "blue_yellow_spread"};
    return kNames[static_cast<std::size_t>(feature)];
}

std::vector<Outlyingness> outlyingness(std::span<const PictureFacts> pictures) {
    std::vector<Outlyingness> result(pictures.size());
    std::vector<Features> features;
    for (const auto& facts : pictures) {
        if (facts.known()) features.push_back(featuresOf(facts));
    }
    if (features.empty()) return result;
    Features median{}, scale{};
    std::vector<double> values(features.size());
    for (std::size_t f = 0; f < kFeatures; ++f) {
        std::transform(features.begin(), features.end(), values.begin(), [f](const Features& one) { return one[f]; });
        median[f] = medianOf(values);
        for (auto& value : values) value = std::abs(value - median[f]);
        constexpr double kNormal = 1.4826;  // MAD of a normal distribution to its standard deviation
        scale[f] = std::max(kNormal * medianOf(values), kSmallest[f]);
    }
    std::size_t next = 0;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        if (!pictures[i].known()) continue;
        const Features& own = features[next++];
        double squares = 0, farthest = 0;
        for (std::size_t f = 0; f < kFeatures; ++f) {
            const double steps = std::abs(own[f] - median[f]) / scale[f];
            squares += steps * steps;
            if (steps <= farthest) continue;
            farthest = steps;
            result[i].farthest = static_cast<Feature>(f);
        }
        result[i].distance = std::sqrt(squares / static_cast<double>(kFeatures));
    }
    return result;
}

}  // namespace leukolens::image
