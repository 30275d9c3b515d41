#include "ui/welcome/sample_run.h"

#include <QDir>
#include <QFileInfo>

namespace leukolens::ui {
namespace {

constexpr const char* kRunName = "sample-demonstration-cells";
constexpr int kMostNames = 1000;

/// Whether `run` was one on the cells of that folder, and what it made is still there.
bool isUsable(const experiment::RunRecord& run, const std::filesystem::path& cellFolder) {
    std::error_code code;
    if (!std::filesystem::equivalent(run.dataSource, cellFolder, code)) return false;
    return !run.finished || (!run.result.folds.empty() && std::filesystem::exists(run.result.folds.front().model, code));
}

}  // namespace

Result<SampleRun> findSampleRun(const std::filesystem::path& cellFolder, const dataset::DemoSettings& demo, const QString& runsFolder, ProgressSink& progress, const CancelToken& cancel) {
    Result<DatasetPointer> cells = openDemoCells(cellFolder, demo, progress, cancel);
    if (!cells) return fail(cells.error());
    const QDir runs(runsFolder);
    for (int number = 1; number <= kMostNames; ++number) {
        SampleRun run{*cells, runs.filePath(number == 1 ? QString(kRunName) : QString("%1_%2").arg(kRunName).arg(number)), {}};
        if (!QFileInfo::exists(run.folder)) return run;
        auto record = experiment::readRun(run.folder.toStdString());
        if (!record || !isUsable(*record, cellFolder)) continue;
        run.started = std::move(*record);
        return run;
    }
    return fail(ErrorCode::AlreadyExists, "holds too many runs of that name", runsFolder.toStdString(), "Remove some of them.");
}

}  // namespace leukolens::ui
