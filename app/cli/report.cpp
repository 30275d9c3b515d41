// leukolens report case ID | run RUN | comparison FOLDER   -o FILE.pdf
#include <cstdint>
#include <limits>

#include <nlohmann/json.hpp>

#include "app/cli/case_store_option.h"
#include "app/cli/console.h"
#include "app/cli/headless_qt.h"
#include "app/cli/verbs.h"
#include "core/base/files.h"
#include "core/base/iso_time.h"
#include "core/experiment/run_evaluation.h"
#include "core/report/case_report.h"
#include "core/report/run_report.h"
#include "ui/report/pdf_report.h"
#include "ui/report/report_options.h"
#include "ui/shell/app_settings.h"

namespace leukolens::cli {
namespace {

struct Options {
    StoreOption store;
    casebook::PatientId id = 0;
    casebook::CaseId session = 0;
    std::string run, comparison, out, language, paper;
    bool allCells = false, json = false;
};

int finish(const Options& options, const Result<ui::PdfWritten>& written) {
    if (!written) return reportFailure(written.error());
    if (options.json) {
        printJson({{"file", toUtf8(written->file)}, {"pages", written->pages}});
    } else {
        say(written->file.string() + ": " + std::to_string(written->pages) + " pages");
    }
    return kDone;
}

int reportCase(const Options& options) {
    auto drawn = ui::reportOptions(ui::AppSettings());
    if (!options.paper.empty()) drawn.paper = options.paper == "letter" ? ui::Paper::Letter : ui::Paper::A4;
    if (!options.language.empty()) drawn.language = QString::fromStdString(options.language);
    if (options.allCells) drawn.allCells = true;
    const auto store = openStore(options.store);
    if (!store) return reportFailure(store.error());
    const auto session = sessionOf(**store, options.id, options.session);
    if (!session) return reportFailure(session.error());
    const auto report = report::readCaseReport(**store, *session);
    if (!report) return reportFailure(report.error());
    const auto cancel = stopOnSignal();
    ProgressBar bar;
    const auto written = ui::writeCaseReport(*report, drawn, options.out, bar, cancel);
    bar.clear();
    return finish(options, written);
}

/// Where no fold is done there is nothing to evaluate, and the report says so.
Result<report::RunReport> reportOf(experiment::RunRecord record) {
    if (record.result.folds.empty()) return report::makeRunReport(std::move(record));
    auto input = experiment::evaluationInput(record, {});
    if (!input) return fail(input.error());
    auto studies = experiment::readRunStudies(record);
    if (!studies) return fail(studies.error());
    const auto cancel = stopOnSignal();
    ProgressBar bar;
    auto evaluation = evaluation::evaluate(*input, bar, cancel);
    bar.clear();
    if (!evaluation) return fail(evaluation.error());
    auto report = report::makeRunReport(std::move(record), std::move(*evaluation));
    report.studies = std::move(*studies);
    report.answers = std::move(input->test);
    return report;
}

int reportRun(const Options& options) {
    auto record = experiment::readRun(options.run);
    if (!record) return reportFailure(record.error());
    const auto report = reportOf(std::move(*record));
    if (!report) return reportFailure(report.error());
    return finish(options, ui::writeRunReport(*report, options.out));
}

int reportComparison(const Options& options) {
    const auto comparison = experiment::readComparison(options.comparison);
    if (!comparison) return reportFailure(comparison.error());
    return finish(options, ui::writeComparisonReport(*comparison, isoLocalTimeNow(), options.out));
}

}  // namespace

void addReport(CLI::App& app, Work& work, int& argc, char** argv) {
    auto* group = app.add_subcommand("report", "Write a PDF report");
    group->require_subcommand(1);
    const auto options = std::make_shared<Options>();
    const auto common = [&options](CLI::App* verb) {
        verb->add_option("-o,--out", options->out, "PDF file to write")->required();
        verb->add_flag("--json", options->json, "One JSON object on standard output");
    };
    auto* ofCase = group->add_subcommand("case", "Of a case");
    ofCase->add_option("ID", options->id, "Number of the case, as case list gives it")->required();
    addStore(*ofCase, options->store);
    ofCase->add_option("--session", options->session, "Number of the session, as case show gives it; otherwise the newest")->check(CLI::Range(std::int64_t{1}, std::numeric_limits<std::int64_t>::max()));
    ofCase->add_option("--language", options->language, "en, de or id; otherwise that of the settings");
    ofCase->add_option("--paper", options->paper, "a4 or letter; otherwise that of the settings")->check(CLI::IsMember({"a4", "letter"}));
    ofCase->add_flag("--all-cells", options->allCells, "Every cell's picture behind the report");
    common(ofCase);
    ofCase->callback([options, &work, &argc, argv] {
        work = [options, &argc, argv] {
            const HeadlessQt qt(argc, argv);
            return reportCase(*options);
        };
    });
    auto* ofRun = group->add_subcommand("run", "Of a training run");
    ofRun->add_option("RUN", options->run, "Run folder")->required();
    common(ofRun);
    ofRun->callback([options, &work, &argc, argv] {
        work = [options, &argc, argv] {
            const HeadlessQt qt(argc, argv);
            return reportRun(*options);
        };
    });
    auto* ofComparison = group->add_subcommand("comparison", "Of a comparison of models");
    ofComparison->add_option("FOLDER", options->comparison, "Folder that train --model all wrote")->required();
    common(ofComparison);
    ofComparison->callback([options, &work, &argc, argv] {
        work = [options, &argc, argv] {
            const HeadlessQt qt(argc, argv);
            return reportComparison(*options);
        };
    });
}

}  // namespace leukolens::cli
