// Named sets of settings, so that a first run needs no choice.
#pragma once

#include "core/experiment/train_settings.h"

namespace leukolens::experiment {

/// Patients kept apart, everything else as in the paper. The default.
TrainSettings patientSafePreset();

/// The paper's experiment: three 70/30 partitions by image, up to fifty epochs, 299 px.
TrainSettings paperPreset();

/// Minutes on two cores without pretrained weights: the smallest input, few epochs; all else as in `settings`. For trying out and for the demonstration.
TrainSettings quickPreset(TrainSettings settings = {});

/// With another network, on the input that it usually sees where `settings` has the one that the network before usually sees; any other input, such as Quick's, stays, as far
/// as the network takes it. A name that is not known is only set.
TrainSettings withNetwork(TrainSettings settings, const std::string& network);

/// Trains the last layer alone, on vectors computed once. A linear layer on 2048 numbers takes a rate that would destroy a network, and dropout only
/// keeps it from fitting (docs/results.md compares).
TrainSettings withFrozenTrunk(TrainSettings settings);

}  // namespace leukolens::experiment
