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

}  // namespace leukolens::experiment
