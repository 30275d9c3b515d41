#include "core/casebook/store_address.h"

#include <arpa/inet.h>
#include <libpq-fe.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace leukolens::casebook {
namespace {

/// What libpq read out of an address, by its own keywords; empty where the address says nothing.
class Parts {
public:
    static std::unique_ptr<Parts> of(const std::string& url) {
        auto* read = PQconninfoParse(url.c_str(), nullptr);
        return read ? std::unique_ptr<Parts>(new Parts(read)) : nullptr;
    }
    ~Parts() { PQconninfoFree(m_options); }
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;

    std::string get(std::string_view keyword) const {
        for (const auto* option = m_options; option->keyword; ++option)
            if (keyword == option->keyword) return option->val ? option->val : "";
        return {};
    }
    std::vector<std::pair<std::string, std::string>> all() const {
        std::vector<std::pair<std::string, std::string>> said;
        for (const auto* option = m_options; option->keyword; ++option)
            if (option->val) said.emplace_back(option->keyword, option->val);
        return said;
    }

private:
    explicit Parts(PQconninfoOption* options) : m_options(options) {}
    PQconninfoOption* m_options;
};

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

std::string percentEncoded(std::string_view text) {
    constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        if (kPlain.find(c) != std::string_view::npos) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
    return encoded;
}

/// 127.0.0.0/8; "127.example.org" is a name, and anybody's.
bool isLoopbackNumber(const std::string& host) {
    in_addr number{};
    return ::inet_pton(AF_INET, host.c_str(), &number) == 1 && (ntohl(number.s_addr) >> 24) == 127;
}

/// A socket in the file system or its own loopback: what is sent there stays in this computer.
bool isThisComputer(const std::string& host) {
    return host.empty() || host.front() == '/' || host.front() == '@' || host == "localhost" || host == "::1" || isLoopbackNumber(host);
}

tl::unexpected<Error> refuse(std::string what) {
    return fail(ErrorCode::InvalidArgument, std::move(what), {}, "Type it as postgresql://user@server:5432/database.");
}

std::string shownAddress(const std::string& user, const std::string& host, const std::string& port, const std::string& database) {
    const bool socket = host.starts_with('/') || host.starts_with('@');
    std::string shown = "postgresql://";
    if (!user.empty()) shown += user + '@';
    if (!socket) shown += host.find(':') == std::string::npos ? host : '[' + host + ']';
    if (!socket && !port.empty()) shown += ':' + port;
    shown += '/' + database;
    if (socket) shown += "?host=" + host + (port.empty() ? "" : "&port=" + port);
    return shown;
}

/// A dead connection is noticed in about a minute: without this a call would wait for hours.
constexpr std::array<std::pair<const char*, const char*>, 6> kDefaults{{
    {"connect_timeout", "10"},
    {"keepalives_idle", "30"},
    {"keepalives_interval", "10"},
    {"keepalives_count", "3"},
    {"tcp_user_timeout", "60000"},
    {"application_name", "Leukolens"},
}};

}  // namespace

Result<StoreAddress> StoreAddress::parse(const std::string& text) {
    if (!text.starts_with("postgresql://") && !text.starts_with("postgres://")) return StoreAddress(std::filesystem::path(text));
    if (text.find('\0') != std::string::npos) return refuse("is no address of a PostgreSQL server");
    // libpq's own words would repeat parts of the address, and one of them may be the password.
    const auto parts = Parts::of(text);
    if (!parts) return refuse("is no address of a PostgreSQL server");
    if (!parts->get("service").empty()) return refuse("names a service and not the server itself");
    // A service file would fill in a server that nobody sees here.
    if (!environment("PGSERVICE").empty()) return fail(ErrorCode::InvalidArgument, "may lead to another server, because PGSERVICE is set", {}, "Unset PGSERVICE, then try again.");
    // libpq fills in what an address leaves out from the environment: said here, so that it is shown and gets its TLS.
    const std::string given = parts->get("host"), givenNumber = parts->get("hostaddr");
    const bool fromEnvironment = given.empty() && givenNumber.empty();
    const std::string host = fromEnvironment ? environment("PGHOST") : given, number = givenNumber.empty() ? environment("PGHOSTADDR") : givenNumber;
    if ((host + number).find(',') != std::string::npos) return refuse("names several servers");

    auto said = parts->all();
    const auto complete = [&](const std::string& keyword, const std::string& value) {
        if (parts->get(keyword).empty() && !value.empty()) said.emplace_back(keyword, value);
    };
    complete("host", host);
    complete("hostaddr", number);
    const std::string asked = environment("PGSSLMODE");
    if (!isThisComputer(number.empty() ? host : number)) complete("sslmode", asked.starts_with("verify-") ? asked : "require");
    for (const auto& [keyword, value] : kDefaults) complete(keyword, value);

    StoreAddress address;
    address.m_url = text;
    address.m_shown = shownAddress(parts->get("user"), host.empty() ? number : host, parts->get("port"), parts->get("dbname"));
    // All of it after the question mark and percent-encoded: SOCI looks through what it hands on for blanks and equals signs.
    for (const auto& [keyword, value] : said)
        if (keyword != "client_encoding") address.m_connection += (address.m_connection.empty() ? "postgresql://?" : "&") + keyword + '=' + percentEncoded(value);
    address.m_connection += "&client_encoding=UTF8";
    return address;
}

}  // namespace leukolens::casebook
