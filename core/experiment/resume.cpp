// Going on with a run that was stopped, killed or finished.
#include <algorithm>

#include "core/dataset/fingerprint.h"
#include "core/engine/device.h"
#include "core/experiment/run.h"
#include "core/experiment/run_data.h"
#include "core/experiment/run_loop.h"
#include "core/experiment/start_weights.h"

namespace leukolens::experiment {
namespace {

int foldCount(const RunRecord& record) { return record.result.settings.folds; }

Result<void> requireSense(const RunRecord& record, const ResumeOptions& options) {
    const auto& folder = record.result.folder;
    if (options.extraEpochs < 0 || options.extraEpochs > kMaxExtraEpochs)
        return fail(ErrorCode::InvalidArgument, std::to_string(options.extraEpochs) + " more epochs were asked for, expected 1 to " + std::to_string(kMaxExtraEpochs), {},
                    "Choose another number.");
    if (options.extraEpochs > 0 && networkOf(record.result.settings).isFitted())
        return fail(ErrorCode::InvalidArgument, "was fitted at once, so there are no more epochs to train", folder, "Start a new run.");
    if (record.finished && options.extraEpochs == 0)
        return fail(ErrorCode::InvalidArgument, "is finished: nothing is left to resume", folder, "To train on, extend it by some epochs.");
    if (!record.finished && options.extraEpochs > 0)
        return fail(ErrorCode::InvalidArgument, "is not finished, so it cannot be extended yet", folder, "Resume it first; extend it when it is done.");
    return {};
}

/// The folds that the run has not finished, its last extension counted.
std::vector<int> foldsToDo(const RunRecord& record, const std::vector<ExtensionRecord>& extensions) {
    std::vector<int> numbers;
    for (int number = 1; number <= foldCount(record); ++number) {
        const auto done = std::ranges::find(record.result.folds, number, &FoldRecord::fold);
        const int before = extensions.empty() ? 0 : extensions.back().from.at(static_cast<std::size_t>(number - 1));
        if (done == record.result.folds.end() || done->epochs <= before) numbers.push_back(number);
    }
    return numbers;
}

/// Curves of finished folds that history.csv lost are in their checkpoints.
void restoreHistory(RunRecord& record, const RunFiles& files) {
    for (const FoldRecord& fold : record.result.folds) {
        const auto isOfFold = [&](const EpochRecord& row) { return row.fold == fold.fold; };
        if (std::ranges::count_if(record.history, isOfFold) >= fold.epochs) continue;
        std::vector<std::string> passedOver;
        const auto checkpoint = files.checkpoints(fold.fold).newest(fold.fold, settingsHash(record.result.settings), passedOver);
        if (!checkpoint) continue;
        std::erase_if(record.history, isOfFold);
        record.history.insert(record.history.end(), checkpoint->facts.history.begin(), checkpoint->facts.history.end());
    }
    std::ranges::stable_sort(record.history, {}, &EpochRecord::fold);
}

/// Weights that no fold needs any more may be gone: each has a checkpoint, and no trunk is frozen.
Result<std::optional<inference::OpenedModel>> weightsIfNeeded(const RunRecord& record, const RunFiles& files, const std::vector<int>& folds) {
    auto opened = openStartWeights(record.result.settings, files.folder());
    if (opened) return opened;
    bool needed = record.result.settings.frozenUpTo == engine::kWholeTrunk;
    std::vector<std::string> passedOver;
    for (const int fold : folds) needed = needed || !files.checkpoints(fold).newest(fold, settingsHash(record.result.settings), passedOver);
    if (needed) return opened;
    return std::optional<inference::OpenedModel>();
}

/// As before where that is possible, so that the numbers stay the same.
Result<void> chooseDevice(RunResult& result) {
    const std::string before = result.device;
    auto device = engine::resolveDevice(before);
    if (!device) device = engine::resolveDevice(result.settings.device);
    if (!device) return fail(device.error());
    result.device = *device;
    if (result.device == before) return {};
    result.notices.push_back("The run goes on with " + result.device + ", it began with " + before + ": the curve may differ slightly.");
    return {};
}

Result<RunResult> goOn(const dataset::Dataset& dataset, RunRecord record, const ResumeOptions& options, const RunControl& control) {
    if (auto sensible = requireSense(record, options); !sensible) return fail(sensible.error());
    const auto split = recordedSplit(dataset, record, options.acceptChangedData);
    if (!split) return fail(split.error());
    RunResult result = record.result;
    const std::size_t noticesBefore = result.notices.size();
    if (auto chosen = chooseDevice(result); !chosen) return fail(chosen.error());

    auto files = RunFiles::open(record.result.folder);
    if (!files) return fail(files.error());
    std::vector<ExtensionRecord> extensions = record.extensions;
    if (options.extraEpochs > 0) {
        ExtensionRecord extension{options.extraEpochs, {}};
        for (const FoldRecord& fold : result.folds) extension.from.push_back(fold.epochs);
        extensions.push_back(std::move(extension));
    }
    restoreHistory(record, *files);
    RunPlan plan{dataset, *split, {}, foldsToDo(record, extensions), {}, std::move(record.history)};
    if (!extensions.empty()) plan.extension = extensions.back();
    auto weights = weightsIfNeeded(record, *files, plan.foldsToDo);
    if (!weights) return fail(weights.error());
    plan.startWeights = std::move(*weights);
    if (options.extraEpochs > 0) {
        for (const int number : plan.foldsToDo) {
            std::vector<std::string> passedOver;
            if (files->checkpoints(number).newest(number, settingsHash(result.settings), passedOver)) continue;
            return fail(ErrorCode::NotFound, "holds no checkpoint of fold " + std::to_string(number) + ", so it cannot be extended", record.result.folder, "Start a new run with more epochs.");
        }
        if (auto written = files->writeExtensions(extensions); !written) return fail(written.error());
        files->log("extended by " + std::to_string(options.extraEpochs) + " epochs");
    }
    if (dataset::fingerprint(dataset) != record.dataSha256) result.notices.emplace_back("The data changed since the run began, and that was accepted.");
    for (std::size_t i = noticesBefore; i < result.notices.size(); ++i) {
        files->log(result.notices[i]);
        control.observer.onNotice(result.notices[i]);
    }
    if (auto done = runFolds(std::move(plan), *files, control, result); !done) return fail(done.error());
    return result;
}

}  // namespace

Result<RunResult> resume(const dataset::Dataset& dataset, const std::filesystem::path& folder, const ResumeOptions& options, const RunControl& control) {
    std::error_code code;
    const auto absolute = std::filesystem::absolute(folder, code).lexically_normal();
    auto record = readRun(absolute);
    if (!record) return fail(record.error());
    const auto then = asRunBegan(dataset, absolute);
    if (!then) return fail(then.error());
    return goOn(*then, std::move(*record), options, control);
}

}  // namespace leukolens::experiment
