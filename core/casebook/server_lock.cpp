#include "core/casebook/server_lock.h"

#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <random>

#include "core/base/iso_time.h"
#include "core/casebook/login_name.h"
#include "core/casebook/server_connection.h"
#include "core/casebook/server_schema.h"

namespace leukolens::casebook {
namespace {

constexpr std::chrono::milliseconds kGiveBackMs{2000};

/// Tells this claim from every other one of the case.
std::string newToken() {
    std::random_device random;
    return std::to_string(random()) + '-' + std::to_string(random()) + '-' + std::to_string(::getpid());
}

/// Takes the lock and says whose it is, or leaves both. In a transaction that keeps writers out: a change of whoever held it before is either done, or will meet the new token.
Result<bool> take(ServerConnection& connection, CaseId id, const std::string& token, const std::string& user) {
    const auto step = [&connection](const char* statement, const std::vector<std::string>& values = {}) { return connection.row(statement, values); };
    const std::string caseId = std::to_string(id);
    for (const char* statement : {"SET lock_timeout = '5s'", "BEGIN", "SELECT lines FROM audit_head WHERE id = 1 FOR UPDATE"})
        if (auto ok = step(statement); !ok) return fail(ok.error());
    const auto got = step("SELECT CAST(pg_try_advisory_lock(CAST($1 AS BIGINT)) AS INTEGER)", {std::to_string(keyOfCase(id))});
    if (!got) return fail(got.error());
    const bool taken = *got && (**got)[0] == "1";
    if (taken) {
        auto said = step("INSERT INTO case_holder (case_id, token, person, computer, pid, since) VALUES (CAST($1 AS BIGINT), $2, $3, $4, CAST($5 AS BIGINT), $6) ON CONFLICT (case_id) DO UPDATE SET "
                         "token = excluded.token, person = excluded.person, computer = excluded.computer, pid = excluded.pid, since = excluded.since",
                         {caseId, token, user, computerName(), std::to_string(::getpid()), isoLocalTimeNow()});
        if (!said) return fail(said.error());
    }
    if (auto ok = step("COMMIT"); !ok) return fail(ok.error());
    return taken;
}

Result<CaseHolder> holderOf(ServerConnection& connection, CaseId id) {
    const auto row = connection.row("SELECT person, computer, pid, since FROM case_holder WHERE case_id = CAST($1 AS BIGINT)", {std::to_string(id)});
    if (!row) return fail(row.error());
    CaseHolder holder;
    if (!*row) return holder;
    const auto& fields = **row;
    holder.user = fields[0];
    holder.computer = fields[1];
    holder.pid = std::atol(fields[2].c_str());
    holder.since = fields[3];
    return holder;
}

/// On a connection of its own, so that the server gives it back with that, and it can be closed in any thread.
class ServerLock final : public CaseLock {
public:
    ServerLock(ServerConnection connection, StoreAddress store, CaseId id, std::string token) : m_connection(std::move(connection)), m_store(std::move(store)), m_id(id), m_token(std::move(token)) {}

    /// Asked for, and not left to the end of the connection, which the server notices a little later: who reopens a case at once would be told that somebody has it.
    ~ServerLock() override { m_connection.runLast("SELECT pg_advisory_unlock_all()", kGiveBackMs); }

    Result<void> requireHeld() override {
        // While it answers it has the lock, and who would take it waits for the transaction that asks: see take().
        if (m_connection.row("SELECT 1")) return {};
        auto opened = ServerConnection::open(m_store);
        if (!opened) return fail(opened.error());
        const auto got = opened->row("SELECT CAST(pg_try_advisory_lock(CAST($1 AS BIGINT)) AS INTEGER), (SELECT token FROM case_holder WHERE case_id = CAST($2 AS BIGINT))",
                                     {std::to_string(keyOfCase(m_id)), std::to_string(m_id)});
        if (!got) return fail(got.error());
        // Another token where nobody has the lock: somebody had it meanwhile, and may have changed what is shown here.
        if (!*got || (**got)[0] != "1" || (**got)[1] != m_token) return lost(*opened);
        m_connection = std::move(*opened);
        return {};
    }

private:
    tl::unexpected<Error> lost(ServerConnection& connection) const {
        const auto holder = holderOf(connection, m_id);
        const std::string who = holder && !holder->user.empty() ? holder->user + " has" : std::string("somebody else has");
        return fail(ErrorCode::Conflict, "the connection to the server was lost, and " + who + " taken the case since", m_store.shown(), "Open the case again, and look at what stands there now.");
    }

    ServerConnection m_connection;
    StoreAddress m_store;
    CaseId m_id;
    std::string m_token;
};

}  // namespace

Result<CaseClaim> claimOnServer(const StoreAddress& store, CaseId id, const std::string& user) {
    auto connection = ServerConnection::open(store);
    if (!connection) return fail(connection.error());
    const std::string token = newToken();
    const auto taken = take(*connection, id, token, user);
    if (!taken) return fail(taken.error());
    if (*taken) return CaseClaim{std::make_shared<ServerLock>(std::move(*connection), store, id, token), {}};
    auto holder = holderOf(*connection, id);
    if (!holder) return fail(holder.error());
    return CaseClaim{nullptr, std::move(*holder)};
}

}  // namespace leukolens::casebook
