// The first step of the sample: its cells, and what is there of its training. A plain function for a worker.
#pragma once

#include <QString>

#include <optional>

#include "core/dataset/demo_cells.h"
#include "core/experiment/run.h"
#include "ui/data/dataset_job.h"

namespace leukolens::ui {

struct SampleRun {
    DatasetPointer cells;
    QString folder;                                ///< of its run, which may not be there yet
    std::optional<experiment::RunRecord> started;  ///< what is there of it
    bool finished() const { return started && started->finished; }
};

/// Opens the demonstration cells of `cellFolder`, making them where they are absent, and looks into `runsFolder` for a run on them: below the name
/// "sample-demonstration-cells", or that with a number where something else lies there.
Result<SampleRun> findSampleRun(const std::filesystem::path& cellFolder, const dataset::DemoSettings& demo, const QString& runsFolder, ProgressSink& progress, const CancelToken& cancel);

}  // namespace leukolens::ui
