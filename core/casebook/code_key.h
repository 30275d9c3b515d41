// Private to this folder: the secret of a store, from which the codes are made that stand for patients outside of it.
#pragma once

#include <string>

#include "core/casebook/case_types.h"
#include "core/casebook/database.h"

namespace leukolens::casebook {

inline const std::string kCodeKey = "code_key";  ///< its name among the rules of the store

/// Makes the secret where the store has none yet. Inside a transaction.
void ensureCodeKey(soci::session& sql);
/// Throws StoreFailed where it is gone.
std::string codeKey(soci::session& sql, const std::filesystem::path& file);

/// As Patient::code: nobody without the key finds the patient by trying numbers and times.
std::string patientCode(const std::string& key, PatientId id, const std::string& created);

}  // namespace leukolens::casebook
