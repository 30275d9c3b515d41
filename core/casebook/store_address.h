// Where cases are kept: one SQLite file, or a database on a PostgreSQL server.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.h"

namespace leukolens::casebook {

class StoreAddress {
public:
    StoreAddress(std::filesystem::path file) : m_file(std::move(file)) {}  // NOLINT: a path is an address
    /// "postgresql://…" and "postgres://…" are servers (libpq's form, user and password included), everything else is a file. InvalidArgument: an address that libpq does not understand, or that names several
    /// hosts; the text of the password is in no error.
    static Result<StoreAddress> parse(const std::string& text);

    bool isServer() const { return !m_url.empty(); }
    const std::filesystem::path& file() const { return m_file; }  ///< empty of a server
    /// For people, errors and the trail: the file, or the address without its password.
    const std::filesystem::path& shown() const { return isServer() ? m_shown : m_file; }
    /// What libpq is given. A host that is not this computer gets sslmode=require unless the address says something else.
    const std::string& connection() const { return m_connection; }

    friend bool operator==(const StoreAddress&, const StoreAddress&) = default;

private:
    StoreAddress() = default;
    std::filesystem::path m_file, m_shown;
    std::string m_url, m_connection;
};

}  // namespace leukolens::casebook
