// A run's settings as the engine takes them.
#pragma once

#include "core/engine/trainer_settings.h"
#include "core/experiment/train_settings.h"

namespace leukolens::experiment {

/// What the settings do not say.
struct EngineFacts {
    int classes = 2;
    std::string device = "cpu", precision = "fp32";  ///< resolved: never "auto"
    int batch = 16;                                  ///< as used
    std::uint64_t seed = 1;                          ///< derived, of one fold
    std::vector<double> classWeights;
};

engine::TrainerSettings engineSettings(const TrainSettings& settings, const EngineFacts& facts);

}  // namespace leukolens::experiment
