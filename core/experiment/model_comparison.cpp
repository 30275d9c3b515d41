#include "core/experiment/model_comparison.h"

#include <algorithm>
#include <map>

#include "core/base/files.h"
#include "core/dataset/fingerprint.h"
#include "core/experiment/comparison_file.h"
#include "core/experiment/leak_guard.h"
#include "core/experiment/planned_split.h"
#include "core/experiment/presets.h"
#include "core/experiment/run_data.h"
#include "core/inference/opened_model.h"
#include "core/nn/registry.h"

namespace leukolens::experiment {
namespace fs = std::filesystem;
namespace {

/// The network whose files of weights this one starts from.
const std::string& weightsNetwork(const nn::NetworkInfo& info) { return info.trunk.empty() ? info.name : info.trunk; }

Result<void> requireUnused(const fs::path& folder) {
    std::error_code code;
    if (!fs::exists(folder, code)) return {};
    if (!fs::is_directory(folder, code)) return fail(ErrorCode::AlreadyExists, "is a file, a comparison needs a folder", folder, "Choose a new folder.");
    const bool empty = fs::is_empty(folder, code);
    if (code) return fail(errorFromErrno(code.value(), folder, true));
    if (!empty) return fail(ErrorCode::AlreadyExists, "is not empty; earlier results are never overwritten", folder, "Choose a new folder, or go on with the comparison in it.");
    return {};
}

Result<Initialisation> initialisationOf(const ComparisonEntry& entry) {
    if (entry.weightsFile.empty()) return Initialisation::Random;
    const auto opened = inference::openModel(entry.weightsFile);
    if (!opened) return fail(opened.error());
    const auto info = nn::networkInfo(entry.network);
    if (!info) return fail(info.error());
    return isImageNetWeights(weightsNetwork(*info), opened->inspection.sha256) ? Initialisation::ImageNet : Initialisation::OtherWeights;
}

Result<std::vector<ComparedRow>> rowsOf(const std::vector<ComparisonEntry>& entries, const TrainSettings& base, int classes) {
    std::vector<ComparedRow> rows;
    std::map<std::string, int> withWeights;
    for (const auto& entry : entries) {
        ComparedRow row;
        row.name = entry.network;
        row.entry = entry;
        if (!entry.weightsFile.empty()) {
            const int number = ++withWeights[entry.network];
            row.name += number == 1 ? "-weights" : "-weights-" + std::to_string(number);
        }
        if (std::ranges::find(rows, row.name, &ComparedRow::name) != rows.end()) return fail(ErrorCode::InvalidArgument, entry.network + " is to be trained twice in the same way", {}, "Name each network once.");
        const auto settings = settingsOf(entry, base);
        if (!settings) return fail(settings.error());
        const auto initialisation = initialisationOf(entry);
        if (!initialisation) return fail(initialisation.error());
        const auto parameters = nn::parameterCount(entry.network, classes);
        if (!parameters) return fail(parameters.error());
        row.initialisation = *initialisation;
        row.inputPx = settings->inputPx;
        row.learningRate = settings->learningRate;
        row.parameters = *parameters;
        rows.push_back(std::move(row));
    }
    rows.emplace_back().name = "ensemble";
    return rows;
}

}  // namespace

bool ModelComparison::finished() const {
    return std::ranges::all_of(rows, [](const ComparedRow& row) { return row.state == RowState::Done; });
}

std::vector<std::string> comparableNetworks() {
    std::vector<std::string> names;
    for (const auto& entry : nn::networks()) names.push_back(entry.info.name);
    return names;
}

Result<std::vector<ComparisonEntry>> entriesOf(const std::vector<std::string>& networks, const std::vector<std::string>& weights) {
    std::vector<std::pair<std::string, std::string>> files;  // of which network, file
    for (const auto& file : weights) {
        const auto opened = inference::openModel(file);
        if (!opened) return fail(opened.error());
        files.emplace_back(opened->inspection.network, file);
    }
    std::vector<ComparisonEntry> entries;
    std::vector<bool> used(files.size(), false);
    for (const auto& network : networks) {
        const auto info = nn::networkInfo(network);
        if (!info) return fail(info.error());
        entries.push_back({network, {}});
        for (std::size_t i = 0; i < files.size(); ++i) {
            if (files[i].first != weightsNetwork(*info)) continue;
            entries.push_back({network, files[i].second});
            used[i] = true;
        }
    }
    for (std::size_t i = 0; i < files.size(); ++i)
        if (!used[i]) return fail(ErrorCode::InvalidArgument, "holds weights of " + files[i].first + ", which is not among the networks that are compared", files[i].second, "Leave the file out, or compare that network too.");
    return entries;
}

Result<void> checkComparable(const TrainSettings& base) {
    if (!base.frozenUpTo.empty())
        return fail(ErrorCode::InvalidArgument, "layers are frozen, and each network has its own", {}, "Compare whole trainings: freeze nothing.");
    if (!base.weightsFile.empty())
        return fail(ErrorCode::InvalidArgument, "the settings name weights, which fit one network alone", {}, "Give the weights to the comparison: the networks that they fit get a row more.");
    return validate(base);
}

Result<TrainSettings> settingsOf(const ComparisonEntry& entry, const TrainSettings& base) {
    const auto info = nn::networkInfo(entry.network);
    if (!info) return fail(info.error());
    TrainSettings settings = withNetwork(base, entry.network);
    settings.weightsFile = entry.weightsFile;
    // What is fitted takes the cells as they are; refusing the whole comparison for that would help nobody.
    if (info->isFitted()) settings.classBalance = ClassBalance::None;
    if (const double most = comparedNetwork(entry.network).mostLearningRate; most > 0) settings.learningRate = std::min(base.learningRate, most);
    if (auto valid = validate(settings); !valid) return fail(valid.error());
    return settled(settings);
}

Result<ModelComparison> beginComparison(const dataset::Dataset& dataset, const TrainSettings& base, const std::vector<ComparisonEntry>& entries, const fs::path& folder, const TrainOptions& options,
                                        const evaluation::BootstrapOptions& bootstrap, ProgressSink& progress, const CancelToken& cancel) {
    if (entries.size() < 2) return fail(ErrorCode::InvalidArgument, "fewer than two networks are to be compared", {}, "Choose two at least.");
    if (auto comparable = checkComparable(base); !comparable) return fail(comparable.error());
    if (auto sound = evaluation::checkOptions(bootstrap); !sound) return fail(sound.error());
    if (auto unused = requireUnused(folder); !unused) return fail(unused.error());
    const auto split = plannedSplit(dataset, base);
    if (!split) return fail(split.error());
    ModelComparison comparison;
    std::error_code code;
    comparison.folder = fs::absolute(folder, code).lexically_normal();
    comparison.settings = base;
    comparison.settings.folds = static_cast<int>(split->folds.size());
    comparison.options = options;
    comparison.bootstrap = bootstrap;
    comparison.classes = dataset.classes;
    comparison.dataSource = dataset.source.empty() ? dataset.root : dataset.source;
    comparison.readAs = dataset.readAs;
    comparison.dataSha256 = dataset::fingerprint(dataset);
    comparison.keys = comparedFigures(dataset.classes.size());
    auto rows = rowsOf(entries, comparison.settings, static_cast<int>(dataset.classes.size()));
    if (!rows) return fail(rows.error());
    comparison.rows = std::move(*rows);
    if (auto leaks = guardAgainstLeaks(dataset, *split, options.leakAcknowledgement, progress, cancel); !leaks) return fail(leaks.error());
    if (auto made = createFolder(comparison.folder); !made) return fail(made.error());
    if (auto written = writeFacts(comparison.folder, dataset); !written) return fail(written.error());
    if (auto written = writeChanges(comparison.folder, dataset); !written) return fail(written.error());
    if (auto written = writeComparison(comparison); !written) return fail(written.error());
    return comparison;
}

RunRecord dataOf(const ModelComparison& comparison) {
    RunRecord record;
    record.result.folder = comparison.folder;
    record.dataSource = comparison.dataSource;
    record.readAs = comparison.readAs;
    return record;
}

}  // namespace leukolens::experiment
