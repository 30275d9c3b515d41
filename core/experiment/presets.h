// Named sets of settings, so that a first run needs no choice.
#pragma once

#include "core/experiment/train_settings.h"

namespace leukolens::experiment {

/// Patients kept apart, everything else as in the paper. The default.
TrainSettings patientSafePreset();

/// The paper's experiment: three 70/30 partitions by image, up to fifty epochs, 299 px.
TrainSettings paperPreset();

/// Minutes on two cores without pretrained weights: the smallest input, few epochs. For trying out and for the demonstration.
TrainSettings quickPreset();

/// Trains the last layer alone, on vectors computed once. A linear layer on 2048 numbers takes a rate that would destroy a network, and dropout only
/// keeps it from fitting (docs/results.md compares).
TrainSettings withFrozenTrunk(TrainSettings settings);

}  // namespace leukolens::experiment
