// One writer at a time for a case: an advisory lock that the kernel gives back when its holder ends, however it ends.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/casebook/case_types.h"

namespace leukolens::casebook {

/// Who has a case open for changes. What the lock file says; fields may be empty where it says nothing.
struct CaseHolder {
    std::string user, computer;
    std::string since;  ///< ISO 8601, local time with offset
    long pid = 0;       ///< on that computer
};

/// Held until destroyed. Thread-safe.
class CaseLock {
public:
    ~CaseLock();
    CaseLock(const CaseLock&) = delete;
    CaseLock& operator=(const CaseLock&) = delete;

private:
    friend struct CaseClaim;
    explicit CaseLock(int fd) : m_fd(fd) {}
    int m_fd;
};

/// Either the lock or who has it.
struct CaseClaim {
    std::shared_ptr<CaseLock> lock;  ///< null: somebody else has it
    CaseHolder holder;               ///< that one

    /// Cases of one file share one small file beside it (FILE.locks), a slot of 512 bytes a case: locked by byte range, and in it who holds it, as
    /// text. Fails with what opening says, or with WriteFailed where the drive knows no locks.
    static Result<CaseClaim> of(const std::filesystem::path& caseFile, CaseId id, const std::string& user);
};

}  // namespace leukolens::casebook
