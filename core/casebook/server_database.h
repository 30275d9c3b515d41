// Private to this folder: a case store on a PostgreSQL server.
#pragma once

#include "core/casebook/database.h"

namespace leukolens::casebook {

/// Makes the tables where the database is empty. Fails with what ServerConnection says, or StoreFailed: another program's database, tables of a newer version, a server that keeps no UTF-8.
Result<std::unique_ptr<Database>> openServer(const StoreAddress& address);

/// As above without tables: `sql` of `database` is connected, whatever the database holds. Throws Refused or as SOCI does.
void connectSession(Database& database);
/// As above, and the tables are checked, or made.
void connectServer(Database& database);

PGconn* serverConnection(soci::session& sql);

}  // namespace leukolens::casebook
