// Private to this folder: opening a case file and running SQL on it without an exception getting out.
#pragma once

// Debian's SOCI says it was built with Boost, which its headers then ask for, only to bind Boost's sequences: not needed
// here.
#include <soci/soci-config.h>
#undef SOCI_HAVE_BOOST
#include <soci/soci.h>

#include <soci/sqlite3/soci-sqlite3.h>

#include <memory>
#include <new>

#include "core/base/result.h"

namespace leukolens::casebook {

/// In the file's header: "LkCb". SQLite keeps the field for exactly this.
inline constexpr long long kApplicationId = 0x4c6b4362;
inline constexpr long long kSchemaVersion = 5;

/// A checked connection: the file is a case file of this version (an older one was brought up to it), in WAL mode.
struct CaseFile {
    std::filesystem::path path;
    soci::session sql;
    std::filesystem::path backup = {};  ///< made because the file was of an older version; empty otherwise
};

/// What CaseStore::open() promises. A file that is refused has not been written to.
Result<std::unique_ptr<CaseFile>> openCaseFile(const std::filesystem::path& file);

/// The Error for a SQLite result code (primary or extended).
Error errorFromSqlite(int code, const std::string& message, const std::filesystem::path& file);

/// Thrown inside guarded() to leave a transaction with an expected failure.
struct Refused {
    Error error;
};

/// Runs `work`, which returns a Result, and turns what it throws into a failure.
template <class Work>
auto guarded(const std::filesystem::path& file, Work&& work) -> decltype(work()) {
    try {
        return work();
    } catch (Refused& refused) {
        return fail(std::move(refused.error));
    } catch (const soci::sqlite3_soci_error& e) {
        return fail(errorFromSqlite(e.result(), e.get_error_message(), file));
    } catch (const soci::soci_error& e) {
        return fail(ErrorCode::StoreFailed, "the case file refused (" + e.get_error_message() + ")", file);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "memory ran out", file, "Close other programs and try again.");
    } catch (const std::exception& e) {
        return fail(ErrorCode::Internal, e.what(), file);
    }
}

/// All or nothing: rolled back on leaving scope unless committed.
class Transaction {
public:
    /// Takes the write lock at once, so that what is read stays true until the commit.
    explicit Transaction(soci::session& sql);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

private:
    soci::session& m_sql;
    bool m_open = true;
};

/// What is read inside is of one moment, and keeps no writer waiting.
class Snapshot {
public:
    explicit Snapshot(soci::session& sql);
    ~Snapshot();
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

private:
    soci::session& m_sql;
};

}  // namespace leukolens::casebook
