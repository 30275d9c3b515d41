// leukolens selftest: every part answers, here, with its real code.
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/console.h"
#include "app/cli/headless_qt.h"
#include "app/cli/selftest_parity.h"
#include "app/cli/verbs.h"
#include "core/base/files.h"
#include "core/casebook/case_store.h"
#include "core/casebook/classified_cell.h"
#include "core/dataset/demo_cells.h"
#include "core/dataset/demo_field.h"
#include "core/dataset/reader.h"
#include "core/engine/device.h"
#include "core/experiment/run.h"
#include "core/image/decode.h"
#include "core/image/encode.h"
#include "core/report/case_report.h"
#include "core/slide/scan.h"
#include "ui/report/pdf_report.h"

namespace leukolens::cli {
namespace fs = std::filesystem;
namespace {

class Selftest {
public:
    explicit Selftest(fs::path folder) : m_folder(std::move(folder)) {}

    void run() {
        check("device", [this] { return device(); });
        check("cells drawn and read", [this] { return cells(); });
        check("slide opened, cells found", [this] { return slide(); });
        check("image written and decoded", [this] { return image(); });
        for (const ParityCheck& parity : parityChecks()) check(parity.name, [&parity] { return runParityCheck(parity); });
        check("network trained", [this] { return train(); });
        check("cell classified", [this] { return classify(); });
        check("case saved and read", [this] { return saveCase(); });
        check("PDF written", [this] { return pdf(); });
    }

    int passed = 0, failed = 0, skipped = 0;
    nlohmann::json checks = nlohmann::json::array();

private:
    template <class Check>
    void check(const char* name, Check&& work) {
        if (failed > 0) return record(name, {CheckStatus::Skipped, "an earlier check failed"});
        const Outcome outcome = work();
        record(name, outcome ? *outcome : Finding(CheckStatus::Failed, outcome.error().message()));
    }

    void record(const char* name, const Finding& finding) {
        const auto [status, count] = finding.status == CheckStatus::Passed   ? std::pair("passed", &passed)
                                     : finding.status == CheckStatus::Failed ? std::pair("failed", &failed)
                                                                             : std::pair("skipped", &skipped);
        ++*count;
        nlohmann::json entry = {{"name", name}, {"status", status}, {"detail", finding.detail}};
        if (!finding.parity.is_null()) entry["parity"] = finding.parity;
        checks.push_back(std::move(entry));
        say(std::string(status) + ": " + name + " (" + finding.detail + ")");
    }

    Outcome device() {
        const auto device = engine::resolveDevice("auto");
        if (!device) return fail(device.error());
        const auto precision = engine::resolvePrecision("auto", *device);
        if (!precision) return fail(precision.error());
        return engine::describeDevice(*device) + ", " + *precision;
    }

    Outcome cells() {
        dataset::DemoSettings settings;
        settings.cellsPerSubject = 1;
        settings.sizePx = 150;
        if (auto drawn = dataset::writeDemoCells(m_folder / "cells", settings, m_progress, m_cancel); !drawn) return fail(drawn.error());
        auto data = dataset::readDataset(m_folder / "cells", m_progress, m_cancel);
        if (!data) return fail(data.error());
        m_data = std::move(*data);
        return std::to_string(m_data.cells.size()) + " cells of " + std::to_string(m_data.subjects.size()) + " subjects";
    }

    Outcome slide() {
        const auto field = dataset::drawDemoField({.width = 800, .height = 600, .whiteCells = 4});
        const auto png = image::encodePng(field.picture);
        if (!png) return fail(png.error());
        if (const auto written = writeFileAtomically(m_folder / "field.png", *png); !written) return fail(written.error());
        const auto slide = slide::open(m_folder / "field.png", {}, m_progress, m_cancel);
        if (!slide) return fail(slide.error());
        const auto found = slide::scan(**slide, {}, [](std::span<const slide::FoundCell>) {}, m_progress, m_cancel);
        if (!found) return fail(found.error());
        if (found->cells.size() != field.whiteCells.size())
            return fail(ErrorCode::Internal, std::to_string(field.whiteCells.size()) + " cells were drawn, " + std::to_string(found->cells.size()) + " found");
        return std::to_string(found->cells.size()) + " of " + std::to_string(field.whiteCells.size()) + " drawn cells found";
    }

    Outcome image() {
        dataset::DemoSettings settings;
        settings.sizePx = 150;
        const auto drawn = dataset::drawDemoCell(settings, 0, true, 0);
        const auto png = image::encodePng(drawn);
        if (!png) return fail(png.error());
        const auto back = image::decodeBytes(*png, "selftest.png");
        if (!back) return fail(back.error());
        if (back->rgb != drawn.rgb) return fail(ErrorCode::DamagedImage, "a PNG does not come back as it was written");
        return std::to_string(back->width) + " x " + std::to_string(back->height) + " px, every pixel the same";
    }

    Outcome train() {
        experiment::TrainSettings settings;
        settings.folds = 2;
        settings.epochs = 1;
        settings.inputPx = 75;
        settings.batch = 4;
        experiment::NoRunObserver observer;
        const PauseGate neverPaused;
        auto run = experiment::train(m_data, settings, m_folder / "run", {observer, m_progress, m_cancel, neverPaused});
        if (!run) return fail(run.error());
        m_run = std::move(*run);
        return "2 folds, 1 epoch, test loss " + std::to_string(m_run.mean.testLoss);
    }

    Outcome classify() {
        auto predictor = inference::Predictor::load(m_run.folds.front().model, "auto");
        if (!predictor) return fail(predictor.error());
        const auto decoded = image::decodeFile(m_data.cells.front().path);
        if (!decoded) return fail(decoded.error());
        auto predictions = (*predictor)->predict(std::span(&*decoded, 1));
        if (!predictions) return fail(predictions.error());
        double sum = 0;
        for (const double p : predictions->front().probabilities) sum += p;
        if (std::abs(sum - 1) > 1e-3) return fail(ErrorCode::Internal, "probabilities sum to " + std::to_string(sum));
        const inference::FilePrediction result{m_data.cells.front().path, m_data.cells.front().sha256, predictions->front()};
        m_cells = {casebook::classifiedCell(result, (*predictor)->card(), (*predictor)->modelSha256())};
        return (*predictor)->card().classes[static_cast<std::size_t>(predictions->front().classIndex)].name + ", probability " +
               std::to_string(predictions->front().probability);
    }

    Outcome saveCase() {
        const auto store = casebook::CaseStore::open(m_folder / "cases.sqlite");
        if (!store) return fail(store.error());
        const auto id = (*store)->createCase("Selftest");
        if (!id) return fail(id.error());
        if (auto added = (*store)->addCells(*id, m_cells); !added) return fail(added.error());
        const auto summary = (*store)->findCase(*id);
        if (!summary) return fail(summary.error());
        if (summary->cells != 1) return fail(ErrorCode::StoreFailed, "saved 1 cell, found " + std::to_string(summary->cells));
        m_summary = *summary;
        return std::string("1 cell");
    }

    Outcome pdf() {
        const auto written = ui::writeCaseReport(report::makeCaseReport(m_summary, m_cells), {}, m_folder / "report.pdf", m_progress, m_cancel);
        if (!written) return fail(written.error());
        const auto bytes = readFile(written->file, 64u << 20);
        if (!bytes) return fail(bytes.error());
        if (bytes->size() < 5 || std::string(bytes->begin(), bytes->begin() + 5) != "%PDF-") return fail(ErrorCode::WriteFailed, "is no PDF", written->file);
        return std::to_string(written->pages) + " pages, " + std::to_string(bytes->size()) + " bytes";
    }

    fs::path m_folder;
    NoProgress m_progress;
    CancelToken m_cancel = stopOnSignal();
    dataset::Dataset m_data;
    experiment::RunResult m_run;
    std::vector<casebook::CaseCell> m_cells;
    casebook::CaseSummary m_summary;
};

int selftest(bool json, int& argc, char** argv) {
    const HeadlessQt qt(argc, argv);
    std::string pattern = (fs::temp_directory_path() / "leukolens-selftest-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) return reportFailure({ErrorCode::WriteFailed, "no temporary folder could be made", pattern, "Check TMPDIR."});
    Selftest test{fs::path(pattern)};
    test.run();
    std::error_code ignored;
    fs::remove_all(pattern, ignored);
    if (json) {
        printJson({{"passed", test.passed}, {"failed", test.failed}, {"skipped", test.skipped}, {"checks", test.checks}});
    } else {
        std::printf("%d passed, %d failed, %d skipped\n", test.passed, test.failed, test.skipped);
    }
    return test.failed == 0 ? kDone : kFailed;
}

}  // namespace

void addSelftest(CLI::App& app, Work& work, int& argc, char** argv) {
    auto* verb = app.add_subcommand("selftest", "Check that every part of the program answers on this computer");
    const auto json = std::make_shared<bool>(false);
    verb->add_flag("--json", *json, "One JSON object on standard output");
    verb->callback([json, &work, &argc, argv] { work = [json, &argc, argv] { return selftest(*json, argc, argv); }; });
}

}  // namespace leukolens::cli
