// One fold from first step to its best weights and test figures.
#pragma once

#include "core/engine/pixel_store.h"
#include "core/experiment/run.h"
#include "core/experiment/run_files.h"
#include "core/weights/weights_file.h"

namespace leukolens::experiment {

/// What all folds share.
struct FoldContext {
    const dataset::Dataset& dataset;
    const TrainSettings& settings;
    const std::string& device;
    const std::string& precision;
    const engine::PixelStore& store;
    RunFiles& files;
    RunObserver& observer;
    ProgressSink& progress;
    const CancelToken& cancel;
    std::int64_t cellsDone = 0;   ///< for progress over all folds
    std::int64_t cellsTotal = 0;
    const std::string dataSha256;          ///< dataset::fingerprint()
    const std::optional<weights::WeightsFile>& startWeights;  ///< what each fold starts from; empty: random initialisation
    std::vector<std::string>& notices;     ///< where the first fold adds what it has to say
    std::optional<WeightsRecord> weights;  ///< filled in by the first fold
};

/// Cells that pass through the network in one fold if it is not stopped early: for the progress bar.
std::int64_t cellsToProcess(const dataset::Fold& fold, const TrainSettings& settings);

/// Trains fold `number` (1-based), saves best.leukomodel. When cancelled, the best weights so far are saved too.
Result<FoldRecord> trainFold(FoldContext& context, const dataset::Fold& fold, int number);

}  // namespace leukolens::experiment
