#include "core/stain/stain_reference.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/stain/macenko.h"
#include "core/stain/reinhard.h"

namespace leukolens::stain {
namespace {

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 != 0 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

/// Median over the pictures of what `numberOf` takes from each.
template <class Target, class NumberOf>
double medianOf(std::span<const StainReference> pictures, NumberOf numberOf) {
    std::vector<double> values;
    for (const auto& picture : pictures) values.push_back(numberOf(std::get<Target>(picture.target)));
    return median(std::move(values));
}

ColourStatistics poolReinhard(std::span<const StainReference> pictures) {
    ColourVector pooled{};
    for (std::size_t i = 0; i < pooled.size(); ++i)
        pooled[i] = medianOf<ColourStatistics>(pictures, [i](const ColourStatistics& colours) { return asVector(colours)[i]; });
    return fromVector(pooled);
}

StainPair poolMacenko(std::span<const StainReference> pictures) {
    StainPair pooled;
    for (std::size_t s = 0; s < pooled.size(); ++s) {
        auto& [density, concentration] = pooled[s];
        for (std::size_t k = 0; k < density.size(); ++k)
            density[k] = medianOf<StainPair>(pictures, [s, k](const StainPair& stains) { return stains[s].density[k]; });
        const double length = std::hypot(density[0], density[1], density[2]);
        for (double& value : density) value /= length;
        concentration = medianOf<StainPair>(pictures, [s](const StainPair& stains) { return stains[s].concentration; });
    }
    return pooled;
}

}  // namespace

std::string_view toString(StainOutcome outcome) {
    switch (outcome) {
        case StainOutcome::Applied: return "applied";
        case StainOutcome::TooFewPixels: return "too_few_pixels";
        case StainOutcome::OneColour: return "one_colour";
        case StainOutcome::NotAReference: return "not_a_reference";
    }
    return "not_a_reference";
}

tl::expected<StainReference, StainOutcome> measureStain(const image::Image& picture, StainMethod method) {
    const auto asReference = [](const auto& numbers) { return StainReference{numbers, 1}; };
    switch (method) {
        case StainMethod::None: break;
        case StainMethod::Reinhard: return measureReinhard(picture).map(asReference);
        case StainMethod::Macenko: return measureMacenko(picture).map(asReference);
    }
    return StainReference{{}, 1};
}

Result<StainReference> poolStains(std::span<const StainReference> pictures) {
    if (pictures.empty()) return fail(ErrorCode::InvalidArgument, "a stain is pooled from one picture at least");
    StainReference pooled;
    std::int64_t count = 0;
    for (const auto& picture : pictures) {
        if (picture.method() != pictures.front().method()) return fail(ErrorCode::InvalidArgument, "stains of several methods cannot be pooled");
        if (const auto fault = faultOf(picture); !fault.empty()) return fail(ErrorCode::InvalidArgument, "a picture's stain is damaged: " + fault);
        count += picture.pictures;
    }
    pooled.pictures = static_cast<int>(std::min<std::int64_t>(count, std::numeric_limits<int>::max()));
    if (pictures.front().method() == StainMethod::Reinhard) pooled.target = poolReinhard(pictures);
    if (pictures.front().method() == StainMethod::Macenko) pooled.target = poolMacenko(pictures);
    if (const auto fault = faultOf(pooled); !fault.empty())
        return fail(ErrorCode::InvalidArgument, "these pictures have no common stain: " + fault, {}, "Choose pictures of one laboratory.");
    return pooled;
}

Result<StainReference> fitStain(std::span<const image::Image> pictures, StainMethod method) {
    std::vector<StainReference> measured;
    for (const auto& picture : pictures)
        if (auto stain = measureStain(picture, method)) measured.push_back(*stain);
    if (measured.empty())
        return fail(ErrorCode::EmptyDataset, "none of " + std::to_string(pictures.size()) + " pictures shows stained cells", {},
                    "Choose pictures of stained cells, or no stain normalisation.");
    return poolStains(measured);
}

}  // namespace leukolens::stain
