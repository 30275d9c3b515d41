#include "core/experiment/learning_rate.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace leukolens::experiment {
namespace {

constexpr double kCosineFloor = 0.01;

}  // namespace

double learningRateAt(const TrainSettings& settings, std::int64_t step, std::int64_t totalSteps, int halvings) {
    const double peak = settings.learningRate;
    std::int64_t warmUp = 0;
    if (settings.warmUp > 0) warmUp = std::max<std::int64_t>(1, static_cast<std::int64_t>(static_cast<double>(totalSteps) * settings.warmUp));
    if (step < warmUp) return peak * static_cast<double>(step + 1) / static_cast<double>(warmUp);
    if (settings.schedule != Schedule::Cosine) return lastRate(settings, halvings);
    const double done = static_cast<double>(step - warmUp) / static_cast<double>(std::max<std::int64_t>(1, totalSteps - warmUp));
    return peak * (kCosineFloor + (1 - kCosineFloor) * 0.5 * (1 + std::cos(std::numbers::pi * std::min(done, 1.0))));
}

int plateauHalvings(std::span<const double> validationLosses, int plateauEpochs) {
    double lowest = std::numeric_limits<double>::infinity();
    int halvings = 0, without = 0;
    for (const double loss : validationLosses) {
        without = loss < lowest ? 0 : without + 1;
        lowest = std::min(lowest, loss);
        if (without < plateauEpochs) continue;
        ++halvings;
        without = 0;
    }
    return halvings;
}

double lastRate(const TrainSettings& settings, int halvings) {
    switch (settings.schedule) {
        case Schedule::Cosine: return settings.learningRate * kCosineFloor;
        case Schedule::Plateau: return std::ldexp(settings.learningRate, -halvings);
        case Schedule::Constant: break;
    }
    return settings.learningRate;
}

}  // namespace leukolens::experiment
