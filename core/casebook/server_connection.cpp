#include "core/casebook/server_connection.h"

#include <poll.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "core/casebook/server_error.h"

namespace leukolens::casebook {
namespace {

using Clock = std::chrono::steady_clock;

/// "… FATAL:  28P01: password authentication failed …", as PQERRORS_VERBOSE writes it: the only place where libpq tells the code of a connection that was refused.
std::string sqlstateIn(const std::string& message) {
    for (auto at = message.find(":  "); at != std::string::npos; at = message.find(":  ", at + 1)) {
        const std::string code = message.substr(at + 3, 5);
        const bool isCode = code.size() == 5 && code.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos;
        if (isCode && message.compare(at + 8, 2, ": ") == 0) return code;
    }
    return {};
}

std::chrono::seconds patience(PGconn* connection) {
    int seconds = 0;
    PQconninfoOption* options = PQconninfo(connection);
    for (auto* option = options; option && option->keyword; ++option)
        if (std::strcmp(option->keyword, "connect_timeout") == 0 && option->val) seconds = std::atoi(option->val);
    PQconninfoFree(options);
    return std::chrono::seconds(seconds > 0 ? std::max(seconds, 2) : 10);
}

bool waitFor(int socket, bool writing, Clock::time_point until) {
    pollfd wanted{socket, static_cast<short>(writing ? POLLOUT : POLLIN), 0};
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
        if (left <= 0) return false;
        const int got = ::poll(&wanted, 1, static_cast<int>(left));
        if (got > 0) return true;
        if (got < 0 && errno != EINTR) return false;
    }
}

Error whyNot(PGconn* connection, ConnStatusType reached, const std::filesystem::path& shown) {
    const std::string message = PQerrorMessage(connection);
    if (const std::string code = sqlstateIn(message); !code.empty()) return errorFromServer(code, message, shown);
    if (PQconnectionNeedsPassword(connection)) return passwordMissing(shown);
    if (reached == CONNECTION_SSL_STARTUP)
        return {ErrorCode::StoreFailed, "the server offers no encrypted connection as it was asked for (" + firstWords(message) + ")", shown,
                "Ask who looks after the server to switch TLS on. Only in a network that nobody listens to: add ?sslmode=disable to the address."};
    return unreachable(message, shown);
}

}  // namespace

Result<ServerConnection> ServerConnection::open(const StoreAddress& address) {
    PGconn* started = PQconnectStart(address.connection().c_str());
    if (!started) return fail(ErrorCode::OutOfMemory, "memory ran out", address.shown(), "Close other programs and try again.");
    ServerConnection opened(started, address);
    PQsetErrorVerbosity(started, PQERRORS_VERBOSE);
    ConnStatusType reached = PQstatus(started);
    const auto until = Clock::now() + patience(started);
    PostgresPollingStatusType step = reached == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
    while (step != PGRES_POLLING_OK && step != PGRES_POLLING_FAILED) {
        if (!waitFor(PQsocket(started), step == PGRES_POLLING_WRITING, until)) return fail(unreachable("no answer", address.shown()));
        step = PQconnectPoll(started);
        if (PQstatus(started) != CONNECTION_BAD) reached = PQstatus(started);
    }
    if (step == PGRES_POLLING_FAILED) return fail(whyNot(started, reached, address.shown()));
    return opened;
}

Result<std::optional<std::vector<std::string>>> ServerConnection::row(const char* statement, const std::vector<std::string>& values) {
    std::vector<const char*> texts;
    for (const std::string& value : values) texts.push_back(value.c_str());
    const std::unique_ptr<PGresult, decltype(&PQclear)> answer(
        PQexecParams(m_connection.get(), statement, static_cast<int>(texts.size()), nullptr, texts.data(), nullptr, nullptr, 0), &PQclear);
    const ExecStatusType status = PQresultStatus(answer.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
        const char* code = PQresultErrorField(answer.get(), PG_DIAG_SQLSTATE);
        return fail(errorFromServer(code ? code : "", PQresultErrorMessage(answer.get()), m_shown));
    }
    if (PQntuples(answer.get()) == 0) return std::optional<std::vector<std::string>>();
    std::vector<std::string> fields;
    for (int i = 0; i < PQnfields(answer.get()); ++i) fields.emplace_back(PQgetvalue(answer.get(), 0, i), static_cast<std::size_t>(PQgetlength(answer.get(), 0, i)));
    return std::optional(std::move(fields));
}

void ServerConnection::runLast(const char* statement, std::chrono::milliseconds atMost) noexcept {
    PGconn* connection = m_connection.get();
    if (!connection || PQsendQuery(connection, statement) == 0) return;
    const auto until = Clock::now() + atMost;
    while (PQconsumeInput(connection) != 0 && PQisBusy(connection) != 0)
        if (!waitFor(PQsocket(connection), false, until)) return;
}

}  // namespace leukolens::casebook
