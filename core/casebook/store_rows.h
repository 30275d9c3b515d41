// Private to this folder: the rows of a whole store, from one database into another.
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/casebook/database.h"

namespace leukolens::casebook {

/// Every row of every table, ids and versions as they are, and the numbers that the next rows get. `into` has the tables and no rows. One of the two is a case file. Inside a snapshot of the one and a
/// transaction of the other. Throws as SOCI does, or Refused (Cancelled).
void copyRows(soci::session& from, soci::session& into, ProgressSink& progress, const CancelToken& cancel);

}  // namespace leukolens::casebook
