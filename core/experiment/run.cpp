#include "core/experiment/run.h"

#include "core/dataset/fingerprint.h"
#include "core/engine/device.h"
#include "core/experiment/fold_training.h"
#include "core/experiment/history.h"
#include "core/experiment/load_pixels.h"
#include "core/experiment/run_files.h"
#include "core/inference/opened_model.h"

namespace leukolens::experiment {
namespace {

constexpr int kAuxiliaryNeedsPx = 299;

/// Things to know before the first epoch.
std::vector<std::string> noticesFor(const TrainSettings& settings, const dataset::Dataset& dataset) {
    std::vector<std::string> notices;
    if (settings.inputPx < kAuxiliaryNeedsPx && settings.auxiliaryWeight > 0)
        notices.push_back("The auxiliary head is not run at " + std::to_string(settings.inputPx) + " px (it needs " + std::to_string(kAuxiliaryNeedsPx) + "): its loss counts 0.");
    if (settings.protocol == dataset::Protocol::Paper)
        notices.emplace_back("Optimistic: patients are shared between training and test.");
    if (!dataset.problems.empty())
        notices.push_back(std::to_string(dataset.problems.size()) + " problems were found in the data; see leukolens dataset check.");
    return notices;
}

/// Everything that can be refused is refused before the run folder is touched.
struct Prepared {
    std::string device, precision;
    dataset::Split split;
    std::optional<weights::WeightsFile> startWeights;
};

Result<Prepared> prepare(const dataset::Dataset& dataset, const TrainSettings& settings) {
    if (auto valid = validate(settings); !valid) return fail(valid.error());
    const auto device = engine::resolveDevice(settings.device);
    if (!device) return fail(device.error());
    const auto precision = engine::resolvePrecision(settings.precision, *device);
    if (!precision) return fail(precision.error());
    auto split = dataset::makeSplit(dataset, settings.protocol, settings.folds, settings.seed);
    if (!split) return fail(split.error());
    if (auto proof = dataset::verifySplit(dataset, *split); !proof) return fail(proof.error());
    for (const auto& fold : split->folds)
        if (fold.train.size() < 2) return fail(ErrorCode::EmptyDataset, "a fold has fewer than 2 cells to train on", dataset.root, "Add images.");
    std::optional<weights::WeightsFile> startWeights;
    if (!settings.weightsFile.empty()) {
        auto opened = inference::openModel(settings.weightsFile);
        if (!opened) return fail(opened.error());
        if (opened->inspection.network != settings.network)
            return fail(ErrorCode::WeightsMismatch, "holds weights of " + opened->inspection.network + ", not of " + settings.network, settings.weightsFile, "Choose weights of this network.");
        startWeights = std::move(opened->weights);
    }
    return Prepared{*device, *precision, std::move(*split), std::move(startWeights)};
}

}  // namespace

Result<RunResult> train(const dataset::Dataset& dataset, const TrainSettings& settings, const std::filesystem::path& folder, RunObserver& observer,
                        ProgressSink& progress, const CancelToken& cancel) {
    const auto prepared = prepare(dataset, settings);
    if (!prepared) return fail(prepared.error());
    auto files = RunFiles::create(folder);
    if (!files) return fail(files.error());
    RunResult result;
    result.folder = files->folder();
    result.settings = settings;
    result.device = prepared->device;
    result.precision = prepared->precision;
    result.notices = noticesFor(settings, dataset);
    if (auto written = files->writeSettings(settings, result.device, result.precision, dataset); !written) return fail(written.error());
    if (auto written = files->writeSplit(dataset, prepared->split); !written) return fail(written.error());
    for (const auto& notice : result.notices) {
        observer.onNotice(notice);
        if (auto logged = files->log(notice); !logged) return fail(logged.error());
    }
    const auto store = loadPixels(dataset, settings.inputPx, progress, cancel);
    if (!store) return fail(store.error());

    FoldContext context{dataset, settings, result.device, result.precision, **store, *files, observer, progress, cancel, 0, 0,
                        dataset::fingerprint(dataset), prepared->startWeights, result.notices, {}};
    for (const auto& fold : prepared->split.folds) context.cellsTotal += cellsToProcess(fold, settings);
    for (std::size_t i = 0; i < prepared->split.folds.size(); ++i) {
        auto record = trainFold(context, prepared->split.folds[i], static_cast<int>(i) + 1);
        result.weights = context.weights;
        if (!record) {
            // The log line is a courtesy; the error itself is what counts.
            (void)files->log((record.error().code == ErrorCode::Cancelled ? "stopped: " : "failed: ") + record.error().message());
            (void)files->writeOutcome(result);
            return fail(record.error());
        }
        result.folds.push_back(*record);
        if (auto written = files->writeFolds(result.folds); !written) return fail(written.error());
        if (auto written = files->writeOutcome(result); !written) return fail(written.error());
        if (auto logged = files->log("fold " + std::to_string(record->fold) + " done, best epoch " + std::to_string(record->bestEpoch)); !logged)
            return fail(logged.error());
        observer.onFold(*record);
    }
    result.mean = meanOf(result.folds);
    return result;
}

}  // namespace leukolens::experiment
