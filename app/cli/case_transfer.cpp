// leukolens case export|import
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <nlohmann/json.hpp>

#include "app/cli/case_store_option.h"
#include "app/cli/console.h"
#include "app/cli/verbs.h"
#include "core/base/files.h"
#include "core/casebook/case_archive.h"
#include "core/report/case_export.h"
#include "core/report/deidentified_report.h"
#include "core/report/fhir_export.h"
#include "core/report/hl7_export.h"

namespace leukolens::cli {
namespace {

using nlohmann::json;

struct Options {
    StoreOption store;
    casebook::PatientId id = 0;
    casebook::CaseId session = 0;
    std::string file, format, pictures;
    bool deidentified = false, add = false, json = false;
};

/// What --format says, otherwise the ending of the file.
Result<std::string> formatOf(const Options& options) {
    if (!options.format.empty()) return options.format;
    for (const char* format : {"csv", "json", "hl7", "zip"})
        if (options.file.ends_with(std::string(".") + format)) return format;
    if (options.file.ends_with(".leukocase")) return "zip";
    return fail(ErrorCode::InvalidArgument, "the ending of the file says no format", options.file, "Say --format csv, json, fhir, hl7 or zip, or let the name end on .leukocase for a whole case.");
}

int exportArchive(const Options& options, casebook::CaseStore& store) {
    if (options.session != 0) return reportFailure({ErrorCode::InvalidArgument, "a zip holds all sessions of a case", {}, "Leave out --session."});
    const auto cancel = stopOnSignal();
    ProgressBar bar;
    const auto written = casebook::exportCase(store, options.id, options.file, {options.deidentified}, bar, cancel);
    bar.clear();
    if (!written) return reportFailure(written.error());
    json missing = json::array();
    for (const Error& error : written->missing) {
        missing.push_back({{"path", toUtf8(error.file)}, {"code", toString(error.code)}, {"message", error.what}});
        say("leukolens: " + error.message());
    }
    if (options.json) {
        printJson({{"file", options.file}, {"format", "zip"}, {"deidentified", options.deidentified}, {"sessions", written->sessions}, {"cells", written->cells}, {"pictures", written->pictures}, {"missing", missing}});
    } else {
        std::printf("%s: sessions %d, cells %d, pictures %d\n", options.file.c_str(), written->sessions, written->cells, written->pictures);
    }
    return written->missing.empty() ? kDone : kFailed;
}

int exportReport(const Options& options, const std::string& format, casebook::CaseStore& store) {
    const auto session = sessionOf(store, options.id, options.session);
    if (!session) return reportFailure(session.error());
    auto report = report::readCaseReport(store, *session);
    if (!report) return reportFailure(report.error());
    if (options.deidentified) report = report::deidentified(std::move(*report));
    const auto write = format == "csv" ? report::writeCaseCsv : format == "fhir" ? report::writeCaseFhir : format == "hl7" ? report::writeCaseHl7 : report::writeCaseJson;
    if (const auto written = write(*report, options.file); !written) return reportFailure(written.error());
    if (options.json) printJson({{"file", options.file}, {"format", format}, {"deidentified", options.deidentified}, {"session", *session}, {"cells", report->cells.size()}});
    else std::printf("%s: session %lld, cells %zu\n", options.file.c_str(), static_cast<long long>(*session), report->cells.size());
    return kDone;
}

int exportCase(const Options& options) {
    const auto format = formatOf(options);
    if (!format) return reportFailure(format.error());
    const auto store = openStore(options.store);
    if (!store) return reportFailure(store.error());
    return *format == "zip" ? exportArchive(options, **store) : exportReport(options, *format, **store);
}

/// Where pictures go.
Result<casebook::KeptPictures> keptFor(const Options& options) {
    if (!options.pictures.empty()) return casebook::KeptPictures::in(options.pictures);
    const auto address = addressOf(options.store);
    if (!address) return fail(address.error());
    if (address->isServer()) return fail(ErrorCode::InvalidArgument, "a server keeps no pictures", address->shown(), "Name a folder that all seats reach with --pictures.");
    return casebook::KeptPictures::besides(address->file());
}

int importCase(const Options& options) {
    const auto kept = keptFor(options);
    if (!kept) return reportFailure(kept.error());
    const auto store = openStoreToChange(options.store);
    if (!store) return reportFailure(store.error());
    const auto cancel = stopOnSignal();
    ProgressBar bar;
    const auto imported = casebook::importCase(**store, options.file, *kept, {options.add}, bar, cancel);
    bar.clear();
    if (!imported) return reportFailure(imported.error());
    if (options.json) {
        printJson({{"id", imported->patient}, {"sessions", imported->sessions}, {"cells", imported->cells}, {"pictures", imported->pictures}, {"originHead", imported->originHead}, {"deidentified", imported->deidentified}});
    } else {
        std::printf("case %lld: sessions %zu, cells %d, pictures %d\n", static_cast<long long>(imported->patient), imported->sessions.size(), imported->cells, imported->pictures);
    }
    return kDone;
}

}  // namespace

void addCaseTransfer(CLI::App& verb, Work& work) {
    const auto options = std::make_shared<Options>();
    auto* out = addPart(verb, work, "export", "A session for other programs, or the whole case with its pictures as a zip", options, exportCase);
    out->add_option("ID", options->id, "Number of the case, as case list gives it")->required();
    out->add_option("-o,--out", options->file, "File to write")->required();
    out->add_option("--format", options->format, "csv, json, fhir (R4 bundle), hl7 (v2.5.1 ORU^R01) or zip (a whole case, also where the name ends on .leukocase); otherwise by the ending of the file")->check(CLI::IsMember({"csv", "json", "fhir", "hl7", "zip"}));
    out->add_option("--session", options->session, "Number of the session, as case show gives it; otherwise the newest. A zip holds all")->check(CLI::Range(std::int64_t{1}, std::numeric_limits<std::int64_t>::max()));
    out->add_flag("--deidentified", options->deidentified, "A code for the name, days for dates; without notes, people and paths");
    auto* in = addPart(verb, work, "import", "A whole case that case export wrote", options, importCase);
    in->add_option("FILE", options->file, "The .leukocase or zip")->required();
    in->add_flag("--add", options->add, "Where the store has a patient of that name already: add the sessions there");
    in->add_option("--pictures", options->pictures, "Folder for the pictures; otherwise FILE.pictures beside the case file");
    addUser(*in, options->store);
}

}  // namespace leukolens::cli
