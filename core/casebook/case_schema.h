// Private to this folder: the tables of a case file, and how a file of an older version gets them.
#pragma once

#include "core/casebook/database.h"

namespace leukolens::casebook {

/// Tables of the newest version in an empty file. Inside a transaction.
void createSchema(soci::session& sql);

/// From `version` (1 … kSchemaVersion) to kSchemaVersion. Inside a transaction.
void migrateSchema(soci::session& sql, long long version);

/// Whether every table is there.
bool hasAllTables(soci::session& sql);

/// A whole copy of the file as it is, FILE.v<version>-backup, unless one is there. Outside a transaction. Throws as SOCI does, or Refused.
void backUp(Database& file, long long version);

}  // namespace leukolens::casebook
