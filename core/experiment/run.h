// A training run from settings and cells to a run folder.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/pause_gate.h"
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
    std::optional<double> externalAccuracy = std::nullopt, externalLoss = std::nullopt;  ///< on C-NMC's validation_data, where it is there and the protocol is official
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
    FoldRecord mean;  ///< means of the figures
    std::optional<WeightsRecord> weights;
    std::vector<std::string> notices;  ///< e.g. that the auxiliary head was not run
    int halvedBatch = 0, halvedInFold = 0;  ///< the batch as used from that fold on, where memory ran out; 0: as set
};

/// Why a run rests.
struct PauseRecord {
    std::optional<Error> trouble;  ///< a full disk: the run tries again by itself every few seconds; empty: the person paused it
};

/// Called from the training thread; implementations hand over plain numbers and return at once.
class RunObserver {
public:
    virtual ~RunObserver() = default;
    virtual void onNotice(const std::string& text) = 0;      ///< something to know, mostly before the first epoch
    /// Before the first epoch: how many cells of each class each fold is validated on, [fold − 1][class].
    virtual void onValidation(const std::vector<std::vector<int>>& cells) = 0;
    virtual void onWeights(const WeightsRecord& record) = 0;
    virtual void onRunning() = 0;                            ///< preparation is over, or a pause
    virtual void onPaused(const PauseRecord& record) = 0;
    virtual void onEpoch(const EpochRecord& record) = 0;
    virtual void onFold(const FoldRecord& record) = 0;
};

/// For callers that do not care.
class NoRunObserver : public RunObserver {
public:
    void onNotice(const std::string&) override {}
    void onValidation(const std::vector<std::vector<int>>&) override {}
    void onWeights(const WeightsRecord&) override {}
    void onRunning() override {}
    void onPaused(const PauseRecord&) override {}
    void onEpoch(const EpochRecord&) override {}
    void onFold(const FoldRecord&) override {}
};

/// How a running training is watched and steered.
struct RunControl {
    RunObserver& observer;
    ProgressSink& progress;
    CancelToken cancel;
    const PauseGate& pause;  ///< closed: the run writes a checkpoint and rests within one batch
};

/// What a training is asked beside its settings.
struct TrainOptions {
    /// Where the split puts one picture into training and test: that the person knows, in the person's words (leak_guard.h). Recorded in
    /// leaks.json and among the notices, which the report prints.
    std::string leakAcknowledgement;
};

/// Trains every fold. Writes into `folder` (absent or empty: AlreadyExists otherwise, so that earlier results stay whole):
/// settings.json, split.json, history.csv, folds.csv, predictions.csv, fold-K/best.leukomodel, fold-K/checkpoint/, log.txt; where there are any
/// facts.json, corrections.json, duplicates.json and leaks.json. Progress counts cells over all folds. Fails with LeakingSplit before the folder is
/// touched. Stops within one batch when cancelled, with a checkpoint and Cancelled. A full disk pauses it. Long: call it
/// from a worker.
Result<RunResult> train(const dataset::Dataset& dataset, const TrainSettings& settings, const std::filesystem::path& folder,
                        const RunControl& control, const TrainOptions& options = {});

/// One extension of a run.
inline constexpr int kMaxExtraEpochs = 1000;

struct ResumeOptions {
    int extraEpochs = 0;             ///< > 0: every fold goes on for so many epochs more, at the schedule's last rate
    bool acceptChangedData = false;  ///< go on although the data's fingerprint is another: with the recorded split, cells that are gone
                                     ///< left out, new ones not used
};

/// Goes on with a run that was stopped, killed or finished, from its newest valid checkpoint, to the same curve as if nothing had
/// happened (fp32 on the CPU with as many threads: bit by bit). The data may have moved. Fails with DataChanged, NotFound (no run folder),
/// or InvalidArgument (a finished run without extraEpochs).
Result<RunResult> resume(const dataset::Dataset& dataset, const std::filesystem::path& folder, const ResumeOptions& options,
                         const RunControl& control);

/// That a finished run went on for more epochs.
struct ExtensionRecord {
    int epochs = 0;         ///< so many more, a fold
    std::vector<int> from;  ///< epochs that each fold had before
};

/// What a run folder holds, for reports and the window.
struct RunRecord {
    RunResult result;
    std::vector<EpochRecord> history;
    bool finished = false;            ///< every fold is done: it can be extended, not resumed
    std::vector<ExtensionRecord> extensions;
    std::filesystem::path dataRoot;   ///< below which the cells lay: paths of predictions.csv are relative to it
    std::filesystem::path dataSource; ///< what was opened: the folder of the cells, or a table of them
    dataset::ReadChoices readAs;      ///< how they were read; nothing said in runs of earlier programs, which knew no other way
    std::string dataSha256;           ///< their fingerprint
    std::vector<std::string> classes; ///< of the data, sorted
};
Result<RunRecord> readRun(const std::filesystem::path& folder);

}  // namespace leukolens::experiment
