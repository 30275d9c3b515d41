#include "ui/training/unseen_cells.h"

#include "core/experiment/planned_split.h"
#include "core/experiment/run.h"

namespace leukolens::ui {

Result<UnseenCells> findUnseenCells(const dataset::Dataset& dataset, const std::filesystem::path& runFolder) {
    const Result<experiment::RunRecord> run = experiment::readRun(runFolder);
    if (!run) return fail(run.error());
    if (run->result.folds.empty()) return fail(ErrorCode::NotFound, "no fold of this run is done", runFolder, "Go on with the training.");
    const Result<dataset::Split> split = experiment::plannedSplit(dataset, run->result.settings);
    if (!split) return fail(split.error());
    UnseenCells unseen;
    unseen.model = run->result.folds.front().model;
    for (const int cell : split->folds.front().test) unseen.cells.push_back(dataset.cells[static_cast<std::size_t>(cell)].path);
    return unseen;
}

}  // namespace leukolens::ui
