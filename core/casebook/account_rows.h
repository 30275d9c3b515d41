// Private to this folder: rows of the table of accounts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/casebook/accounts.h"
#include "core/casebook/database.h"

namespace leukolens::casebook {

struct AccountRow {
    long long id = 0;
    Account account;
    std::string hash;  ///< of the passphrase
};

/// Names of rules in their table.
inline const std::string kTwoSignatures = "two_signatures", kLockAfterMinutes = "lock_after_minutes";

bool hasAccounts(soci::session& sql);
/// By name, whatever its case. Throws where a row cannot be.
std::vector<Account> allAccounts(soci::session& sql, const std::filesystem::path& file);
/// Whatever the case of the name's ASCII letters.
std::optional<AccountRow> findAccount(soci::session& sql, const std::string& name, const std::filesystem::path& file);
bool isLastAdministrator(soci::session& sql, const Account& account);

}  // namespace leukolens::casebook
