#include "core/experiment/presets.h"

#include <algorithm>

#include "core/nn/network_info.h"

namespace leukolens::experiment {

TrainSettings patientSafePreset() { return {}; }

TrainSettings paperPreset() {
    TrainSettings settings;
    settings.protocol = dataset::Protocol::Paper;
    return settings;
}

TrainSettings quickPreset(TrainSettings settings) {
    settings.inputPx = 75;
    settings.epochs = 14;
    settings.patienceEpochs = 5;
    // At 75 px the last grid is a single pixel: batch norm then averages over the batch alone and needs a larger one.
    settings.batch = 32;
    settings.learningRate = 2e-3;
    // A few dozen steps underfit: half the features dropped would only add noise.
    settings.dropout = 0.1;
    return settings;
}

TrainSettings withNetwork(TrainSettings settings, const std::string& network) {
    const auto before = nn::networkInfo(settings.network), now = nn::networkInfo(network);
    settings.network = network;
    if (!now) return settings;
    if (before && settings.inputPx == before->inputPx) settings.inputPx = now->inputPx;
    settings.inputPx = std::max(settings.inputPx, now->smallestInputPx);
    return settings;
}

TrainSettings withFrozenTrunk(TrainSettings settings) {
    settings.frozenUpTo = engine::kWholeTrunk;
    settings.learningRate = 0.01;
    settings.dropout = 0;
    return settings;
}

}  // namespace leukolens::experiment
