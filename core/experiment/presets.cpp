#include "core/experiment/presets.h"

namespace leukolens::experiment {

TrainSettings patientSafePreset() { return {}; }

TrainSettings paperPreset() {
    TrainSettings settings;
    settings.protocol = dataset::Protocol::Paper;
    return settings;
}

TrainSettings quickPreset() {
    TrainSettings settings;
    settings.inputPx = 75;
    settings.epochs = 8;
    settings.batch = 16;
    settings.learningRate = 1e-3;
    return settings;
}

}  // namespace leukolens::experiment
