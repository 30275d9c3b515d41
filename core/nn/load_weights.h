// Weights from a file put into a network.
#pragma once

#include "core/base/result.h"
#include "core/nn/load_report.h"
#include "core/nn/network.h"
#include "core/nn/network_info.h"
#include "core/weights/weights_file.h"

namespace leukolens::nn {

enum class Fit {
    Complete,        ///< every tensor of the network but its auxiliary head: for a network that is to answer
    AsFarAsItGoes,   ///< what is there: the start of a training
};

/// Which of the network's tensors a file holds, by name and shape; nothing is loaded. A counter `num_batches_tracked` that the file lacks
/// is no loss and not named. Fails with WeightsMismatch: a tensor of another shape (both are named), nothing that fits at all, or with
/// Fit::Complete an incomplete file, unexpected tensors or other classes.
Result<LoadReport> compareWeights(const Network& network, const NetworkInfo& info, const weights::WeightsFile& file, Fit fit);

/// compareWeights(), then copies, converting the number type; one tensor at a time is in memory twice. Numbers that are infinite or none
/// are DamagedModel. On failure the network holds a mixture and must not be used.
Result<LoadReport> loadWeights(Network& network, const NetworkInfo& info, const weights::WeightsFile& file, Fit fit);

}  // namespace leukolens::nn
