// Private to this folder: the tables of a case store on a PostgreSQL server. They are those of a case file of the same version, column by column; what a server alone needs stands in tables of its own:
// leukolens_store (the version) and case_holder (who has which case open for changes).
#pragma once

#include "core/casebook/database.h"

namespace leukolens::casebook {

/// Keys of advisory locks in the store's database: "LkCb", then what is locked, as the ids of cases do.
inline constexpr long long kOpeningKey = 0x4c6b436200000000;
constexpr long long keyOfCase(long long id) { return kOpeningKey + id; }

enum class ServerContent { Empty, Cases };
/// Throws Refused where the database is another program's, or of a version that is not known here. Inside a transaction that it keeps other openers out of.
ServerContent lookIntoServer(Database& database);

/// In an empty database, inside a transaction.
void createServerSchema(soci::session& sql);

/// Looks, and makes the tables where there are none. Throws too where tables are missing.
void prepareServerSchema(Database& database);

}  // namespace leukolens::casebook
