// A model file's weights in the network that its card names.
#pragma once

#include <memory>

#include "core/inference/model_card.h"
#include "core/nn/network.h"
#include "core/weights/weights_file.h"

namespace leukolens::inference {

/// In evaluation, on the CPU, in memory as convolutions want it; nothing of it learns. Fails with NotAModel, naming `file`, for a network that is not known, and WeightsMismatch.
Result<std::shared_ptr<nn::Network>> networkOf(const ModelCard& card, const weights::WeightsFile& weights, const std::filesystem::path& file);

}  // namespace leukolens::inference
