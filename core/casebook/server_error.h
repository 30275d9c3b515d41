// Private to this folder: what a PostgreSQL server says, as the Errors people know.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/error.h"

namespace leukolens::casebook {

/// By its SQLSTATE; none, or blanks as SOCI has them: the connection was lost. Of the message the first line is kept, without what libpq and SOCI put before it: details may hold what stands in the tables.
Error errorFromServer(const std::string& sqlstate, const std::string& message, const std::filesystem::path& shown);

/// The server wants a password, and none was given.
Error passwordMissing(const std::filesystem::path& shown);

/// Nobody answers at the address.
Error unreachable(const std::string& message, const std::filesystem::path& shown);

/// The first line of a message, from its words on.
std::string firstWords(const std::string& message);

}  // namespace leukolens::casebook
