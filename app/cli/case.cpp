// leukolens case list|show|verify|backup|restore; what goes out and comes in is in case_transfer.cpp.
#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/case_store_option.h"
#include "app/cli/console.h"
#include "app/cli/verbs.h"
#include "core/base/files.h"
#include "core/casebook/audit_trail.h"
#include "core/casebook/nci_risk.h"
#include "core/casebook/store_copy.h"
#include "core/digest/sha256.h"
#include "core/report/export_words.h"

namespace leukolens::cli {
namespace {

using nlohmann::json;

struct Options {
    StoreOption store;
    casebook::PatientId id = 0;
    std::string search, head, file;
    bool json = false;
};

std::string counted(std::size_t number, const char* what) { return std::to_string(number) + " " + what + (number == 1 ? "" : "s"); }

std::string shownName(const std::string& name) { return name.empty() ? "(no name)" : name; }

int list(const Options& options) {
    const auto store = openStore(options.store);
    if (!store) return reportFailure(store.error());
    const auto patients = casebook::Patients(**store).list();
    if (!patients) return reportFailure(patients.error());
    json cases = json::array();
    for (const auto& found : *patients) {
        if (!casebook::matches(found, options.search)) continue;
        cases.push_back({{"id", found.patient.id}, {"name", found.patient.label}, {"sessions", found.sessions.size()}, {"cells", found.cells()}, {"state", report::stateName(found.state())}, {"changed", found.changed()}});
    }
    if (options.json) {
        printJson({{"cases", cases}});
        return kDone;
    }
    for (const json& one : cases)
        std::printf("%6lld  %s, %s, %s, %s, %s\n", one["id"].get<long long>(), shownName(one["name"]).c_str(), counted(one["sessions"], "session").c_str(), counted(one["cells"], "cell").c_str(),
                    one["state"].get<std::string>().c_str(), one["changed"].get<std::string>().c_str());
    if (cases.empty()) std::puts(options.search.empty() ? "no cases" : "no case has all these words");
    return kDone;
}

json sessionJson(const casebook::CaseSummary& session) {
    json counts = json::object();
    for (const auto& count : session.counts) counts[report::exportedClass(count.className)] = count.cells;
    return {{"id", session.id},           {"taken", session.taken},       {"material", toString(session.material)},   {"comment", session.comment}, {"created", session.created},   {"changed", session.changed},
            {"cells", session.cells},     {"counts", std::move(counts)},  {"state", report::stateName(session.state)}, {"signedBy", session.signedBy}, {"signedAt", session.signedAt}};
}

json factJson(const casebook::PatientFact& fact) {
    return {{"name", fact.name}, {"value", fact.value}, {"date", fact.date}, {"note", fact.note}, {"entered", fact.entered}, {"enteredBy", fact.enteredBy}};
}

json riskJson(const casebook::NciRisk& risk) { return {{"group", report::riskGroup(risk)}, {"why", report::riskReason(risk)}}; }

void print(const json& shown) {
    std::printf("%s (case %lld)\n", shownName(shown["name"]).c_str(), shown["id"].get<long long>());
    if (!shown["notes"].get_ref<const std::string&>().empty()) std::printf("  %s\n", shown["notes"].get<std::string>().c_str());
    for (const json& fact : shown["facts"])
        std::printf("  %s: %s%s\n", fact["name"].get<std::string>().c_str(), fact["value"].get<std::string>().c_str(), fact["date"] == "" ? "" : (" (" + fact["date"].get<std::string>() + ")").c_str());
    if (shown["nciRisk"]["group"] != "not_applicable") std::printf("  NCI risk: %s\n", shown["nciRisk"]["group"].get<std::string>().c_str());
    for (const json& session : shown["sessions"]) {
        const auto material = session["material"].get<std::string>();
        std::printf("  session %lld: %s%s%s, %s, %s", session["id"].get<long long>(), session["taken"].get<std::string>().c_str(), material.empty() ? "" : ", ", material.c_str(), counted(session["cells"], "cell").c_str(),
                    session["state"].get<std::string>().c_str());
        if (session["signedBy"] != "") std::printf(" by %s", session["signedBy"].get<std::string>().c_str());
        for (const auto& [name, cells] : session["counts"].items()) std::printf("\n    %s: %d", name.c_str(), cells.get<int>());
        std::puts("");
    }
}

int show(const Options& options) {
    const auto store = openStore(options.store);
    if (!store) return reportFailure(store.error());
    casebook::Patients patients(**store);
    const auto found = patients.find(options.id);
    if (!found) return reportFailure(found.error());
    const auto facts = patients.facts(options.id);
    if (!facts) return reportFailure(facts.error());
    json shown = {{"id", found->patient.id},    {"name", found->patient.label},          {"notes", found->patient.notes},   {"created", found->patient.created},
                  {"state", report::stateName(found->state())}, {"facts", json::array()}, {"sessions", json::array()},       {"nciRisk", riskJson(casebook::nciRisk(*facts))}};
    for (const auto& fact : *facts) shown["facts"].push_back(factJson(fact));
    for (const auto& session : found->sessions) shown["sessions"].push_back(sessionJson(session));
    if (options.json) printJson(shown);
    else print(shown);
    return kDone;
}

const char* kindOf(casebook::Verification::Fault::Kind kind) {
    using Kind = casebook::Verification::Fault::Kind;
    switch (kind) {
        case Kind::Changed: return "changed";
        case Kind::Missing: return "missing";
        case Kind::Shortened: return "shortened";
        case Kind::RowAltered: return "row_altered";
    }
    return "changed";
}

const char* nameOf(casebook::AlteredRow::Of of) {
    using Of = casebook::AlteredRow::Of;
    switch (of) {
        case Of::Cell: return "cell";
        case Of::Session: return "session";
        case Of::Patient: return "patient";
        case Of::Fact: return "fact";
        case Of::Signature: return "signature";
        case Of::Reading: return "reading";
        case Of::ReadingDecision: return "reading_decision";
        case Of::Account: return "account";
        case Of::Rule: return "rule";
    }
    return "cell";
}

std::string wordsOf(const casebook::AlteredRow& row) {
    std::string words = nameOf(row.of);
    std::replace(words.begin(), words.end(), '_', ' ');
    return words + " " + row.which + " does not stand as the audit trail says";
}

std::string wordsOf(const casebook::Verification::Fault& fault) {
    using Kind = casebook::Verification::Fault::Kind;
    const std::string line = "line " + std::to_string(fault.row);
    switch (fault.kind) {
        case Kind::Changed: return line + " of the audit trail was changed";
        case Kind::Missing: return line + " of the audit trail does not follow on the one before: lines were taken out, put in or moved";
        case Kind::Shortened: return "lines are missing at the end of the audit trail";
        case Kind::RowAltered: return fault.altered ? wordsOf(*fault.altered) : line;
    }
    return line;
}

int verify(const Options& options) {
    if (!options.head.empty() && !digest::isSha256(options.head)) return reportFailure({ErrorCode::InvalidArgument, "--head is no SHA-256: 64 digits 0-9 and a-f", {}, "Copy it from the report."});
    const auto store = openStore(options.store);
    if (!store) return reportFailure(store.error());
    const auto cancel = stopOnSignal();
    ProgressBar bar;
    const auto found = casebook::AuditTrail(**store).verify(bar, cancel, options.head);
    bar.clear();
    if (!found) return reportFailure(found.error());
    if (options.json) {
        json result = {{"intact", found->intact()}, {"rows", found->rows}, {"head", found->head}, {"firstBad", nullptr}};
        if (found->firstBad) {
            result["firstBad"] = {{"kind", kindOf(found->firstBad->kind)}, {"row", found->firstBad->row}, {"altered", nullptr}};
            if (const auto& altered = found->firstBad->altered) result["firstBad"]["altered"] = {{"of", nameOf(altered->of)}, {"which", altered->which}};
        }
        printJson(result);
    } else if (found->intact()) {
        std::printf("intact: %lld lines, head %s\n", static_cast<long long>(found->rows), found->head.c_str());
    }
    if (!found->intact()) say("leukolens: " + wordsOf(*found->firstBad) + ".");
    return found->intact() ? kDone : kFailed;
}

int finish(const Options& options, const Result<void>& done, const std::string& made) {
    if (!done) return reportFailure(done.error());
    if (options.json) printJson({{"file", made}});
    else std::printf("%s\n", made.c_str());
    return kDone;
}

int backUp(const Options& options) {
    const auto address = addressOf(options.store);
    if (!address) return reportFailure(address.error());
    std::error_code code;
    if (!address->isServer() && !std::filesystem::exists(address->file(), code)) return reportFailure({ErrorCode::NotFound, "there is no case file", address->file(), "Name one with --store."});
    const auto cancel = stopOnSignal();
    ProgressBar bar;
    const auto done = casebook::backUpStore(*address, options.file, bar, cancel);
    bar.clear();
    if (!done) return reportFailure(done.error());
    if (!done->intact()) say("leukolens: the store was backed up as it is, and has been altered: " + wordsOf(*done->firstBad) + ". Keep older backups.");
    return finish(options, {}, options.file);
}

int restore(const Options& options) {
    const auto address = addressOf(options.store);
    if (!address) return reportFailure(address.error());
    const auto cancel = stopOnSignal();
    ProgressBar bar;
    const auto done = casebook::copyStore(options.file, *address, bar, cancel);
    bar.clear();
    return finish(options, done, toUtf8(address->shown()));
}

}  // namespace

void addCase(CLI::App& app, Work& work) {
    auto* verb = app.add_subcommand("case", "Cases: list them, look at one, hand it on, bring one in, prove that nothing was altered");
    verb->require_subcommand(1);
    const auto options = std::make_shared<Options>();
    auto* listed = addPart(*verb, work, "list", "Every case: its number, name, sessions, cells, state", options, list);
    listed->add_option("--search", options->search, "Only cases in which every word is found: name, date, state, material, class:count");
    auto* shown = addPart(*verb, work, "show", "One case: facts, sessions, counts", options, show);
    shown->add_option("ID", options->id, "Number of the case, as case list gives it")->required();
    addCaseTransfer(*verb, work);
    auto* checked = addPart(*verb, work, "verify", "Whether every line of the audit trail is as it was written, and every cell stands as the trail says; exit status 1 where not", options, verify);
    checked->add_option("--head", options->head, "The audit trail's SHA-256 of a report: the trail has to hold it");
    auto* backedUp = addPart(*verb, work, "backup", "A checked copy of the whole store as a case file, while others go on working", options, backUp);
    backedUp->add_option("-o,--out", options->file, "Case file to write; one that is there is refused")->required();
    auto* restored = addPart(*verb, work, "restore", "A backup into a new case file, or into an empty database", options, restore);
    restored->add_option("FILE", options->file, "The backup")->required();
    restored->get_option("--store")->required();
}

}  // namespace leukolens::cli
