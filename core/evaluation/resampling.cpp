#include "core/evaluation/resampling.h"

#include <algorithm>
#include <cmath>

#include "core/base/random.h"

namespace leukolens::evaluation {

void drawUnits(std::uint64_t seed, int index, std::span<int> counts) {
    std::ranges::fill(counts, 0);
    Random random(deriveSeed(seed, static_cast<std::uint64_t>(index)));
    for (std::size_t draw = 0; draw < counts.size(); ++draw) ++counts[random.below(counts.size())];
}

double quantileOf(std::span<const double> sorted, double probability) {
    const double place = probability * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(std::floor(place));
    const auto above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace leukolens::evaluation
