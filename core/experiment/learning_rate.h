// How the learning rate changes over a fold. Pure: the same arguments, the same rate.
#pragma once

#include <cstdint>
#include <span>

#include "core/experiment/train_settings.h"

namespace leukolens::experiment {

/// Rate of one step; step: 0 … totalSteps−1. Rises linearly over the first warmUp share of all steps (at least one if the share is not
/// 0), then follows the schedule. halvings: plateauHalvings() of the epochs before this one; only Plateau looks at it.
double learningRateAt(const TrainSettings& settings, std::int64_t step, std::int64_t totalSteps, int halvings);

/// How often a plateau has halved the rate: each time that plateauEpochs (≥ 1) epochs running brought no validation loss below the lowest
/// before.
int plateauHalvings(std::span<const double> validationLosses, int plateauEpochs);

/// Rate at which a finished fold goes on.
double lastRate(const TrainSettings& settings, int halvings);

}  // namespace leukolens::experiment
