#include "core/casebook/store_copy.h"

#include <optional>

#include "core/base/iso_time.h"
#include "core/casebook/audit_chain.h"
#include "core/casebook/case_rows.h"
#include "core/casebook/login_name.h"
#include "core/casebook/server_database.h"
#include "core/casebook/server_schema.h"
#include "core/casebook/sqlite_file.h"
#include "core/casebook/store_rows.h"
#include "core/casebook/unfinished_file.h"

namespace leukolens::casebook {
namespace fs = std::filesystem;
namespace {

constexpr int kPagesAStep = 256;  ///< 1 MiB

Refused alreadyThere(const fs::path& place) {
    return {{ErrorCode::AlreadyExists, place.string().starts_with("postgres") ? "holds cases already" : "is there already", place, "Choose another place."}};
}

void requireStore(const StoreAddress& store) {
    std::error_code unknown;
    // Opening would make a new one.
    if (!store.isServer() && fs::symlink_status(store.file(), unknown).type() == fs::file_type::not_found)
        throw Refused{{ErrorCode::NotFound, "does not exist", store.file(), "Choose a case file that exists."}};
}

void requireFree(const fs::path& file) {
    std::error_code unknown;
    if (fs::symlink_status(file, unknown).type() != fs::file_type::not_found) throw alreadyThere(file);
}

std::unique_ptr<Database> opened(const StoreAddress& store) {
    auto database = openDatabase(store);
    if (!database) throw Refused{database.error()};
    return std::move(*database);
}

/// A line about the store itself.
void addLine(soci::session& sql, const std::string& action, const nlohmann::json& detail) {
    AuditRow row{0, isoUtcNow(), loginName(), {}, {}, action, toColumn(detail), {}, {}};
    appendToTrail(sql, row);
}

/// Page by page, as SQLite has them; `from` is inside a snapshot, so that nobody's change starts it anew.
void copyPages(soci::session& from, const fs::path& source, const fs::path& target, ProgressSink& progress, const CancelToken& cancel) {
    long long lines = 0;
    from << "SELECT lines FROM audit_head", soci::into(lines);  // from here on the snapshot holds
    sqlite_api::sqlite3* file = nullptr;
    int code = sqlite_api::sqlite3_open_v2(target.c_str(), &file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    sqlite_api::sqlite3_backup* backup = code == SQLITE_OK ? sqlite_api::sqlite3_backup_init(file, "main", sqliteConnection(from), "main") : nullptr;
    bool stopped = false;
    if (backup) {
        do {
            stopped = cancel.cancelled();
            if (stopped) break;
            code = sqlite_api::sqlite3_backup_step(backup, kPagesAStep);
            const int total = sqlite_api::sqlite3_backup_pagecount(backup);
            progress.report({"Copying the cases", total - sqlite_api::sqlite3_backup_remaining(backup), total});
        } while (code == SQLITE_OK);
        const int finished = sqlite_api::sqlite3_backup_finish(backup);
        code = code == SQLITE_DONE ? finished : code;
    } else if (file) {
        code = sqlite_api::sqlite3_errcode(file);
    }
    const std::string message = file ? sqlite_api::sqlite3_errmsg(file) : "out of memory";
    sqlite_api::sqlite3_close(file);
    if (stopped) throw Refused{{ErrorCode::Cancelled, "stopped", {}, {}}};
    // The copy is new: what is damaged, or locked, is the original.
    const int kind = code & 0xff;
    if (code != SQLITE_OK) throw Refused{errorFromSqlite(code, message, kind == SQLITE_CORRUPT || kind == SQLITE_BUSY || kind == SQLITE_LOCKED ? source : target)};
}

/// That the copy's trail is whole, or shows the fault that the original shows: a store that was altered is worth keeping as it is.
Verification requireSameTrail(soci::session& original, soci::session& copy, const fs::path& target, ProgressSink& progress, const CancelToken& cancel) {
    const auto found = verifyTrail(copy, progress, cancel, {});
    if (!found) throw Refused{found.error()};
    if (found->intact()) return *found;
    const auto before = verifyTrail(original, progress, cancel, {});
    if (!before) throw Refused{before.error()};
    if (before->head != found->head || before->rows != found->rows || before->firstBad != found->firstBad)
        throw Refused{{ErrorCode::WriteFailed, "the copy is not what was copied", target, "Check the drive, then try again."}};
    return *found;
}

void requireSound(Database& copy, const fs::path& target) {
    std::string said;
    copy.sql << "PRAGMA integrity_check(1)", soci::into(said);
    if (said != "ok") throw Refused{{ErrorCode::WriteFailed, "the copy is damaged (" + said + ")", target, "Check the drive, then try again."}};
}

/// `from`, in a snapshot, as a case file that will be `target`; `line`: what its trail goes on with.
Verification writeFile(Database& from, UnfinishedFile& file, const fs::path& target, ProgressSink& progress, const CancelToken& cancel, const std::optional<nlohmann::json>& line) try {
    if (!isServer(from.sql)) copyPages(from.sql, from.address.file(), file.path(), progress, cancel);
    const auto copy = opened(file.path());
    if (isServer(from.sql)) {
        Transaction transaction(copy->sql);
        copyRows(from.sql, copy->sql, progress, cancel);
        transaction.commit();
    }
    requireSound(*copy, target);
    Verification found = requireSameTrail(from.sql, copy->sql, target, progress, cancel);
    if (!line) return found;
    Transaction transaction(copy->sql);
    addLine(copy->sql, "copied_from", *line);
    transaction.commit();
    return found;
} catch (const soci::sqlite3_soci_error& e) {
    throw Refused{errorFromSqlite(e.result(), e.get_error_message(), target)};
}

nlohmann::json cameFrom(soci::session& sql, const fs::path& source) {
    long long lines = 0;
    std::string head;
    sql << "SELECT lines, hash FROM audit_head", soci::into(lines), soci::into(head);
    return {{"from", source.string()}, {"lines", lines}, {"head", head}};
}

void fillServer(soci::session& from, Database& target, const nlohmann::json& line, ProgressSink& progress, const CancelToken& cancel) {
    connectSession(target);
    target.sql << "BEGIN";
    try {
        // The file is read and checked in between, and that may take its time.
        target.sql << "SET LOCAL idle_in_transaction_session_timeout = 0";
        if (lookIntoServer(target) == ServerContent::Cases) throw alreadyThere(target.address.shown());
        createServerSchema(target.sql);
        copyRows(from, target.sql, progress, cancel);
        requireSameTrail(from, target.sql, target.address.shown(), progress, cancel);
        addLine(target.sql, "copied_from", line);
        target.sql << "COMMIT";
    } catch (...) {
        PQclear(PQexec(serverConnection(target.sql), "ROLLBACK"));
        throw;
    }
}

/// Runs `work`; what SQLite throws is about `file`, everything else about `place`.
template <class Work>
Result<void> attempt(const StoreAddress& place, const fs::path& file, Work&& work) {
    try {
        work();
        return {};
    } catch (const soci::sqlite3_soci_error& e) {
        return fail(errorFromSqlite(e.result(), e.get_error_message(), file));
    } catch (...) {
        Database named(place);
        return fail(whatWasThrown(named).error);
    }
}

}  // namespace

Result<Verification> backUpStore(const StoreAddress& store, const fs::path& target, ProgressSink& progress, const CancelToken& cancel) {
    Verification found;
    const auto done = attempt(store, store.file(), [&] {
        requireFree(target);
        requireStore(store);
        const auto source = opened(store);
        UnfinishedFile copy(target);
        {
            const Snapshot snapshot(source->sql);
            if (store.isServer()) source->sql << "SET LOCAL idle_in_transaction_session_timeout = 0";
            found = writeFile(*source, copy, target, progress, cancel, {});
        }
        if (!copy.finish()) throw alreadyThere(target);
        // What fails from here on leaves a sound copy, and is said.
        Transaction transaction(source->sql);
        addLine(source->sql, "back_up", {{"to", target.string()}});
        transaction.commit();
    });
    if (!done) return fail(done.error());
    return found;
}

Result<void> copyStore(const fs::path& source, const StoreAddress& target, ProgressSink& progress, const CancelToken& cancel) {
    return attempt(target, source, [&] {
        if (!target.isServer()) requireFree(target.file());
        requireStore(source);
        const auto from = opened(source);
        const Snapshot snapshot(from->sql);
        const nlohmann::json line = cameFrom(from->sql, source);
        if (target.isServer()) {
            Database server(target);
            fillServer(from->sql, server, line, progress, cancel);
            return;
        }
        UnfinishedFile copy(target.file());
        writeFile(*from, copy, target.file(), progress, cancel, line);
        if (!copy.finish()) throw alreadyThere(target.file());
    });
}

}  // namespace leukolens::casebook
