#include "core/experiment/learning_rate.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace leukolens::experiment {

double learningRateAt(std::int64_t step, std::int64_t totalSteps, double peak) {
    constexpr double kFloor = 0.01;
    const std::int64_t warmUp = std::max<std::int64_t>(1, totalSteps / 10);
    if (step < warmUp) return peak * static_cast<double>(step + 1) / static_cast<double>(warmUp);
    const double done = static_cast<double>(step - warmUp) / static_cast<double>(std::max<std::int64_t>(1, totalSteps - warmUp));
    return peak * (kFloor + (1 - kFloor) * 0.5 * (1 + std::cos(std::numbers::pi * std::min(done, 1.0))));
}

}  // namespace leukolens::experiment
