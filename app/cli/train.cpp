// leukolens train DIR --out RUN …, also --model all
#include <cstdio>
#include <nlohmann/json.hpp>
#include <sstream>

#include "app/cli/console.h"
#include "app/cli/reading_options.h"
#include "app/cli/setting_options.h"
#include "app/cli/train_all.h"
#include "app/cli/training_output.h"
#include "app/cli/verbs.h"
#include "core/experiment/leak_guard.h"
#include "core/experiment/run.h"
#include "core/experiment/run_data.h"
#include "core/experiment/setting_table.h"

namespace leukolens::cli {
namespace {

struct Options {
    std::string folder, out, settingsFile, acknowledgement;
    SettingOptions settings;
    ReadingOptions reading;
    bool resume = false;
    std::vector<std::string> compared;  ///< networks of a comparison; empty: one is trained
    std::vector<std::string> weights;   ///< of a comparison
    experiment::ResumeOptions how;
    bool json = false;
};

std::string absolute(const std::string& path) {
    std::error_code code;
    const auto found = std::filesystem::absolute(path, code).lexically_normal();
    return code ? path : found.string();
}

/// A run goes on with the settings that it began with: others on the command line are a misunderstanding.
Result<void> requireSameSettings(const Options& options, const experiment::TrainSettings& recorded) {
    if (!options.settingsFile.empty())
        return fail(ErrorCode::InvalidArgument, "--settings is of no use here: the run goes on with its own settings", {}, "Leave it out.");
    auto asked = options.settings.appliedTo(recorded);
    if (!asked) return fail(asked.error());
    // It follows the network, which is what is wrong then.
    if (asked->network != recorded.network) asked->inputPx = recorded.inputPx;
    if (!asked->splitFile.empty() && asked->splitFile != recorded.splitFile) asked->splitFile = absolute(asked->splitFile);
    if (!asked->weightsFile.empty() && asked->weightsFile != recorded.weightsFile) asked->weightsFile = absolute(asked->weightsFile);
    for (const auto& setting : experiment::settingTable()) {
        if (setting.get(*asked) == setting.get(recorded)) continue;
        return fail(ErrorCode::InvalidArgument, std::string("the run has another value of ") + setting.key + " than the command line asks for", options.out,
                    "Leave that option out, or start a new run.");
    }
    return {};
}

/// Not yet looked through.
Result<experiment::TrainSettings> settingsGiven(const Options& options) {
    experiment::TrainSettings base;
    if (!options.settingsFile.empty()) {
        const auto read = experiment::trainSettingsFromFile(options.settingsFile, base);
        if (!read) return fail(read.error());
        base = *read;
    }
    auto settings = options.settings.appliedTo(base);
    if (!settings) return settings;
    // The run is resumed from anywhere.
    if (!settings->weightsFile.empty()) settings->weightsFile = absolute(settings->weightsFile);
    if (!settings->splitFile.empty()) settings->splitFile = absolute(settings->splitFile);
    return settings;
}

Result<experiment::TrainSettings> settingsFor(const Options& options) {
    auto settings = settingsGiven(options);
    if (!settings) return settings;
    if (auto valid = experiment::validate(*settings); !valid) return fail(valid.error());
    return settings;
}

/// Everything said about the command line comes before the images are read, which takes its time.
struct Asked {
    std::filesystem::path data;
    experiment::TrainSettings settings;
    std::optional<experiment::RunRecord> run;  ///< that goes on
};

Result<Asked> whatIsAsked(const Options& options) {
    if (auto valid = experiment::checkAcknowledgement(options.acknowledgement); !valid) return fail(valid.error());
    if (!options.resume) {
        const auto settings = settingsFor(options);
        if (!settings) return fail(settings.error());
        if (const auto sound = options.reading.choices(); !sound) return fail(sound.error());
        return Asked{absolute(options.folder), *settings, std::nullopt};
    }
    auto record = experiment::readRun(options.out);
    if (!record) return fail(record.error());
    if (auto same = requireSameSettings(options, record->result.settings); !same) return fail(same.error());
    if (auto same = options.reading.requireSame(record->readAs, options.out); !same) return fail(same.error());
    const auto settings = record->result.settings;
    return Asked{options.folder.empty() ? record->dataSource : std::filesystem::path(options.folder), settings, std::move(*record)};
}

/// "all", or names with commas between; of one name nothing.
std::vector<std::string> networksCompared(const std::string& text) {
    if (text == "all") return experiment::comparableNetworks();
    std::vector<std::string> names;
    if (text.find(',') == std::string::npos) return names;
    std::istringstream stream(text);
    for (std::string name; std::getline(stream, name, ',');) names.push_back(name);
    return names;
}

Result<TrainAllRequest> whatIsCompared(const Options& options) {
    if (options.how.extraEpochs > 0 || options.how.acceptChangedData) return fail(ErrorCode::InvalidArgument, "a comparison of models can only be gone on with as it began", options.out, "Use --resume alone.");
    TrainAllRequest request{options.folder, options.out, {}, options.compared, {}, options.acknowledgement, options.reading, options.resume, options.json};
    if (!request.data.empty()) request.data = absolute(options.folder);
    for (const auto& file : options.weights) request.weights.push_back(absolute(file));
    if (!options.resume) {
        const auto settings = settingsGiven(options);
        if (!settings) return fail(settings.error());
        if (auto comparable = experiment::checkComparable(*settings); !comparable) return fail(comparable.error());
        if (const auto sound = options.reading.choices(); !sound) return fail(sound.error());
        request.settings = *settings;
        return request;
    }
    const auto comparison = experiment::readComparison(options.out);
    if (!comparison) return fail(comparison.error());
    if (!options.weights.empty()) return fail(ErrorCode::InvalidArgument, "--weights is of no use here: the comparison goes on with its own", options.out, "Leave it out.");
    if (auto same = requireSameSettings(options, comparison->settings); !same) return fail(same.error());
    return request;
}

int compareAll(const Options& options) {
    if (auto valid = experiment::checkAcknowledgement(options.acknowledgement); !valid) return reportFailure(valid.error());
    const auto request = whatIsCompared(options);
    return request ? trainAll(*request) : reportFailure(request.error());
}

int train(const Options& options) {
    if (!options.compared.empty() || (options.resume && experiment::holdsComparison(options.out))) return compareAll(options);
    const auto cancel = stopOnSignal();
    const auto asked = whatIsAsked(options);
    if (!asked) return reportFailure(asked.error());
    ProgressBar bar;
    const auto data = asked->run ? experiment::readDataOfRun(*asked->run, asked->data, bar, cancel) : options.reading.read(asked->data, bar, cancel);
    if (!data) {
        bar.clear();
        return reportFailure(data.error());
    }
    bar.clear();
    sayProblems(*data);
    TrainingLog log(bar);
    const PauseGate neverPaused;
    const experiment::RunControl control{log, bar, cancel, neverPaused};
    const auto result = options.resume ? experiment::resume(*data, options.out, options.how, control) : experiment::train(*data, asked->settings, options.out, control, {options.acknowledgement});
    bar.clear();
    if (!result) return reportTrainingFailure(result.error());
    if (options.json) {
        printJson(toJson(*result));
    } else {
        printTable(*result);
    }
    return kDone;
}

}  // namespace

void addTrain(CLI::App& app, Work& work) {
    auto* verb = app.add_subcommand("train", "Train a network fold by fold into a run folder, or go on with a run");
    const auto options = std::make_shared<Options>();
    verb->add_option("DIR", options->folder, "C-NMC folder, a folder with one subfolder a class, or a table (CSV, TSV) of images; with --resume only if the data have moved");
    verb->add_option("--out", options->out, "Run folder: a new one, or with --resume and --extend the one to go on with")->required();
    verb->add_option("--settings", options->settingsFile, "File of settings (JSON); what is given here as an option wins over it");
    verb->add_flag("--resume", options->resume, "Go on with a run that was stopped or killed");
    verb->add_option("--extend", options->how.extraEpochs, "Train a finished run for so many epochs more")->check(CLI::Range(1, 1000));
    verb->add_flag("--accept-changed-data", options->how.acceptChangedData, "Go on although the data are not those that the run began with");
    verb->add_option("--acknowledge-leaks", options->acknowledgement,
                     "Train although a picture is in training and in test: a sentence that says why, recorded in the run and printed in its report");
    verb->add_flag("--json", options->json, "One JSON object on standard output");
    options->reading.addTo(*verb);
    options->settings.addTo(*verb);
    verb->get_option("--model")->description("Which network is trained; all, or several names with commas between: these over the same split, then one table (comparison.json, comparison.csv)");
    verb->get_option("--weights")->description("Weights to start from (.leukomodel, .pth or .safetensors); given with several networks, more than once if you like: those that they fit are trained from them too");
    verb->callback([options, &work] {
        options->compared = networksCompared(options->settings.given("network"));
        if (!options->compared.empty()) {
            options->settings.takeAll("network");
            options->weights = options->settings.takeAll("weightsFile");
        }
        options->resume = options->resume || options->how.extraEpochs > 0;
        if (!options->resume && options->folder.empty()) throw CLI::RequiredError("DIR");
        if (!options->resume && options->how.acceptChangedData) throw CLI::RequiresError("--accept-changed-data", "--resume");
        if (options->resume && !options->acknowledgement.empty()) throw CLI::ExcludesError("--acknowledge-leaks", "--resume");
        work = [options] { return train(*options); };
    });
}

}  // namespace leukolens::cli
