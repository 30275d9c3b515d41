// A PostgreSQL server for tests: one a test process, started when first asked for and ended with the process, however that ends.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace leukolens::test {

class TemporaryServer {
public:
    /// Whether Debian's package is there (scripts/setup.sh installs it).
    static bool isInstalled();

    /// Throws where it does not start.
    static TemporaryServer& get();

    /// Address of a new, empty database, by a local socket. `options`: of CREATE DATABASE.
    std::string createDatabase(const std::string& options = {});
    /// The same database by TCP on this computer; the server knows no TLS, unless useTls() said otherwise.
    std::string byTcp(const std::string& address) const;
    /// The same database for a user of its own, whom the server lets in only with `password`; the address is without it. The database is that user's from then on.
    std::string lock(const std::string& address, const std::string& password);
    /// Runs SQL as the server's owner, in the database of `address`. Throws where it is refused.
    void run(const std::string& address, const std::string& statement);
    /// The first column of the first row.
    std::string ask(const std::string& address, const std::string& statement);

    /// Starts anew with a certificate of its own for "localhost" and 127.0.0.1, or without. Returns the folder of server.crt, which is its own root, and of stranger.crt, which is another. By
    /// `openssl`, on which Debian's package depends.
    std::filesystem::path useTls(bool tls);

    /// Connections end, and none is taken before start().
    void stop();
    void start();

private:
    TemporaryServer();
    ~TemporaryServer();
    std::filesystem::path m_folder;
    pid_t m_pid = -1;
    int m_port = 0, m_databases = 0;
    pid_t m_owner = 0;
    bool m_tls = false;
};

}  // namespace leukolens::test
