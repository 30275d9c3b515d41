// The data that something of an earlier time goes on with.
#pragma once

#include <memory>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/dataset/dataset.h"
#include "core/experiment/run.h"

namespace leukolens::ui {

/// What is open where it fits or nothing else is there, else read again; with the facts of that time. `open` may be null. Fails as readDataOfRun() does.
Result<std::shared_ptr<const dataset::Dataset>> dataToGoOn(const experiment::RunRecord& record, const std::shared_ptr<const dataset::Dataset>& open, ProgressSink& progress,
                                                          const CancelToken& cancel);

}  // namespace leukolens::ui
