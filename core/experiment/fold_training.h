// One fold from first step to its best weights and test figures.
#pragma once

#include "core/engine/feature_store.h"
#include "core/engine/pixel_store.h"
#include "core/experiment/cell_colours.h"
#include "core/experiment/run.h"
#include "core/experiment/run_files.h"
#include "core/experiment/waiting_disk.h"
#include "core/weights/weights_file.h"

namespace leukolens::experiment {

/// What all folds share.
struct FoldContext {
    const dataset::Dataset& dataset;
    const TrainSettings& settings;
    std::string device, precision;       ///< as used
    std::string settingsHash, dataSha256;
    RunFiles& files;
    const WaitingDisk& disk;
    const RunControl& control;
    std::vector<EpochRecord> history;    ///< the rows of history.csv
    std::vector<int> labels;             ///< of the stores' cells
    std::vector<CellColours> colours;    ///< of the stores' cells
    std::vector<int> external;           ///< the stores' cells of the external test; empty: there is none
    std::optional<weights::WeightsFile> startWeights;  ///< what each fold starts from; empty: random initialisation
    std::unique_ptr<engine::PixelStore> pixels;        ///< one of the two
    std::unique_ptr<engine::FeatureStore> features;    ///< of a frozen trunk
    RunResult& result;                   ///< where notices and weights are added
    std::int64_t cellsDone = 0, cellsTotal = 0;  ///< for progress over all folds
};

struct FoldPlan {
    const dataset::Fold& fold;
    int number = 1;       ///< 1-based
    int batch = 16;       ///< as used
    int lastEpoch = 0;    ///< at most
    int extendedFrom = 0; ///< > 0: epochs after this one are an extension's: patience starts anew, the rate stays at the schedule's last
    std::optional<Checkpoint> start;  ///< where to go on; empty: at the beginning
};

/// Cells that pass through the network in one fold if it is not stopped early: for the progress bar.
std::int64_t cellsToProcess(const FoldContext& context, const FoldPlan& plan);

/// Trains a fold, saves best.leukomodel, checkpoints and predictions. When it cannot go on (cancelled, diverged) the best weights so far are saved too. Throws
/// std::bad_alloc.
Result<FoldRecord> trainFold(FoldContext& context, FoldPlan plan);

}  // namespace leukolens::experiment
