#include "core/casebook/accounts.h"

#include "core/base/iso_time.h"
#include "core/casebook/account_rows.h"
#include "core/casebook/case_rows.h"
#include "core/casebook/case_state.h"
#include "core/casebook/passphrase.h"
#include "core/digest/sha256.h"

namespace leukolens::casebook {
namespace {

using nlohmann::json;

constexpr std::size_t kMostNameBytes = 120;

json inTrail(const Account& account) { return {{"role", toString(account.role)}, {"active", account.active}}; }

Refused noSuchAccount(const std::filesystem::path& file) {
    return {{ErrorCode::NotFound, "there is no account of that name", file, "Choose an account of this store."}};
}

std::string checkedName(const std::string& typed, const std::filesystem::path& file) {
    requireText(typed, "the name", file);
    const std::string name = asLabel(typed);
    if (name.empty()) throw Refused{{ErrorCode::InvalidArgument, "the account has no name", file, "Type a name."}};
    if (name.size() > kMostNameBytes) throw Refused{{ErrorCode::InvalidArgument, "the account's name is longer than " + std::to_string(kMostNameBytes) + " bytes", file, "Type a shorter name."}};
    return name;
}

}  // namespace

std::string_view toString(Role role) {
    switch (role) {
        case Role::Technician: return "technician";
        case Role::Reviewer: return "reviewer";
        case Role::Administrator: return "administrator";
    }
    return "";
}

Result<bool> Accounts::inUse() {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<bool> { return hasAccounts(state->sql()); });
}

Result<std::vector<Account>> Accounts::list() {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<std::vector<Account>> { return allAccounts(state->sql(), state->path()); });
}

Result<void> Accounts::create(const std::string& typed, Role role, const std::string& passphrase) {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<void> {
        const std::string name = checkedName(typed, state->path());
        requirePassphrase(passphrase, state->path());
        const std::string hash = hashOfPassphrase(passphrase), word(toString(role)), now = isoLocalTimeNow();
        Transaction transaction(state->sql());
        if (hasAccounts(state->sql()))
            state->requireRole(Role::Administrator);
        else if (role != Role::Administrator)
            throw Refused{{ErrorCode::WrongState, "the first account has to be an administrator's", state->path(), "Add an administrator first."}};
        if (findAccount(state->sql(), name, state->path()))
            throw Refused{{ErrorCode::AlreadyExists, "there is an account of that name already", state->path(), "Choose another name."}};
        // Before the account is there: the first one is made by whom the operating system knows, who is not logged in.
        state->record(std::nullopt, std::nullopt, "create_account", {{"name", name}, {"role", word}, {"digest", digest::sha256(std::string_view(hash))}});
        state->sql() << "INSERT INTO account (name, role, passphrase, active, created, version) VALUES (:name, :role, :passphrase, 1, :created, 1)", soci::use(name), soci::use(word), soci::use(hash),
            soci::use(now);
        transaction.commit();
        return {};
    });
}

Result<void> Accounts::change(const Account& wanted) {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<void> {
        Transaction transaction(state->sql());
        state->requireRole(Role::Administrator);
        const auto before = findAccount(state->sql(), wanted.name, state->path());
        if (!before) throw noSuchAccount(state->path());
        if (before->account.version != wanted.version) throw Refused{{ErrorCode::Conflict, "the account was changed meanwhile", state->path(), "Look at what stands there now, then decide again."}};
        if (inTrail(before->account) == inTrail(wanted)) return {};
        if (isLastAdministrator(state->sql(), before->account) && (wanted.role != Role::Administrator || !wanted.active))
            throw Refused{{ErrorCode::WrongState, "this is the last active administrator", state->path(), "Make somebody else an administrator first."}};
        // Before it holds: who takes a right from herself has it until then.
        state->record(std::nullopt, std::nullopt, "change_account", {{"name", before->account.name}, {"from", inTrail(before->account)}, {"to", inTrail(wanted)}});
        const std::string word(toString(wanted.role));
        const int active = wanted.active;
        const long long id = before->id;
        state->sql() << "UPDATE account SET role = :role, active = :active, version = version + 1 WHERE id = :id", soci::use(word), soci::use(active), soci::use(id);
        transaction.commit();
        return {};
    });
}

Result<void> Accounts::setPassphrase(const std::string& name, const std::string& passphrase, const std::string& present) {
    auto* state = m_store.m_state.get();
    const auto known = guarded(*state->database, [&]() -> Result<bool> {
        requirePassphrase(passphrase, state->path());
        state->requireWriter();
        const auto found = findAccount(state->sql(), name, state->path());
        return found && found->account.name == state->user;
    });
    if (!known) return fail(known.error());
    // A seat that somebody left unlocked is not enough to take an account over.
    if (*known) {
        const auto there = reenter(present);
        if (!there && there.error().code == ErrorCode::NotAllowed) return fail(ErrorCode::NotAllowed, "that is not your present passphrase", state->path(), "Type it again, or ask an administrator.");
        if (!there) return there;
    }
    return guarded(*state->database, [&]() -> Result<void> {
        const std::string hash = hashOfPassphrase(passphrase);
        Transaction transaction(state->sql());
        state->requireWriter();
        const auto found = findAccount(state->sql(), name, state->path());
        if (!found) throw noSuchAccount(state->path());
        if (found->account.name != state->user) state->requireRole(Role::Administrator);
        const long long id = found->id;
        state->sql() << "UPDATE account SET passphrase = :passphrase, version = version + 1 WHERE id = :id", soci::use(hash), soci::use(id);
        state->record(std::nullopt, std::nullopt, "set_passphrase", {{"name", found->account.name}, {"digest", digest::sha256(std::string_view(hash))}});
        transaction.commit();
        return {};
    });
}

Result<Account> Accounts::logIn(const std::string& name, const std::string& passphrase) {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<Account> {
        const Account account = state->authenticate(name, passphrase);
        Transaction transaction(state->sql());
        state->recordBy(account.name, "log_in", {{"role", toString(account.role)}});
        transaction.commit();
        state->user = account.name;
        state->role = account.role;
        return account;
    });
}

void Accounts::logOut() { m_store.m_state->role.reset(); }

Result<void> Accounts::reenter(const std::string& passphrase) {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<void> {
        state->requireWriter();
        state->authenticate(state->user, passphrase);
        return {};
    });
}

Result<StoreRules> Accounts::rules() {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<StoreRules> { return state->rules(); });
}

Result<void> Accounts::setRules(const StoreRules& rules) {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<void> {
        if (rules.lockAfterMinutes < 0 || rules.lockAfterMinutes > kMostLockMinutes)
            throw Refused{{ErrorCode::InvalidArgument, "the window locks itself after 0 to " + std::to_string(kMostLockMinutes) + " minutes, not " + std::to_string(rules.lockAfterMinutes), state->path(), "Choose a value in that range."}};
        Transaction transaction(state->sql());
        if (!hasAccounts(state->sql())) throw Refused{{ErrorCode::WrongState, "the store has no accounts", state->path(), "Add an administrator first."}};
        state->requireRole(Role::Administrator);
        const StoreRules before = state->rules();
        const auto set = [&](const std::string& name, int from, int to) {
            if (from == to) return;
            const std::string value = std::to_string(to);
            state->sql() << "INSERT INTO store_rule (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value", soci::use(name), soci::use(value);
            state->record(std::nullopt, std::nullopt, "set_rule", {{"name", name}, {"from", from}, {"to", to}});
        };
        set(kTwoSignatures, before.twoSignatures, rules.twoSignatures);
        set(kLockAfterMinutes, before.lockAfterMinutes, rules.lockAfterMinutes);
        transaction.commit();
        return {};
    });
}

}  // namespace leukolens::casebook
