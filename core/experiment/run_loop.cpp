#include "core/experiment/run_loop.h"

#include <algorithm>
#include <mutex>

#include "core/base/cache_folder.h"
#include "core/base/random.h"
#include "core/dataset/fingerprint.h"
#include "core/digest/sha256.h"
#include "core/experiment/engine_settings.h"
#include "core/experiment/feature_cache.h"
#include "core/experiment/history.h"
#include "core/experiment/load_pixels.h"
#include "core/experiment/pixel_cache.h"

namespace leukolens::experiment {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kFeatureSeed = 300;  ///< purpose of a derived seed
constexpr int kSmallestBatch = 2;

/// Lets long work that knows progress only rest while the gate is closed.
class RestingProgress final : public ProgressSink {
public:
    explicit RestingProgress(const RunControl& control) : m_control(control) {}
    void report(const Progress& progress) override {
        m_control.progress.report(progress);
        if (!m_control.pause.paused()) return;
        const std::lock_guard lock(m_mutex);  // the first thread tells of it, the others wait for it here
        if (!m_control.pause.paused()) return;
        m_control.observer.onPaused({});
        m_control.pause.wait(m_control.cancel);
        if (!m_control.cancel.cancelled()) m_control.observer.onRunning();
    }

private:
    const RunControl& m_control;
    std::mutex m_mutex;
};

class RunLoop {
public:
    RunLoop(RunPlan plan, RunFiles& files, const RunControl& control, RunResult& result)
        : m_plan(std::move(plan)), m_files(files), m_control(control), m_result(result), m_settings(result.settings),
          m_disk(control, [this](const std::string& line) { m_files.log(line); }),
          m_context{m_plan.dataset, m_settings, result.device, result.precision, settingsHash(m_settings), dataset::fingerprint(m_plan.dataset), files, m_disk, control,
                    std::move(m_plan.history), {}, {}, {}, {}, nullptr, nullptr, result} {}

    Result<void> run();

private:
    Result<void> load();
    Result<void> loadPixelsInto(const PixelRequest& request);
    Result<void> loadFeatures(const PixelRequest& request);
    FoldPlan planOf(int number) const;
    Result<FoldRecord> trainOne(int number);
    Result<void> finishFold(const FoldRecord& record);
    void notice(const std::string& text);
    void logAll(const std::vector<std::string>& lines) {
        for (const auto& line : lines) m_files.log(line);
    }

    RunPlan m_plan;
    RunFiles& m_files;
    const RunControl& m_control;
    RunResult& m_result;
    const TrainSettings& m_settings;
    WaitingDisk m_disk;
    FoldContext m_context;
};

void RunLoop::notice(const std::string& text) {
    // A run that goes on has said it before.
    if (std::ranges::find(m_result.notices, text) != m_result.notices.end()) return;
    m_result.notices.push_back(text);
    m_files.log(text);
    m_control.observer.onNotice(text);
}

Result<void> RunLoop::loadPixelsInto(const PixelRequest& request) {
    auto loaded = loadPixels(request, m_control.progress, m_control.cancel);
    if (!loaded) return fail(loaded.error());
    logAll(loaded->notices);
    if (loaded->fromCache) m_files.log("cells taken from the cache");
    m_context.pixels = std::move(loaded->store);
    m_context.colours = std::move(loaded->colours);
    return {};
}

Result<void> RunLoop::loadFeatures(const PixelRequest& request) {
    std::vector<std::string> sha256s, lines;
    for (const auto& cell : request.cells) sha256s.push_back(cell.sha256);
    const auto settings = engineSettings(m_settings, {static_cast<int>(m_plan.dataset.classes.size()), m_context.device, m_context.precision, m_settings.batch,
                                                      deriveSeed(m_settings.seed, kFeatureSeed), {}});
    const std::string key = featureKey(settings, m_settings.featureCopies, pixelKey(sha256s, m_settings.inputPx, request.stain, request.cutsOut), digest::sha256(*m_plan.startWeights->bytes));
    const fs::path folder = cacheFolder("features");
    m_context.features = readFeatures(folder, key, lines);
    logAll(lines);
    if (m_context.features) {
        m_files.log("the trunk's vectors taken from the cache");
        lines.clear();
        auto colours = loadColours(request, lines, m_control.progress, m_control.cancel);
        logAll(lines);
        if (!colours) return fail(colours.error());
        m_context.colours = std::move(*colours);
        return {};
    }
    if (auto loaded = loadPixelsInto(request); !loaded) return loaded;
    RestingProgress progress(m_control);
    auto features = engine::computeFeatures({settings, m_settings.featureCopies, m_plan.startWeights->weights}, *m_context.pixels, progress, m_control.cancel);
    if (!features) return fail(features.error());
    m_context.features = std::move(*features);
    m_context.pixels.reset();
    lines.clear();
    keepFeatures(folder, key, *m_context.features, lines);
    logAll(lines);
    return {};
}

Result<void> RunLoop::load() {
    const auto& dataset = m_plan.dataset;
    const bool external = m_settings.protocol == dataset::Protocol::Official && !dataset.external.empty();
    const PixelRequest request = pixelRequest(dataset, external, m_settings);
    for (const auto& cell : request.cells) m_context.labels.push_back(cell.classIndex);
    for (std::size_t i = dataset.cells.size(); i < request.cells.size(); ++i) m_context.external.push_back(static_cast<int>(i));
    if (m_plan.startWeights) m_context.startWeights = m_plan.startWeights->weights;
    try {
        if (auto loaded = m_settings.frozenUpTo == engine::kWholeTrunk ? loadFeatures(request) : loadPixelsInto(request); !loaded) return loaded;
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "memory ran out while the cells were loaded", dataset.root, "Close other programs, or choose a smaller input size.");
    }
    if (const int left = leftAsTheyAre(m_context.colours); left > 0)
        notice("Stain colours: " + std::to_string(left) + " of " + std::to_string(m_context.colours.size()) +
               " cells show too little stain to be changed and are used as they are.");
    return {};
}

FoldPlan RunLoop::planOf(int number) const {
    const int from = m_plan.extension ? m_plan.extension->from.at(static_cast<std::size_t>(number - 1)) : 0;
    return {m_plan.split.folds.at(static_cast<std::size_t>(number - 1)),
            number,
            m_result.halvedBatch > 0 && number >= m_result.halvedInFold ? m_result.halvedBatch : m_settings.batch,
            m_plan.extension ? from + m_plan.extension->epochs : m_settings.epochs,
            from,
            {}};
}

/// From its newest checkpoint. Where memory runs out, once more from the beginning with half the batch.
Result<FoldRecord> RunLoop::trainOne(int number) {
    for (;;) {
        FoldPlan plan = planOf(number);
        std::vector<std::string> passedOver;
        plan.start = m_files.checkpoints(number).newest(number, m_context.settingsHash, passedOver);
        logAll(passedOver);
        if (plan.extendedFrom > 0 && !plan.start)
            return fail(ErrorCode::NotFound, "holds no checkpoint of fold " + std::to_string(number) + ", so it cannot go on", m_files.folder(), "Start a new run with more epochs.");
        if (plan.start) plan.batch = plan.start->facts.batch;
        // The history knows just what the checkpoint knows.
        std::erase_if(m_context.history, [&](const EpochRecord& row) { return row.fold == number; });
        if (plan.start) m_context.history.insert(m_context.history.end(), plan.start->facts.history.begin(), plan.start->facts.history.end());
        std::ranges::stable_sort(m_context.history, {}, &EpochRecord::fold);
        if (auto written = m_disk.write([&] { return m_files.writeHistory(m_context.history); }); !written) return fail(written.error());
        const int batch = plan.batch;
        const std::int64_t doneBefore = m_context.cellsDone, totalBefore = m_context.cellsTotal;
        try {
            return trainFold(m_context, std::move(plan));
        } catch (const std::bad_alloc&) {
            // What was trained for hours is not thrown away for a smaller batch.
            const bool hasCheckpoint = m_files.checkpoints(number).newest(number, m_context.settingsHash, passedOver).has_value();
            const bool wasHalved = m_result.halvedBatch > 0 || batch / 2 < kSmallestBatch;
            if (wasHalved || hasCheckpoint)
                return fail(ErrorCode::OutOfMemory, "memory of the device ran out at a batch of " + std::to_string(batch) + " cells", m_files.folder(),
                            hasCheckpoint ? "Close other programs, then resume the run; or start one with a smaller batch or input size."
                                          : "Close other programs, or start a run with a smaller batch or input size.");
        }
        m_context.cellsDone = doneBefore;
        m_context.cellsTotal = totalBefore;
        m_result.halvedBatch = batch / 2;
        m_result.halvedInFold = number;
        notice("Memory ran out at a batch of " + std::to_string(batch) + " cells: fold " + std::to_string(number) + " begins again with " + std::to_string(batch / 2) + ".");
        if (auto written = m_disk.write([&] { return m_files.writeOutcome(m_result); }); !written) return fail(written.error());
    }
}

Result<void> RunLoop::finishFold(const FoldRecord& record) {
    std::erase_if(m_result.folds, [&](const FoldRecord& old) { return old.fold == record.fold; });
    m_result.folds.push_back(record);
    std::ranges::sort(m_result.folds, {}, &FoldRecord::fold);
    if (auto written = m_disk.write([&] { return m_files.gatherPredictions(m_result.folds); }); !written) return written;
    if (auto written = m_disk.write([&] { return m_files.writeOutcome(m_result); }); !written) return written;
    // Last: this is what says that the fold is done.
    if (auto written = m_disk.write([&] { return m_files.writeFolds(m_result.folds); }); !written) return written;
    m_files.log("fold " + std::to_string(record.fold) + " done, best epoch " + std::to_string(record.bestEpoch));
    m_control.observer.onFold(record);
    return {};
}

Result<void> RunLoop::run() {
    const auto work = [this]() -> Result<void> {
        if (auto loaded = load(); !loaded) return loaded;
        for (const int number : m_plan.foldsToDo) {
            m_context.cellsTotal += cellsToProcess(m_context, planOf(number));
        }
        m_control.observer.onRunning();
        for (const int number : m_plan.foldsToDo) {
            auto record = trainOne(number);
            if (!record) return fail(record.error());
            if (auto finished = finishFold(*record); !finished) return finished;
        }
        return {};
    };
    auto done = work();
    if (!done) {
        // The log line is a courtesy; the error itself is what counts.
        m_files.log((done.error().code == ErrorCode::Cancelled ? "stopped: " : "failed: ") + done.error().message());
        (void)m_files.writeOutcome(m_result);
    }
    m_result.mean = meanOf(m_result.folds);
    return done;
}

std::vector<std::vector<int>> validationCells(const RunPlan& plan) {
    std::vector<std::vector<int>> counts;
    for (const dataset::Fold& fold : plan.split.folds) {
        auto& ofClass = counts.emplace_back(plan.dataset.classes.size());
        for (const int cell : fold.validation) ++ofClass[static_cast<std::size_t>(plan.dataset.cells[static_cast<std::size_t>(cell)].classIndex)];
    }
    return counts;
}

}  // namespace

Result<void> runFolds(RunPlan plan, RunFiles& files, const RunControl& control, RunResult& result) {
    control.observer.onValidation(validationCells(plan));
    return RunLoop(std::move(plan), files, control, result).run();
}

}  // namespace leukolens::experiment
