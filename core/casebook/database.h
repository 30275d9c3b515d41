// Private to this folder: the database behind a case store, a SQLite file or one on a PostgreSQL server, and running SQL on it without an exception getting out.
// Statements are written so that both understand them; where they cannot be, isServer() tells which it is.
#pragma once

// Debian's SOCI says it was built with Boost, which its headers then ask for, only to bind Boost's sequences: not needed
// here.
#include <soci/soci-config.h>
#undef SOCI_HAVE_BOOST
#include <soci/soci.h>

#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <memory>

#include "core/base/result.h"
#include "core/casebook/store_address.h"

namespace leukolens::casebook {

inline constexpr long long kSchemaVersion = 5;

/// A checked connection: the tables are of this version (an older file was brought up to it).
struct Database {
    explicit Database(StoreAddress place) : address(std::move(place)) {}
    StoreAddress address;
    soci::session sql;
    std::filesystem::path backup = {};  ///< made because the file was of an older version; empty otherwise
};

/// What CaseStore::open() promises. What is refused has not been written to.
Result<std::unique_ptr<Database>> openDatabase(const StoreAddress& address);

bool isServer(soci::session& sql);

/// Thrown inside guarded() to leave a transaction with an expected failure.
struct Refused {
    Error error;
};

/// The exception that is being handled, as a failure. Not cut: sound to run again on a new connection.
struct Thrown {
    Error error;
    bool cut = false;  ///< the connection to the server has ended, nothing was committed, and no outer transaction or snapshot ended with it
};
Thrown whatWasThrown(Database& database);

/// To the server once more, after the connection has ended.
Result<void> reconnect(Database& database);

/// Runs `work`, which returns a Result, and turns what it throws into a failure. Where the connection to a server had ended before anything was committed, it is run once more on a new one.
template <class Work>
auto guarded(Database& database, Work&& work) -> decltype(work()) {
    for (bool again = false;; again = true) {
        try {
            return work();
        } catch (...) {
            Thrown thrown = whatWasThrown(database);
            if (again || !thrown.cut) return fail(std::move(thrown.error));
            if (auto back = reconnect(database); !back) return fail(back.error());
        }
    }
}

/// All or nothing: rolled back on leaving scope unless committed. Inside another one of the same session it is a part of that one, which alone commits or rolls back: whoever opened the outer one leaves it at the first failure.
class Transaction {
public:
    /// Keeps other writers out at once, so that what is read stays true until the commit.
    explicit Transaction(soci::session& sql);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

private:
    soci::session& m_sql;
    bool m_outermost;
    bool m_open = true;
};

/// What is read inside is of one moment, and keeps no writer waiting. Inside another one of the same session it is of that one's moment.
class Snapshot {
public:
    explicit Snapshot(soci::session& sql);
    ~Snapshot();
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

private:
    soci::session& m_sql;
    bool m_outermost;
};

/// Runs a prepared `… RETURNING` that returns one row at most, to its end: SQLite commits nothing while one is under way.
void runToEnd(soci::statement& statement);

}  // namespace leukolens::casebook
