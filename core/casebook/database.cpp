#include "core/casebook/database.h"

#include <algorithm>
#include <new>
#include <vector>

#include "core/casebook/server_database.h"
#include "core/casebook/server_error.h"
#include "core/casebook/sqlite_file.h"

namespace leukolens::casebook {
namespace {

/// Not through SOCI: it would throw where the transaction has ended by itself, as on a full disk or with the connection.
void rollBack(soci::session& sql) {
    if (isServer(sql))
        PQclear(PQexec(serverConnection(sql), "ROLLBACK"));
    else
        sqlite_api::sqlite3_exec(sqliteConnection(sql), "ROLLBACK", nullptr, nullptr, nullptr);
}

/// Sessions that are inside one. Of this thread: a session belongs to one.
using Sessions = std::vector<const soci::session*>;
thread_local Sessions sessionsInTransaction, sessionsInSnapshot;

bool contains(const Sessions& sessions, const soci::session& sql) {
    return std::find(sessions.begin(), sessions.end(), &sql) != sessions.end();
}

/// What is under way ends with the connection: on another one it would go on as if nothing had been.
bool isInMidst(const soci::session& sql) {
    return contains(sessionsInTransaction, sql) || contains(sessionsInSnapshot, sql);
}

/// The answer to COMMIT did not come.
struct LostWhileSaving {};

void beginOnServer(soci::session& sql) {
    sql << "BEGIN";
    try {
        // Every change ends in a line of the trail, so that every writer needs this row: whoever has it has all.
        long long lines = 0;
        sql << "SELECT lines FROM audit_head WHERE id = 1 FOR UPDATE", soci::into(lines);
    } catch (...) {
        rollBack(sql);
        throw;
    }
}

bool hasEnded(Database& database) {
    return database.address.isServer() && !database.sql.is_connected();
}

}  // namespace

Result<std::unique_ptr<Database>> openDatabase(const StoreAddress& address) {
    return address.isServer() ? openServer(address) : openSqliteFile(address.file());
}

bool isServer(soci::session& sql) {
    return sql.get_backend_name() == "postgresql";
}

Thrown whatWasThrown(Database& database) {
    const std::filesystem::path& shown = database.address.shown();
    try {
        throw;
    } catch (Refused& refused) {
        return {std::move(refused.error)};
    } catch (const LostWhileSaving&) {
        return {{ErrorCode::StoreFailed, "the connection to the server was lost while saving, so that nobody knows whether the change was saved", shown, "Look whether it is there before you make it again."}};
    } catch (const soci::sqlite3_soci_error& e) {
        return {errorFromSqlite(e.result(), e.get_error_message(), shown)};
    } catch (const soci::postgresql_soci_error& e) {
        return {errorFromServer(e.sqlstate(), e.get_error_message(), shown), hasEnded(database) && !isInMidst(database.sql)};
    } catch (const soci::soci_error& e) {
        if (hasEnded(database)) return {errorFromServer({}, e.get_error_message(), shown), !isInMidst(database.sql)};
        return {{ErrorCode::StoreFailed, "the case file refused (" + e.get_error_message() + ")", shown, {}}};
    } catch (const std::bad_alloc&) {
        return {{ErrorCode::OutOfMemory, "memory ran out", shown, "Close other programs and try again."}};
    } catch (const std::exception& e) {
        return {{ErrorCode::Internal, e.what(), shown, {}}};
    }
}

Result<void> reconnect(Database& database) {
    try {
        connectServer(database);
        return {};
    } catch (...) {
        return fail(whatWasThrown(database).error);
    }
}

Transaction::Transaction(soci::session& sql) : m_sql(sql), m_outermost(!contains(sessionsInTransaction, sql)) {
    if (!m_outermost) return;
    if (isServer(m_sql)) {
        beginOnServer(m_sql);
    } else {
        m_sql << "BEGIN IMMEDIATE";
    }
    sessionsInTransaction.push_back(&m_sql);
}

Transaction::~Transaction() {
    if (!m_outermost) return;
    std::erase(sessionsInTransaction, &m_sql);
    if (m_open) rollBack(m_sql);
}

void Transaction::commit() {
    if (!m_outermost) return;
    try {
        m_sql << "COMMIT";
    } catch (const soci::soci_error&) {
        if (!isServer(m_sql) || m_sql.is_connected()) throw;
        throw LostWhileSaving{};
    }
    m_open = false;
}

Snapshot::Snapshot(soci::session& sql) : m_sql(sql), m_outermost(!contains(sessionsInSnapshot, sql)) {
    if (!m_outermost) return;
    m_sql << (isServer(m_sql) ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN");
    sessionsInSnapshot.push_back(&m_sql);
}

Snapshot::~Snapshot() {
    if (!m_outermost) return;
    std::erase(sessionsInSnapshot, &m_sql);
    rollBack(m_sql);
}

void runToEnd(soci::statement& statement) {
    if (!statement.execute(true)) return;
    while (statement.fetch()) {
    }
}

}  // namespace leukolens::casebook
