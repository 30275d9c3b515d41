// leukolens evaluate RUN …, leukolens compare RUN RUN…
#include <nlohmann/json.hpp>

#include "app/cli/console.h"
#include "app/cli/evaluation_output.h"
#include "app/cli/headless_qt.h"
#include "app/cli/verbs.h"
#include "core/base/files.h"
#include "core/evaluation/evaluation_json.h"
#include "core/experiment/predict_run.h"
#include "ui/figures/fold_figures.h"

namespace leukolens::cli {
namespace {

struct Options {
    std::string run, data, figures;
    std::vector<std::string> runs;
    experiment::EvaluationChoices choices;
    bool lock = false, map = false, learningCurve = false, sharedOnly = false, json = false;
};

void addChoices(CLI::App& verb, Options& options) {
    verb.add_option("--positive", options.choices.positiveClass, "Class that sensitivity and threshold are of; otherwise the blast class");
    verb.add_option("--resamples", options.choices.bootstrap.resamples, "Of the bootstrap")->check(CLI::Range(10, 100'000))->capture_default_str();
    verb.add_option("--seed", options.choices.bootstrap.seed, "Of the bootstrap")->capture_default_str();
    verb.add_flag("--json", options.json, "One JSON object on standard output");
}

nlohmann::json asJson(const experiment::LockedDecisions& locked) {
    nlohmann::json folds = nlohmann::json::array();
    const auto orNull = [](const std::optional<double>& value) { return value ? nlohmann::json(*value) : nlohmann::json(nullptr); };
    for (const auto& fold : locked.folds) folds.push_back({{"fold", fold.fold}, {"temperature", orNull(fold.temperature)}, {"threshold", orNull(fold.threshold)}, {"sha256", fold.sha256}});
    return folds;
}

/// Makes the answers anew where data are named, and reads them.
Result<evaluation::EvaluationInput> answersOf(const experiment::RunRecord& record, const Options& options, ProgressSink& progress, const CancelToken& cancel) {
    if (!options.data.empty())
        if (auto made = experiment::predictRun(record, options.data, progress, cancel); !made) return fail(made.error());
    return experiment::evaluationInput(record, options.choices);
}

/// evaluation.json is a copy of what is told anyway: where it cannot be written (a run on a read-only disk, or of somebody else), that is said, and the rest is done.
bool keep(const experiment::RunRecord& record, const evaluation::Evaluation& evaluation) {
    const auto written = experiment::writeEvaluation(record, evaluation);
    if (!written) say("warning: the evaluation is not kept: " + written.error().message());
    return written.has_value();
}

/// The window's figures, and the paper's 4 to 6.
Result<int> drawFigures(const experiment::RunRecord& record, const evaluation::EvaluationInput& input, const evaluation::Evaluation& evaluation, const std::filesystem::path& folder, ProgressBar& bar,
                        const CancelToken& cancel) {
    const auto studies = experiment::readRunStudies(record);
    if (!studies) return fail(studies.error());
    auto written = ui::writeAllFigures(ui::figuresOfRun(record, evaluation, input.test, *studies), folder, bar, cancel);
    bar.clear();
    if (written) say(std::to_string(*written) + " figure files: " + toUtf8(folder));
    return written;
}

/// Maps and learning curve, from the run's data where they were or are said to be.
Result<void> makeStudies(const experiment::RunRecord& record, const Options& options, ProgressSink& progress, const CancelToken& cancel) {
    const std::filesystem::path source = options.data.empty() ? record.dataSource : std::filesystem::path(options.data);
    if (options.map)
        for (const int fold : experiment::foldsToMap(record))
            if (auto map = experiment::makeRunMap(record, fold, source, progress, cancel); !map) return fail(map.error());
    if (!options.learningCurve) return {};
    const auto curve = experiment::makeLearningCurve(record, source, {options.choices.bootstrap, options.choices.positiveClass}, progress, cancel);
    if (!curve) return fail(curve.error());
    return {};
}

int evaluate(const Options& options) {
    const auto cancel = stopOnSignal();
    const auto record = experiment::readRun(options.run);
    if (!record) return reportFailure(record.error());
    ProgressBar bar;
    const auto input = answersOf(*record, options, bar, cancel);
    bar.clear();
    if (!input) return reportFailure(input.error());
    const auto result = evaluation::evaluate(*input, bar, cancel);
    bar.clear();
    if (!result) return reportFailure(result.error());
    bool kept = keep(*record, *result);
    const auto studied = makeStudies(*record, options, bar, cancel);
    bar.clear();
    if (!studied) return reportFailure(studied.error());
    if (!options.figures.empty())
        if (auto drawn = drawFigures(*record, *input, *result, options.figures, bar, cancel); !drawn) return reportFailure(drawn.error());
    std::optional<experiment::LockedDecisions> locked;
    if (options.lock) {
        auto done = experiment::lockDecisions(*record, *result);
        if (!done) return reportFailure(done.error());
        locked = std::move(*done);
        // The models' checksums are others now.
        kept = keep(*record, *result);
    }
    if (options.json) {
        auto json = toJson(*result);
        json["run"] = toUtf8(record->result.folder);
        if (locked) json["locked"] = asJson(*locked);
        printJson(json);
        return kDone;
    }
    printEvaluation(*record, *result);
    if (kept) say("All figures: " + toUtf8(record->result.folder / experiment::kEvaluationFile));
    if (locked) say("Temperature and threshold are in the models of " + std::to_string(locked->folds.size()) + " folds now.");
    return kDone;
}

/// Every run against the first one.
int compare(const Options& options) {
    const auto cancel = stopOnSignal();
    std::vector<experiment::RunRecord> records;
    for (const auto& folder : options.runs) {
        auto record = experiment::readRun(folder);
        if (!record) return reportFailure(record.error());
        records.push_back(std::move(*record));
    }
    nlohmann::json json;
    ProgressBar bar;
    for (std::size_t i = 1; i < records.size(); ++i) {
        const auto comparison = experiment::compareRuns(records[0], records[i], options.choices, options.sharedOnly, bar, cancel);
        bar.clear();
        if (!comparison) return reportFailure(comparison.error());
        const auto settings = experiment::differingSettings(records[0].result.settings, records[i].result.settings);
        if (options.json) {
            auto entry = toJson(*comparison, records[0].classes);
            entry["settings"] = nlohmann::json::object();
            for (const auto& difference : settings) entry["settings"][difference.key] = {nlohmann::json::parse(difference.first), nlohmann::json::parse(difference.second)};
            entry["runs"] = {options.runs[0], options.runs[i]};
            if (i == 1) json = entry;
            if (records.size() > 2) json["comparisons"].push_back(std::move(entry));
        } else {
            say("First: " + options.runs[0] + ", second: " + options.runs[i]);
            printComparison(settings, *comparison, records[0].classes);
        }
    }
    if (options.json) printJson(json);
    return kDone;
}

}  // namespace

void addEvaluate(CLI::App& app, Work& work, int& argc, char** argv) {
    auto* verb = app.add_subcommand("evaluate", "Figures of a run with intervals, curves, calibration, a row a subject");
    const auto options = std::make_shared<Options>();
    verb->add_option("RUN", options->run, "Run folder. evaluation.json is written into it; where that cannot be done, a warning says so")->required();
    verb->add_option("--data", options->data, "The run's data: its models answer anew for its validation and test cells");
    verb->add_option("--sensitivity", options->choices.sensitivity, "That each fold's threshold is to reach on its validation subjects")->check(CLI::Range(0.01, 1.0))->capture_default_str();
    verb->add_option("--figures", options->figures, "Folder for every figure as PDF, SVG, PNG and CSV; files of the same names are replaced");
    verb->add_flag("--map", options->map, "Lay the test cells out by what the network sees of them: map.json");
    verb->add_flag("--learning-curve", options->learningCurve, "Train on 10 to 80 % of the training subjects too: learning-curve.json; as long as about two trainings, goes on where it was stopped");
    verb->add_flag("--lock", options->lock, "Write each fold's temperature and threshold into its model");
    addChoices(*verb, *options);
    verb->callback([options, &work, &argc, argv] {
        work = [options, &argc, argv] {
            std::optional<HeadlessQt> qt;
            if (!options->figures.empty()) qt.emplace(argc, argv);
            return evaluate(*options);
        };
    });
}

void addCompare(CLI::App& app, Work& work) {
    auto* verb = app.add_subcommand("compare", "Differences of settings and figures between runs, paired over subjects");
    const auto options = std::make_shared<Options>();
    verb->add_option("RUN", options->runs, "Run folders: each is compared with the first")->required()->expected(2, 20);
    verb->add_flag("--shared-only", options->sharedOnly, "Compare over the subjects that both runs tested, though each tested others too");
    addChoices(*verb, *options);
    verb->callback([options, &work] { work = [options] { return compare(*options); }; });
}

}  // namespace leukolens::cli
