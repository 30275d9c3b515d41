// A training run from settings and cells to a run folder.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/dataset/dataset.h"
#include "core/dataset/split.h"
#include "core/experiment/train_settings.h"

namespace leukolens::experiment {

/// One row of history.csv.
struct EpochRecord {
    int fold = 0;   ///< 1-based
    int epoch = 0;  ///< 1-based
    double trainLoss = 0, trainAccuracy = 0;            ///< with augmentation and dropout, as the epoch went
    double validationLoss = 0, validationAccuracy = 0;  ///< accuracy in 0…1, loss in nats
    double learningRate = 0;
    double seconds = 0;
    bool best = false;  ///< lowest validation loss so far in this fold
};

/// One row of folds.csv and of `train --json`.
struct FoldRecord {
    int fold = 0, bestEpoch = 0, epochs = 0;  ///< epochs: how many ran
    bool stoppedEarly = false;
    double trainAccuracy = 0, trainLoss = 0;  ///< of the best weights, on the training part without augmentation
    double testAccuracy = 0, testLoss = 0;    ///< of the best weights, on unseen cells
    std::filesystem::path model;              ///< best.leukomodel
};

/// How the given pretrained weights fitted.
struct WeightsRecord {
    int loaded = 0;
    std::vector<std::string> missing;     ///< of the network, not in the file: initialised randomly
    std::vector<std::string> unexpected;  ///< in the file, not used
};

struct RunResult {
    std::filesystem::path folder;
    TrainSettings settings;
    std::string device, precision;  ///< as used
    std::vector<FoldRecord> folds;
    FoldRecord mean;  ///< means of the four figures
    std::optional<WeightsRecord> weights;
    std::vector<std::string> notices;  ///< e.g. that the auxiliary head was not run
};

/// Called from the training thread; implementations hand over plain numbers and return at once.
class RunObserver {
public:
    virtual ~RunObserver() = default;
    virtual void onNotice(const std::string& text) = 0;      ///< something to know before the first epoch
    virtual void onWeights(const WeightsRecord& record) = 0;
    virtual void onEpoch(const EpochRecord& record) = 0;
    virtual void onFold(const FoldRecord& record) = 0;
};

/// Trains every fold. Writes into `folder` (absent or empty: AlreadyExists otherwise, so that earlier results stay
/// whole): settings.json, split.json, history.csv, folds.csv, predictions.csv, fold-K/best.leukomodel, log.txt.
/// Progress counts batches over all folds. Stops within one batch when cancelled, with Cancelled; what was finished
/// stays. Long: call it from a worker.
Result<RunResult> train(const dataset::Dataset& dataset, const TrainSettings& settings, const std::filesystem::path& folder,
                        RunObserver& observer, ProgressSink& progress, const CancelToken& cancel);

/// What a run folder holds, for reports and the window.
struct RunRecord {
    RunResult result;
    std::vector<EpochRecord> history;
};
Result<RunRecord> readRun(const std::filesystem::path& folder);

}  // namespace leukolens::experiment
