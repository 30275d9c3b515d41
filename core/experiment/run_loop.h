// What a new run and one that goes on have in common: data into memory, then fold after fold.
#pragma once

#include <string>
#include <vector>

#include "core/experiment/fold_training.h"
#include "core/inference/opened_model.h"

namespace leukolens::experiment {

struct RunPlan {
    const dataset::Dataset& dataset;
    const dataset::Split& split;
    std::optional<inference::OpenedModel> startWeights;
    std::vector<int> foldsToDo;              ///< 1-based, ascending
    std::optional<ExtensionRecord> extension;  ///< the last one, if it is under way
    std::vector<EpochRecord> history;        ///< of the folds that are done, or done before an extension
};

/// Trains the folds that are to be done. `result` comes with settings, device, precision, and the folds that are done; it is filled in as the run goes on, also if it fails.
Result<void> runFolds(RunPlan plan, RunFiles& files, const RunControl& control, RunResult& result);

}  // namespace leukolens::experiment
