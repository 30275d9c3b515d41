// Runs that are parts of a larger work, such as a learning curve's shares: the work tells of them, not they themselves.
#pragma once

#include "core/experiment/run.h"

namespace leukolens::experiment {

struct PartRun {
    TrainSettings settings;      ///< as settings.json will have them: `folds` is the split's own number
    std::filesystem::path folder;
    std::string dataSha256;      ///< fingerprint of the data that the whole is trained on
    TrainOptions options;
    std::string advice;          ///< where another run lies in the folder
};

/// Trains it, goes on with it where it was stopped, leaves it as it is where it is finished. Fails with AlreadyExists where the folder holds a run of other settings or data, and as
/// train() and resume() do.
Result<void> trainOrGoOn(const dataset::Dataset& dataset, const PartRun& part, const RunControl& control);

/// A part's progress as so much of the whole: "Training 2 of 5".
class PartProgress final : public ProgressSink {
public:
    /// part: from 0 on. `progress` must live as long.
    PartProgress(ProgressSink& progress, std::size_t part, std::size_t parts) : m_progress(progress), m_stage("Training " + std::to_string(part + 1) + " of " + std::to_string(parts)) {}
    void report(const Progress& progress) override { m_progress.report({m_stage, progress.done, progress.total}); }

private:
    ProgressSink& m_progress;
    std::string m_stage;
};

}  // namespace leukolens::experiment
