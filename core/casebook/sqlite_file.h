// Private to this folder: a case file, opened and checked.
#pragma once

#include "core/casebook/database.h"

namespace leukolens::casebook {

/// In the file's header: "LkCb". SQLite keeps the field for exactly this.
inline constexpr long long kApplicationId = 0x4c6b4362;

/// In WAL mode, foreign keys on, synchronous full.
Result<std::unique_ptr<Database>> openSqliteFile(const std::filesystem::path& file);

/// The Error for a SQLite result code (primary or extended).
Error errorFromSqlite(int code, const std::string& message, const std::filesystem::path& file);

sqlite_api::sqlite3*& sqliteConnection(soci::session& sql);

}  // namespace leukolens::casebook
