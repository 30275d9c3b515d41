#include "app/cli/case_store_option.h"

#include <QCoreApplication>

#include "app/cli/passphrase_prompt.h"
#include "core/casebook/accounts.h"
#include "ui/shell/app_settings.h"

namespace leukolens::cli {

void addStore(CLI::App& verb, StoreOption& option) {
    verb.add_option("--store", option.store, "Case file, or postgresql://… of a server; otherwise the program's own");
}

void addUser(CLI::App& verb, StoreOption& option) {
    verb.add_option("--user", option.user, "Account, in a store that has accounts; its passphrase is read from standard input");
}

Result<casebook::StoreAddress> addressOf(const StoreOption& option) {
    if (!option.store.empty()) return casebook::StoreAddress::parse(option.store);
    QCoreApplication::setApplicationName("leukolens");  // Qt finds the window's settings by it
    return casebook::StoreAddress::parse(ui::AppSettings().caseFile().toStdString());
}

Result<std::unique_ptr<casebook::CaseStore>> openStore(const StoreOption& option) {
    const auto address = addressOf(option);
    if (!address) return fail(address.error());
    std::error_code code;
    if (!address->isServer() && !std::filesystem::exists(address->file(), code)) return fail(ErrorCode::NotFound, "there is no case file", address->file(), "Name one with --store.");
    return casebook::CaseStore::open(*address);
}

Result<std::unique_ptr<casebook::CaseStore>> openStoreToChange(const StoreOption& option) {
    const auto address = addressOf(option);
    if (!address) return fail(address.error());
    auto store = casebook::CaseStore::open(*address);
    if (!store || option.user.empty()) return store;
    const auto passphrase = askPassphrase("Passphrase of " + option.user + ":");
    if (!passphrase) return fail(passphrase.error());
    const auto account = casebook::Accounts(**store).logIn(option.user, *passphrase);
    if (!account) return fail(account.error());
    return store;
}

Result<casebook::CaseId> sessionOf(casebook::CaseStore& store, casebook::PatientId patient, casebook::CaseId session) {
    const auto found = casebook::Patients(store).find(patient);
    if (!found) return fail(found.error());
    if (found->sessions.empty()) return fail(ErrorCode::NotFound, "case " + std::to_string(patient) + " has no session", {}, "Choose a case of leukolens case list.");
    if (session == 0) return found->sessions.back().id;
    for (const auto& known : found->sessions)
        if (known.id == session) return session;
    return fail(ErrorCode::NotFound, "case " + std::to_string(patient) + " has no session " + std::to_string(session), {}, "Choose one of leukolens case show " + std::to_string(patient) + ".");
}

}  // namespace leukolens::cli
