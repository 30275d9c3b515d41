#include "core/experiment/run.h"

#include <algorithm>

#include "core/engine/device.h"
#include "core/experiment/leak_guard.h"
#include "core/experiment/notices.h"
#include "core/experiment/planned_split.h"
#include "core/experiment/run_data.h"
#include "core/experiment/run_loop.h"
#include "core/experiment/start_weights.h"
#include "core/nn/network_info.h"

namespace leukolens::experiment {
namespace {

constexpr int kAuxiliaryNeedsPx = 299;

/// Things to know before the first epoch.
std::vector<std::string> noticesFor(const TrainSettings& settings, const dataset::Dataset& dataset) {
    std::vector<std::string> notices;
    const auto info = nn::networkInfo(settings.network);
    if (info && !info->auxiliary.empty() && settings.inputPx < kAuxiliaryNeedsPx && settings.auxiliaryWeight > 0 && settings.frozenUpTo != engine::kWholeTrunk)
        notices.push_back("The auxiliary head is not run at " + std::to_string(settings.inputPx) + " px (it needs " + std::to_string(kAuxiliaryNeedsPx) + "): its loss counts 0.");
    if (settings.protocol == dataset::Protocol::Paper)
        notices.emplace_back(kOptimisticNotice);
    if (settings.protocol == dataset::Protocol::Own && !dataset.hasSubjects())
        notices.emplace_back("The split is a table's, and no subject is known: nothing shows that patients are kept apart.");
    if (settings.protocol == dataset::Protocol::Official && !dataset.external.empty())
        notices.push_back("External test: " + std::to_string(dataset.external.size()) + " cells of validation_data, which never train.");
    if (!dataset.corrections.empty()) {
        const auto excluded = std::ranges::count(dataset.corrections, dataset::Correction::Kind::Exclude, &dataset::Correction::kind);
        notices.push_back("Labels were changed by hand: " + std::to_string(static_cast<std::ptrdiff_t>(dataset.corrections.size()) - excluded) + " cells relabelled, " +
                          std::to_string(excluded) + " left out (corrections.json).");
    }
    if (!dataset.decisions.empty())
        notices.push_back("Pictures that look the same were decided upon by hand: " + std::to_string(dataset.decisions.all().size()) + " pairs (duplicates.json).");
    if (!dataset.problems.empty())
        notices.push_back(std::to_string(dataset.problems.size()) + " problems were found in the data; see leukolens dataset check.");
    return notices;
}

/// Everything that can be refused is refused before the run folder is touched.
struct Prepared {
    std::string device, precision;
    dataset::Split split;
    LeakRecord leaks;
    std::optional<inference::OpenedModel> startWeights;
};

Result<Prepared> prepare(const dataset::Dataset& dataset, const TrainSettings& settings, const TrainOptions& options, const RunControl& control) {
    const auto device = engine::resolveDevice(settings.device);
    if (!device) return fail(device.error());
    const auto precision = engine::resolvePrecision(settings.precision, *device);
    if (!precision) return fail(precision.error());
    auto split = plannedSplit(dataset, settings);
    if (!split) return fail(split.error());
    for (const auto& fold : split->folds)
        if (fold.train.size() < 2) return fail(ErrorCode::EmptyDataset, "a fold has fewer than 2 cells to train on", dataset.root, "Add images.");
    auto startWeights = openStartWeights(settings, {});
    if (!startWeights) return fail(startWeights.error());
    auto leaks = guardAgainstLeaks(dataset, *split, options.leakAcknowledgement, control.progress, control.cancel);
    if (!leaks) return fail(leaks.error());
    return Prepared{*device, *precision, std::move(*split), std::move(*leaks), std::move(*startWeights)};
}

}  // namespace

Result<RunResult> train(const dataset::Dataset& dataset, const TrainSettings& asked, const std::filesystem::path& folder, const RunControl& control,
                        const TrainOptions& options) {
    if (auto valid = validate(asked); !valid) return fail(valid.error());
    const TrainSettings settings = settled(asked);
    auto prepared = prepare(dataset, settings, options, control);
    if (!prepared) return fail(prepared.error());
    auto files = RunFiles::create(folder);
    if (!files) return fail(files.error());
    RunResult result;
    result.folder = files->folder();
    result.settings = settings;
    result.settings.folds = static_cast<int>(prepared->split.folds.size());
    result.device = prepared->device;
    result.precision = prepared->precision;
    result.notices = noticesFor(settings, dataset);
    if (const auto notice = prepared->leaks.notice(); !notice.empty()) result.notices.push_back(notice);
    if (auto written = files->writeSplit(dataset, prepared->split); !written) return fail(written.error());
    if (auto written = writeChanges(files->folder(), dataset); !written) return fail(written.error());
    if (auto written = files->writeLeaks(dataset, prepared->leaks); !written) return fail(written.error());
    if (auto written = writeFacts(files->folder(), dataset); !written) return fail(written.error());
    if (auto written = files->writeOutcome(result); !written) return fail(written.error());
    // Last: with it the folder is a run that can go on.
    if (auto written = files->writeSettings(result.settings, result.device, result.precision, dataset); !written) return fail(written.error());
    for (const auto& notice : result.notices) {
        control.observer.onNotice(notice);
        files->log(notice);
    }
    RunPlan plan{dataset, prepared->split, std::move(prepared->startWeights), {}, {}, {}};
    for (int number = 1; number <= static_cast<int>(prepared->split.folds.size()); ++number) plan.foldsToDo.push_back(number);
    if (auto done = runFolds(std::move(plan), *files, control, result); !done) return fail(done.error());
    return result;
}

}  // namespace leukolens::experiment
