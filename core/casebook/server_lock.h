// Private to this folder: who may change a case of a store on a server.
#pragma once

#include "core/casebook/case_lock.h"

namespace leukolens::casebook {

Result<CaseClaim> claimOnServer(const StoreAddress& store, CaseId id, const std::string& user);

}  // namespace leukolens::casebook
