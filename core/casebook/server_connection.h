// Private to this folder: one connection to a PostgreSQL server, and why there is none.
#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/casebook/store_address.h"

namespace leukolens::casebook {

class ServerConnection {
public:
    /// Waits for connect_timeout of the address. Fails with what errorFromServer() says of who is let in, or StoreFailed: nobody answers, no TLS as it was asked for.
    static Result<ServerConnection> open(const StoreAddress& address);

    /// The first row of what a statement with $1, $2, … returns; nothing: no row. A NULL is an empty text.
    Result<std::optional<std::vector<std::string>>> row(const char* statement, const std::vector<std::string>& values = {});

    /// Runs a statement whose answer is of no use, and waits for it no longer than `atMost`: then only closing is left. Throws nothing.
    void runLast(const char* statement, std::chrono::milliseconds atMost) noexcept;

private:
    struct Close {
        void operator()(PGconn* connection) const { PQfinish(connection); }
    };
    ServerConnection(PGconn* connection, const StoreAddress& address) : m_connection(connection), m_shown(address.shown()) {}
    std::unique_ptr<PGconn, Close> m_connection;
    std::filesystem::path m_shown;
};

}  // namespace leukolens::casebook
