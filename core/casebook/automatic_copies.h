// Copies of a case file that are made without being asked for: one a day at most, in a folder beside it, the newest ones kept.
#pragma once

#include <chrono>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"

namespace leukolens::casebook {

/// "backups" beside the case file.
std::filesystem::path automaticCopiesFolder(const std::filesystem::path& caseFile);

struct AutomaticCopy {
    std::filesystem::path file = {};  ///< empty: none was made
    bool altered = false;             ///< its trail does not hold (AuditTrail::verify())
};

/// Backs the store up (store_copy.h) into that folder, unless there is a copy of `today` (local date), nothing but backups stands in the trail since the last copy, or the file is not there; then removes the oldest copies beyond `kept`: none after
/// a copy whose trail does not hold, so that those of before stay. Copies are known by their names, which tell case file, day and lines of the trail; no other file is touched. `kept` 0: nothing is made or removed. A sound case file of today's version
/// is expected; fails as backUpStore() does, or where an old copy cannot be removed, or the newest not be verified before that.
Result<AutomaticCopy> keepAutomaticCopy(const std::filesystem::path& caseFile, int kept, std::chrono::sys_days today, ProgressSink& progress, const CancelToken& cancel);

}  // namespace leukolens::casebook
