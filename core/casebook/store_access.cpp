// CaseStore: who may change it.
#include <charconv>
#include <chrono>
#include <thread>

#include "core/base/iso_time.h"
#include "core/casebook/account_rows.h"
#include "core/casebook/audit_chain.h"
#include "core/casebook/case_rows.h"
#include "core/casebook/case_state.h"
#include "core/casebook/login_name.h"
#include "core/casebook/passphrase.h"

namespace leukolens::casebook {
namespace {

constexpr auto kFailureTakes = std::chrono::seconds(1);  // guessing is slow, and learns nothing by the time

Refused nobodyLoggedIn(const std::filesystem::path& file) { return {{ErrorCode::NotAllowed, "nobody is logged in", file, "Log in, then try again."}}; }

}  // namespace

void CaseStore::State::recordBy(const std::string& person, const std::string& action, const nlohmann::json& detail) {
    AuditRow row{0, isoUtcNow(), person, {}, {}, action, toColumn(detail), {}, {}};
    appendToTrail(sql(), row);
}

void CaseStore::State::requireWriter() {
    if (!role) {
        if (hasAccounts(sql())) throw nobodyLoggedIn(path());
        return;
    }
    // As it stands now: an administrator may have changed it at another seat.
    const auto found = findAccount(sql(), user, path());
    if (!found || !found->account.active) {
        role.reset();
        throw Refused{{ErrorCode::NotAllowed, "this account is active no more", path(), "Ask an administrator."}};
    }
    role = found->account.role;
}

void CaseStore::State::requireRole(Role least) {
    requireWriter();
    if (!role || *role >= least) return;
    throw Refused{{ErrorCode::NotAllowed, least == Role::Administrator ? "only administrators may do that" : "only reviewers and administrators may do that", path(), "Ask one of them."}};
}

Account CaseStore::State::authenticate(const std::string& name, const std::string& passphrase) {
    const auto began = std::chrono::steady_clock::now();
    const auto found = isPlainText(name) ? findAccount(sql(), asLabel(name), path()) : std::nullopt;
    if (fitsHash(passphrase, found ? found->hash : std::string()) && found->account.active) return found->account;
    {
        Transaction transaction(sql());
        // A name that is not known is not written down: people type their passphrase there.
        recordBy(loginName(), "log_in_failed", {{"name", found ? found->account.name : std::string()}});
        transaction.commit();
    }
    std::this_thread::sleep_until(began + kFailureTakes);
    throw Refused{{ErrorCode::NotAllowed, "name and passphrase do not belong to an active account", path(), "Type them again, or ask an administrator."}};
}

StoreRules CaseStore::State::rules() {
    StoreRules rules;
    std::string name, value;
    soci::statement query = (sql().prepare << "SELECT name, value FROM store_rule", soci::into(name), soci::into(value));
    for (query.execute(); query.fetch();) {
        if (name != kTwoSignatures && name != kLockAfterMinutes) continue;
        int number = 0;
        const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
        if (read.ec != std::errc() || read.ptr != value.data() + value.size() || number < 0)
            throw Refused{{ErrorCode::StoreFailed, "the rule \"" + name + "\" has the unknown value \"" + value + "\"", path(), "Restore the cases from a backup."}};
        if (name == kTwoSignatures) rules.twoSignatures = number != 0;
        if (name == kLockAfterMinutes) rules.lockAfterMinutes = number;
    }
    return rules;
}

}  // namespace leukolens::casebook
