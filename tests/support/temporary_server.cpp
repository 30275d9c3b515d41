#include "tests/support/temporary_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <netinet/in.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

namespace leukolens::test {
namespace fs = std::filesystem;
namespace {

/// …/bin of the newest version; empty where there is none.
fs::path programs() {
    std::vector<fs::path> found;
    std::error_code none;
    for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", none))
        if (fs::exists(version.path() / "bin" / "initdb", none) && fs::exists(version.path() / "bin" / "postgres", none)) found.push_back(version.path() / "bin");
    const auto number = [](const fs::path& path) { return std::atoi(path.parent_path().filename().c_str()); };
    const auto newest = std::max_element(found.begin(), found.end(), [&](const fs::path& a, const fs::path& b) { return number(a) < number(b); });
    return newest == found.end() ? fs::path() : *newest;
}

/// PostgreSQL refuses to run as root.
struct Owner {
    uid_t user = ::geteuid();
    gid_t group = ::getegid();

    Owner() {
        if (user != 0) return;
        constexpr unsigned kNobody = 65534;
        const passwd* server = ::getpwnam("postgres");
        user = server ? server->pw_uid : kNobody;
        group = server ? server->pw_gid : kNobody;
    }
    bool become() const { return ::geteuid() == user || (::setgid(group) == 0 && ::setuid(user) == 0); }
};

pid_t launch(const std::vector<std::string>& command, const fs::path& log) {
    const Owner owner;
    const pid_t parent = ::getpid(), pid = ::fork();
    if (pid != 0) return pid;
    std::vector<char*> arguments;
    for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
    if (!owner.become()) ::_exit(126);
    // Ends with the test program, also where that is killed. After the change of user, which takes it back.
    ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    if (::getppid() != parent) ::_exit(125);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
}

int statusOf(pid_t pid) {
    int status = 0;
    return ::waitpid(pid, &status, 0) == pid && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int freePort() {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    const bool bound = ::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0 && ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    ::close(socket);
    if (!bound) throw std::runtime_error("no free port");
    return ::ntohs(address.sin_port);
}

}  // namespace

bool TemporaryServer::isInstalled() {
    return !programs().empty();
}

TemporaryServer& TemporaryServer::get() {
    static TemporaryServer server;
    return server;
}

TemporaryServer::TemporaryServer() : m_owner(::getpid()) {
    // Short, whatever TMPDIR is: the path of a socket has 107 bytes at most.
    std::string pattern = "/tmp/leukolens-pg-XXXXXX";
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("mkdtemp failed for " + pattern);
    m_folder = pattern;
    const Owner owner;
    if (::chown(m_folder.c_str(), owner.user, owner.group) != 0) throw std::runtime_error("chown failed for " + pattern);
    const int status = statusOf(launch({(programs() / "initdb").string(), "-D", (m_folder / "data").string(), "-A", "trust", "-U", "tester", "-E", "UTF8", "--no-locale", "-N"}, m_folder / "log"));
    if (status != 0) throw std::runtime_error("initdb failed: see " + (m_folder / "log").string());
    m_port = freePort();
    start();
}

TemporaryServer::~TemporaryServer() {
    if (::getpid() != m_owner) return;  // a forked child of the test
    stop();
    std::error_code ignored;
    fs::remove_all(m_folder, ignored);
}

fs::path TemporaryServer::useTls(bool tls) {
    for (const char* name : {"server", "stranger"}) {
        const fs::path certificate = m_folder / (std::string(name) + ".crt"), key = m_folder / (std::string(name) + ".key");
        if (!tls || fs::exists(certificate)) continue;
        const int status = statusOf(launch({"/usr/bin/openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                                            "-keyout", key.string(), "-out", certificate.string()},
                                           m_folder / "log"));
        if (status != 0) throw std::runtime_error("openssl failed: see " + (m_folder / "log").string());
        fs::permissions(key, fs::perms::owner_read | fs::perms::owner_write);
    }
    stop();
    m_tls = tls;
    start();
    return m_folder;
}

void TemporaryServer::start() {
    const std::string ssl = m_tls ? "on" : "off";
    m_pid = launch({(programs() / "postgres").string(), "-D", (m_folder / "data").string(), "-p", std::to_string(m_port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=" + m_folder.string(),
                    "-c", "fsync=off", "-c", "shared_buffers=16MB", "-c", "ssl=" + ssl, "-c", "ssl_cert_file=" + (m_folder / "server.crt").string(), "-c", "ssl_key_file=" + (m_folder / "server.key").string()},
                   m_folder / "log");
    const std::string address = "host=" + m_folder.string() + " port=" + std::to_string(m_port) + " user=tester dbname=postgres";
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (PQping(address.c_str()) != PQPING_OK) {
        int status = 0;
        if (::waitpid(m_pid, &status, WNOHANG) == m_pid || std::chrono::steady_clock::now() > until) throw std::runtime_error("the server did not start: see " + (m_folder / "log").string());
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

void TemporaryServer::stop() {
    if (m_pid <= 0) return;
    ::kill(m_pid, SIGINT);  // ends connections, then itself
    int status = 0;
    ::waitpid(m_pid, &status, 0);
    m_pid = -1;
}

std::string TemporaryServer::createDatabase(const std::string& options) {
    const std::string rest = "?host=" + m_folder.string() + "&port=" + std::to_string(m_port), name = "t" + std::to_string(++m_databases);
    run("postgresql://tester@/postgres" + rest, "CREATE DATABASE " + name + " " + options);
    return "postgresql://tester@/" + name + rest;
}

std::string TemporaryServer::lock(const std::string& address, const std::string& password) {
    const std::string name = address.substr(0, address.find('?')), database = name.substr(name.rfind('/') + 1), user = "user_of_" + database;
    run(address, "SET password_encryption = 'scram-sha-256'; CREATE ROLE " + user + " LOGIN PASSWORD '" + password + "'; ALTER DATABASE " + database + " OWNER TO " + user + "; GRANT ALL ON SCHEMA public TO " + user);
    const fs::path rules = m_folder / "data" / "pg_hba.conf";
    std::ifstream before(rules);
    const std::string others(std::istreambuf_iterator<char>(before), {});
    std::ofstream(rules) << "local all " << user << " scram-sha-256\n" << others;  // the first line that fits holds
    ask(address, "SELECT pg_reload_conf()");
    const std::string locked = "postgresql://" + user + "@/" + database + address.substr(address.find('?'));
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    for (bool asks = false; !asks; std::this_thread::sleep_for(std::chrono::milliseconds(10))) {
        const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(locked.c_str()), &PQfinish);
        asks = PQconnectionNeedsPassword(connection.get()) != 0;
        if (std::chrono::steady_clock::now() > until) throw std::runtime_error("the server lets everybody in: see " + (m_folder / "log").string());
    }
    return locked;
}

std::string TemporaryServer::byTcp(const std::string& address) const {
    const std::string name = address.substr(0, address.find('?'));
    return "postgresql://tester@127.0.0.1:" + std::to_string(m_port) + name.substr(name.rfind('/'));
}

void TemporaryServer::run(const std::string& address, const std::string& statement) {
    ask(address, statement);
}

std::string TemporaryServer::ask(const std::string& address, const std::string& statement) {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(address.c_str()), &PQfinish);
    const std::unique_ptr<PGresult, decltype(&PQclear)> answer(PQexec(connection.get(), statement.c_str()), &PQclear);
    const ExecStatusType status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error(PQerrorMessage(connection.get()));
    return PQntuples(answer.get()) > 0 && PQnfields(answer.get()) > 0 ? PQgetvalue(answer.get(), 0, 0) : "";
}

}  // namespace leukolens::test
