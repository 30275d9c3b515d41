// Whether a fold's model may answer in 8-bit numbers.
#pragma once

#include <memory>
#include <optional>

#include "core/base/files.h"
#include "core/experiment/fold_training.h"
#include "core/inference/model_card.h"

namespace leukolens::experiment {

/// Ranges over some training cells, agreement on some validation cells, both spread evenly over their parts. Nothing where there are fewer than kFewestReferences of either, the network is not compiled (no stages())
/// or the processor has no instructions for it: the log says so. Fails as reading pictures does, or with Cancelled.
Result<std::optional<inference::EightBitFacts>> eightBitOfFold(const FoldContext& context, const FoldPlan& plan, const inference::ModelCard& card, const std::shared_ptr<const Bytes>& weights);

}  // namespace leukolens::experiment
