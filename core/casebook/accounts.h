// People who may use a case store, where its administrator wants them told apart by passphrases, and the rules of the store.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/casebook/case_store.h"

namespace leukolens::casebook {

/// What a person may do: a technician everything but the following; a reviewer signs and reopens too; an administrator also looks after accounts, rules and backups.
enum class Role { Technician, Reviewer, Administrator };
std::string_view toString(Role role);  ///< "technician", "reviewer", "administrator"

struct Account {
    std::string name = {};  ///< as in the trail; of no two accounts the same, whatever their case
    Role role = Role::Technician;
    bool active = true;
    std::string created = {};  ///< ISO 8601, local time with offset
    RowVersion version = 1;
};

struct StoreRules {
    bool twoSignatures = false;  ///< a case is signed when two people have signed it; only with accounts
    int lockAfterMinutes = 10;   ///< without input the window locks itself; 0: never; only with accounts
    friend bool operator==(const StoreRules&, const StoreRules&) = default;
};

inline constexpr std::size_t kLeastPassphrase = 8;   ///< code points
inline constexpr std::size_t kMostPassphrase = 1024; ///< bytes
inline constexpr int kMostLockMinutes = 24 * 60;

/// As CaseStore: one thread. A store without accounts is everybody's, and the trail names the login name.
/// Refused by role is NotAllowed. Passphrases are kept as Argon2id (libsodium, interactive limits); nothing here puts them into the trail or an error.
class Accounts {
public:
    explicit Accounts(CaseStore& store) : m_store(store) {}

    Result<bool> inUse();  ///< whether the store has accounts, active or not
    Result<std::vector<Account>> list();

    /// The first one has to be an administrator (WrongState). InvalidArgument: a name that is empty or over 120 bytes, a passphrase that is too short; AlreadyExists.
    Result<void> create(const std::string& name, Role role, const std::string& passphrase);
    Result<void> change(const Account& account);  ///< role and active, by name and version; the last active administrator stays one (WrongState); Conflict
    /// Another person's by an administrator; one's own with the one that held until now, `present`, whose failing is as of reenter().
    Result<void> setPassphrase(const std::string& name, const std::string& passphrase, const std::string& present = {});

    /// From then on the store's changes are this person's. NotAllowed, after a second: no such active account, or another passphrase; which of them is not said.
    Result<Account> logIn(const std::string& name, const std::string& passphrase);
    void logOut();  ///< changes are NotAllowed until somebody logs in
    /// That the person logged in is still there. NotAllowed, after a second and with a line in the trail: another passphrase, or the account is active no more.
    Result<void> reenter(const std::string& passphrase);

    Result<StoreRules> rules();
    Result<void> setRules(const StoreRules& rules);  ///< WrongState without accounts; InvalidArgument: minutes below 0 or over kMostLockMinutes

private:
    CaseStore& m_store;
};

}  // namespace leukolens::casebook
