// A run's networks and the cells that they answer for.
#pragma once

#include <memory>

#include "core/dataset/split.h"
#include "core/experiment/run.h"
#include "core/inference/predictor.h"

namespace leukolens::experiment {

struct RunCells {
    dataset::Dataset dataset;  ///< as it was when the run began
    dataset::Split split;
};

/// From `source`: the run's own data, wherever they lie now. Fails with NotFound where no fold is done, and as readDataOfRun() and recordedSplit() do.
Result<RunCells> cellsOfRun(const RunRecord& record, const std::filesystem::path& source, ProgressSink& progress, const CancelToken& cancel);

/// The best network of a fold (1-based), on the device and as precise as it was trained, where this machine can. Fails as Predictor::load() does, and with DataChanged where it tells
/// other classes apart.
Result<std::unique_ptr<inference::Predictor>> predictorOfFold(const RunRecord& record, int fold, const std::vector<std::string>& classes);

/// "Fold 2 of 3": the stage of progress.
std::string stageOf(const RunRecord& record, int fold);

std::vector<std::filesystem::path> pathsOf(const dataset::Dataset& dataset, const std::vector<int>& cells);

}  // namespace leukolens::experiment
