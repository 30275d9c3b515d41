// A whole case store from one place to another: backups, restoring them, moving to a server and back.
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/casebook/audit_trail.h"
#include "core/casebook/store_address.h"

namespace leukolens::casebook {

/// A whole copy of the store as it is at one moment, while others go on working with it, into a case file at `target` (of today's version). That file is checked (integrity, trail) before it gets its name; one that is there is
/// AlreadyExists. Fails as CaseStore::open() does, and with Cancelled, DiskFull; nothing is left behind then. The trail of the store says that it was backed up, after the copy: where only that line fails, the copy stays.
/// Returns what verifying the copy found: a store that was altered is copied as it is.
Result<Verification> backUpStore(const StoreAddress& store, const std::filesystem::path& target, ProgressSink& progress, const CancelToken& cancel);

/// Every row of the case file into an empty store: a new file, or a server's database without tables of this program (else AlreadyExists). Ids, versions and the trail stay as they are, and the copy's trail goes on with a line
/// that says where it came from. All or nothing.
Result<void> copyStore(const std::filesystem::path& source, const StoreAddress& target, ProgressSink& progress, const CancelToken& cancel);

}  // namespace leukolens::casebook
