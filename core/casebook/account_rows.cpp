#include "core/casebook/account_rows.h"

namespace leukolens::casebook {
namespace {

/// As the index compares them: by the database's lower(), which in both databases knows the ASCII letters alone.
std::string lowered(std::string name) {
    for (char& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return name;
}

struct Reader {
    AccountRow row;
    std::string role;
    int active = 0;
    long long version = 0;

    template <class Statement>
    auto into(Statement&& statement) {
        return (std::forward<Statement>(statement), soci::into(row.id), soci::into(row.account.name), soci::into(role), soci::into(row.hash), soci::into(active), soci::into(row.account.created),
                soci::into(version));
    }
    AccountRow get(const std::filesystem::path& file) {
        row.account.active = active != 0;
        row.account.version = version;
        for (const Role known : {Role::Technician, Role::Reviewer, Role::Administrator}) {
            row.account.role = known;
            if (toString(known) == role) return row;
        }
        throw Refused{{ErrorCode::StoreFailed, "an account has the unknown role \"" + role + "\"", file, "Restore the cases from a backup."}};
    }
};

const std::string kColumns = "SELECT id, name, role, passphrase, active, created, version FROM account";

}  // namespace

bool hasAccounts(soci::session& sql) {
    long long accounts = 0;
    sql << "SELECT count(*) FROM account", soci::into(accounts);
    return accounts > 0;
}

std::vector<Account> allAccounts(soci::session& sql, const std::filesystem::path& file) {
    Reader reader;
    soci::statement query = reader.into((sql.prepare << kColumns + " ORDER BY lower(name)"));
    std::vector<Account> accounts;
    for (query.execute(); query.fetch();) accounts.push_back(reader.get(file).account);
    return accounts;
}

std::optional<AccountRow> findAccount(soci::session& sql, const std::string& name, const std::filesystem::path& file) {
    const std::string wanted = lowered(name);
    Reader reader;
    reader.into((sql << kColumns + " WHERE lower(name) = :name", soci::use(wanted)));
    if (!sql.got_data()) return {};
    return reader.get(file);
}

bool isLastAdministrator(soci::session& sql, const Account& account) {
    if (account.role != Role::Administrator || !account.active) return false;
    long long administrators = 0;
    sql << "SELECT count(*) FROM account WHERE role = 'administrator' AND active = 1", soci::into(administrators);
    return administrators == 1;
}

}  // namespace leukolens::casebook
