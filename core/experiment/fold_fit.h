// A fold's head that is fitted at once to the trunk's vectors.
#pragma once

#include "core/experiment/fold_training.h"

namespace leukolens::experiment {

struct FoldFit {
    std::shared_ptr<const Bytes> head;  ///< as pipelines::FitResult
    std::string told;                   ///< a line for the log: which settings were chosen, and by what
};

/// On the fold's training part alone. Settings and probabilities are chosen on inner parts of it that keep subjects together, or cells where the protocol or the data know none. Fails as pipelines::fitHead() does.
Result<FoldFit> fitFold(const FoldContext& context, const FoldPlan& plan);

}  // namespace leukolens::experiment
