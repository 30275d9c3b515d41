// One writer at a time for a case: a lock that the kernel, or the database server, gives back when its holder ends, however it ends.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/casebook/case_types.h"
#include "core/casebook/store_address.h"

namespace leukolens::casebook {

/// Who has a case open for changes. What the lock file or the server says; fields may be empty where it says nothing.
struct CaseHolder {
    std::string user, computer;
    std::string since;  ///< ISO 8601, local time with offset
    long pid = 0;       ///< on that computer
};

/// Held until destroyed, in whatever thread.
class CaseLock {
public:
    virtual ~CaseLock() = default;
    CaseLock(const CaseLock&) = delete;
    CaseLock& operator=(const CaseLock&) = delete;

    /// Whether it still stands, asked inside the transaction of a change. Conflict: the connection to the server had been lost, and somebody else has taken the case since. From the store's thread.
    virtual Result<void> requireHeld() { return {}; }

protected:
    CaseLock() = default;
};

/// Either the lock or who has it.
struct CaseClaim {
    std::shared_ptr<CaseLock> lock;  ///< null: somebody else has it
    CaseHolder holder;               ///< that one

    /// Cases of one file share one small file beside it (FILE.locks), a slot of 512 bytes a case: locked by byte range, and in it who holds it, as
    /// text. On a server: an advisory lock of a connection of its own, and a row of case_holder. Fails with what opening says, or with WriteFailed where the drive knows no locks.
    static Result<CaseClaim> of(const StoreAddress& store, CaseId id, const std::string& user);
};

}  // namespace leukolens::casebook
