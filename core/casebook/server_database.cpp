#include "core/casebook/server_database.h"

#include "core/casebook/server_connection.h"
#include "core/casebook/server_schema.h"

namespace leukolens::casebook {
namespace {

/// Locks for one writer after another, and nothing that a vanished computer could hold for hours.
constexpr const char* kSettings =
    "SET lock_timeout = '5s'; SET statement_timeout = '120s'; SET idle_in_transaction_session_timeout = '60s'; "
    "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3; "
    "SET default_transaction_isolation = 'read committed'; SET client_min_messages = 'warning'";

constexpr int kOldestServer = 120000;  ///< version 12: what Debian 10 had

void requireUtf8(Database& database) {
    std::string encoding;
    database.sql << "SHOW server_encoding", soci::into(encoding);
    if (encoding != "UTF8")
        throw Refused{{ErrorCode::StoreFailed, "this database keeps its texts as " + encoding + " and not as UTF-8", database.address.shown(), "Ask who looks after the server for a database with ENCODING 'UTF8'."}};
}

void requireVersion(Database& database) {
    const int version = PQserverVersion(serverConnection(database.sql));
    if (version < kOldestServer)
        throw Refused{{ErrorCode::StoreFailed, "the server's PostgreSQL is too old (version " + std::to_string(version / 10000) + ", needed is " + std::to_string(kOldestServer / 10000) + ")",
                       database.address.shown(), "Choose a newer server, or a case file."}};
}

}  // namespace

PGconn* serverConnection(soci::session& sql) {
    return static_cast<soci::postgresql_session_backend*>(sql.get_backend())->conn_;
}

void connectSession(Database& database) {
    // SOCI tells of a connection that it did not get only in words of libpq's language: asked for here first.
    if (auto probe = ServerConnection::open(database.address); !probe) throw Refused{probe.error()};
    database.sql.close();
    database.sql.open(soci::postgresql, database.address.connection());
    PQsetNoticeProcessor(serverConnection(database.sql), [](void*, const char*) {}, nullptr);
    requireVersion(database);
    database.sql << kSettings;
    requireUtf8(database);
}

void connectServer(Database& database) {
    connectSession(database);
    prepareServerSchema(database);
}

Result<std::unique_ptr<Database>> openServer(const StoreAddress& address) {
    auto opened = std::make_unique<Database>(address);
    try {
        connectServer(*opened);
        return opened;
    } catch (...) {
        return fail(whatWasThrown(*opened).error);
    }
}

}  // namespace leukolens::casebook
