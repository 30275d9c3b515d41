// Which case store a verb works on.
#pragma once

#include <CLI/CLI.hpp>

#include <memory>
#include <string>

#include "app/cli/verbs.h"
#include "core/casebook/case_store.h"
#include "core/casebook/kept_pictures.h"
#include "core/casebook/patients.h"

namespace leukolens::cli {

struct StoreOption {
    std::string store;  ///< as typed; empty: the program's own
    std::string user;   ///< account to log in with, where the store has some
};

void addStore(CLI::App& verb, StoreOption& option);
/// A verb of its own below `verb`, with --store and --json; `Options` has a StoreOption `store` and a bool `json`.
template <class Options>
CLI::App* addPart(CLI::App& verb, Work& work, const char* name, const char* help, const std::shared_ptr<Options>& options, int (*run)(const Options&)) {
    auto* part = verb.add_subcommand(name, help);
    addStore(*part, options->store);
    part->add_flag("--json", options->json, "One JSON object on standard output");
    part->callback([options, run, &work] { work = [options, run] { return run(*options); }; });
    return part;
}
/// For verbs that change the store.
void addUser(CLI::App& verb, StoreOption& option);

Result<casebook::StoreAddress> addressOf(const StoreOption& option);
/// One that is there: a file is not made, which is NotFound.
Result<std::unique_ptr<casebook::CaseStore>> openStore(const StoreOption& option);
/// The one that is there, or a new file. The passphrase of option.user is read from standard input, a line, unseen on a terminal.
Result<std::unique_ptr<casebook::CaseStore>> openStoreToChange(const StoreOption& option);

/// The session of that number, which has to be the patient's; 0: the newest by date. NotFound.
Result<casebook::CaseId> sessionOf(casebook::CaseStore& store, casebook::PatientId patient, casebook::CaseId session);

}  // namespace leukolens::cli
