// leukolens demo [--out DIR]: cells drawn, a network trained on them, unseen cells classified, a PDF written.
#include <cstdlib>
#include <ctime>
#include <nlohmann/json.hpp>

#include "app/cli/console.h"
#include "app/cli/headless_qt.h"
#include "app/cli/training_output.h"
#include "app/cli/verbs.h"
#include "app/window.h"
#include "core/base/files.h"
#include "core/casebook/case_store.h"
#include "core/casebook/classified_cell.h"
#include "core/dataset/demo_cells.h"
#include "core/dataset/reader.h"
#include "core/experiment/planned_split.h"
#include "core/experiment/presets.h"
#include "core/report/case_report.h"
#include "core/report/run_report.h"
#include "ui/report/pdf_report.h"

namespace leukolens::cli {
namespace fs = std::filesystem;
namespace {

struct Options {
    std::string out;
    bool json = false;
    bool headless = false;
};

/// A new folder with the time in its name, below the person's data folder.
fs::path standardFolder() {
    const char* data = std::getenv("XDG_DATA_HOME");
    const char* home = std::getenv("HOME");
    const fs::path base = data && *data ? fs::path(data) : fs::path(home ? home : ".") / ".local/share";
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    localtime_r(&now, &parts);
    char name[40];
    std::strftime(name, sizeof name, "demo-%Y%m%d-%H%M%S", &parts);
    return base / "leukolens" / name;
}

/// Keeps every classified cell for the case.
class CaseCells final : public inference::FileListener {
public:
    CaseCells(const inference::Predictor& predictor, ProgressSink& progress, std::size_t total)
        : m_predictor(predictor), m_progress(progress), m_total(static_cast<std::int64_t>(total)) {}

    void onResult(const inference::FilePrediction& result) override {
        m_progress.report({"Classifying", ++m_done, m_total});
        if (result.prediction) {
            cells.push_back(casebook::classifiedCell(result, m_predictor.card(), m_predictor.modelSha256()));
        } else if (!failure) {
            failure = result.prediction.error();
        }
    }

    std::vector<casebook::CaseCell> cells;
    std::optional<Error> failure;

private:
    const inference::Predictor& m_predictor;
    ProgressSink& m_progress;
    std::int64_t m_total;
    std::int64_t m_done = 0;
};

/// The cells that the first fold's network has never seen, as one case in a case file.
Result<report::CaseReport> classifyUnseen(const dataset::Dataset& data, const experiment::RunResult& run, const fs::path& caseFile, ProgressSink& progress,
                                          const CancelToken& cancel) {
    const auto split = experiment::plannedSplit(data, run.settings);
    if (!split) return fail(split.error());
    std::vector<fs::path> files;
    for (const int cell : split->folds.front().test) files.push_back(data.cells[static_cast<std::size_t>(cell)].path);
    const auto predictor = inference::Predictor::load(run.folds.front().model, run.device);
    if (!predictor) return fail(predictor.error());
    CaseCells classified(**predictor, progress, files.size());
    if (auto done = inference::predictFiles(**predictor, files, classified, cancel); !done) return fail(done.error());
    if (classified.failure) return fail(*classified.failure);
    const auto store = casebook::CaseStore::open(caseFile);
    if (!store) return fail(store.error());
    const auto id = (*store)->createCase("Demonstration (drawn cells)");
    if (!id) return fail(id.error());
    if (auto added = (*store)->addCells(*id, classified.cells); !added) return fail(added.error());
    const auto summary = (*store)->findCase(*id);
    if (!summary) return fail(summary.error());
    return report::makeCaseReport(*summary, std::move(classified.cells));
}

struct Outcome {
    experiment::RunResult run;
    ui::PdfWritten caseReport, runReport;
};

Result<Outcome> demonstrate(const fs::path& folder, ProgressBar& bar, const CancelToken& cancel) {
    const fs::path cells = folder / "cells";
    if (auto drawn = dataset::writeDemoCells(cells, {}, bar, cancel); !drawn) return fail(drawn.error());
    const auto data = dataset::readDataset(cells, bar, cancel);
    if (!data) return fail(data.error());
    TrainingLog log(bar);
    const PauseGate neverPaused;
    auto run = experiment::train(*data, experiment::quickPreset(), folder / "run", {log, bar, cancel, neverPaused});
    if (!run) return fail(run.error());
    const auto report = classifyUnseen(*data, *run, folder / "cases.sqlite", bar, cancel);
    if (!report) return fail(report.error());
    auto written = ui::writeCaseReport(*report, {}, folder / "report.pdf", bar, cancel);
    if (!written) return fail(written.error());
    auto record = experiment::readRun(folder / "run");
    if (!record) return fail(record.error());
    auto runWritten = ui::writeRunReport(report::makeRunReport(std::move(*record)), folder / "run-report.pdf");
    if (!runWritten) return fail(runWritten.error());
    return Outcome{std::move(*run), std::move(*written), std::move(*runWritten)};
}

int demoHeadless(const Options& options, int& argc, char** argv) {
    const auto cancel = stopOnSignal();
    const HeadlessQt qt(argc, argv);
    const fs::path folder = options.out.empty() ? standardFolder() : fs::path(options.out);
    std::error_code code;
    if (fs::exists(folder, code) && !fs::is_empty(folder, code))
        return reportFailure({ErrorCode::AlreadyExists, "is not empty; earlier results are never overwritten", folder, "Choose a new folder with --out."});
    if (auto created = createFolder(folder); !created) return reportFailure(created.error());
    ProgressBar bar;
    const auto outcome = demonstrate(fs::absolute(folder, code), bar, cancel);
    bar.clear();
    if (!outcome) return reportFailure(outcome.error());
    if (options.json) {
        auto json = toJson(outcome->run);
        json["report"] = toUtf8(outcome->caseReport.file);
        json["runReport"] = toUtf8(outcome->runReport.file);
        printJson(json);
    } else {
        printTable(outcome->run);
        std::printf("report: %s\nreport of the run: %s\n", outcome->caseReport.file.c_str(), outcome->runReport.file.c_str());
    }
    return kDone;
}

bool hasDisplay() {
    const auto set = [](const char* name) {
        const char* value = std::getenv(name);
        return value && *value;
    };
    return set("DISPLAY") || set("WAYLAND_DISPLAY");
}

}  // namespace

void addDemo(CLI::App& app, Work& work, int& argc, char** argv) {
    auto* verb = app.add_subcommand("demo", "Draw demonstration cells, train on them, classify unseen ones, write the PDF report");
    const auto options = std::make_shared<Options>();
    verb->add_option("--out", options->out, "Folder to make; otherwise a new one in your data folder");
    verb->add_flag("--headless", options->headless, "Without the window, even where there is a display");
    verb->add_flag("--json", options->json, "One JSON object on standard output; without the window");
    verb->callback([options, &work, &argc, argv] {
        work = [options, &argc, argv]() -> int {
            if (options->json || options->headless || !hasDisplay()) return demoHeadless(*options, argc, argv);
            WindowOptions window;
            window.demo = true;
            window.demoFolder = options->out.empty() ? standardFolder().string() : options->out;
            return runWindow(argc, argv, window);
        };
    });
}

}  // namespace leukolens::cli
