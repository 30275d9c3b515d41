// Answers of a run's models made anew, from its data.
#pragma once

#include "core/experiment/run.h"

namespace leukolens::experiment {

/// Every finished fold's model answers for its validation and test cells; predictions.csv and validation.csv are written anew, as training writes them (without
/// temperature). For runs of earlier programs, and where models or files were lost. `source`: the run's data, wherever they lie now. Fails as reading the data and loading the models
/// do, with DataChanged, NotFound (no finished fold), AlreadyExists (a training goes on in the folder) or Cancelled; folds that were done before stay as they were made. Long: call it from a worker.
Result<void> predictRun(const RunRecord& record, const std::filesystem::path& source, ProgressSink& progress, const CancelToken& cancel);

}  // namespace leukolens::experiment
