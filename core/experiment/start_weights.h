// What each fold of a run starts from.
#pragma once

#include <filesystem>
#include <optional>

#include "core/experiment/train_settings.h"
#include "core/inference/opened_model.h"

namespace leukolens::experiment {

/// The weights of settings.weightsFile, checked to be of the network, or of its trunk where its head is fitted. Empty if none are set; but a fitted head needs a trunk that all folds share, and gets a random one that follows
/// from the seed. `besides`: a folder that is looked into where the file is no longer in its place; empty: none. Fails as inference::openModel() does, and with WeightsMismatch.
Result<std::optional<inference::OpenedModel>> openStartWeights(const TrainSettings& settings, const std::filesystem::path& besides);

}  // namespace leukolens::experiment
