// A fold's head that is fitted at once to the trunk's vectors.
#pragma once

#include "core/experiment/fold_training.h"

namespace leukolens::experiment {

struct FoldFit {
    std::shared_ptr<const Bytes> head;  ///< as pipelines::FitResult
    std::string told;                   ///< a line for the log: which settings were chosen, and by what
};

/// Inner part of each training cell, 0 … 2: whoever's cells they are lie in one, or each cell for itself under Protocol::Paper and where its subject is not known. As far as subjects go round, every
/// class is in every part. Empty where there are too few subjects to divide.
std::vector<int> innerParts(const dataset::Dataset& dataset, const TrainSettings& settings, const std::vector<int>& train);

/// On the fold's training part alone. Settings and probabilities are chosen on its inner parts. Fails as pipelines::fitHead() does.
Result<FoldFit> fitFold(const FoldContext& context, const FoldPlan& plan);

}  // namespace leukolens::experiment
