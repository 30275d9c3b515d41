#include "core/experiment/engine_settings.h"

namespace leukolens::experiment {

engine::TrainerSettings engineSettings(const TrainSettings& s, const EngineFacts& facts) {
    engine::TrainerSettings settings;
    settings.network = s.network;
    settings.classes = facts.classes;
    settings.device = facts.device;
    settings.precision = facts.precision;
    settings.batch = facts.batch;
    settings.optimizer = s.optimizer;
    settings.momentum = s.momentum;
    settings.weightDecay = s.weightDecay;
    settings.auxiliaryWeight = s.auxiliaryWeight;
    settings.labelSmoothing = s.labelSmoothing;
    settings.dropout = s.dropout;
    settings.clipNorm = s.clipNorm;
    settings.emaDecay = s.emaDecay;
    settings.classWeights = facts.classWeights;
    settings.frozenUpTo = s.frozenUpTo;
    settings.trunkRate = s.trunkRate;
    settings.augment = s.augment;
    settings.augmentation = s.augmentation;
    settings.seed = facts.seed;
    return settings;
}

}  // namespace leukolens::experiment
