#include "core/experiment/run_estimate.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include "core/base/random.h"
#include "core/engine/device.h"
#include "core/engine/feature_store.h"
#include "core/engine/trainer.h"
#include "core/experiment/engine_settings.h"
#include "core/experiment/planned_split.h"
#include "core/experiment/start_weights.h"

namespace leukolens::experiment {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kProbeSeconds = 2.0;
/// Batch norm needs two cells; more tells more, if there is time.
constexpr int kFirstBatch = 2;
constexpr double kTinyRate = 1e-6;

double since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

engine::TrainerSettings trainerSettings(const TrainSettings& settings, int classes, const Speed& speed) {
    EngineFacts facts;
    facts.classes = classes;
    facts.device = speed.device;
    facts.precision = speed.precision;
    facts.batch = settings.batch;
    return engineSettings(settings, facts);
}

std::unique_ptr<engine::PixelStore> noise(int cells, int sizePx) {
    auto store = std::make_unique<engine::PixelStore>(cells, sizePx);
    Random random(1);
    for (int cell = 0; cell < cells; ++cell) {
        for (std::uint8_t& value : store->cell(cell)) value = static_cast<std::uint8_t>(random.below(256));
    }
    return store;
}

std::vector<int> firstCells(int count) {
    std::vector<int> cells(static_cast<std::size_t>(count));
    std::iota(cells.begin(), cells.end(), 0);
    return cells;
}

/// Seconds a cell of `work` on batches: the first, small one is not counted (memory is laid out in it) but says how large the others may
/// be.
template <class Work>
Result<double> perCell(int mostCells, double seconds, const CancelToken& cancel, Work work) {
    const int small = std::min(kFirstBatch, mostCells);
    const auto begin = Clock::now();
    if (Result<void> first = work(firstCells(small)); !first) return fail(first.error());
    const double firstSeconds = since(begin);
    const double fits = seconds / std::max(1e-9, firstSeconds / small);
    const std::vector<int> cells = firstCells(std::clamp(static_cast<int>(std::min(fits, 1e6)), small, mostCells));
    const auto start = Clock::now();
    std::int64_t done = 0;
    do {
        if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
        if (Result<void> step = work(cells); !step) return fail(step.error());
        done += static_cast<std::int64_t>(cells.size());
    } while (since(start) < seconds);
    return since(start) / static_cast<double>(done);
}

Result<Speed> measureTrunk(const TrainSettings& settings, int classes, Speed speed, const CancelToken& cancel) {
    const auto opened = openStartWeights(settings, {});
    if (!opened) return fail(opened.error());
    if (!*opened) return fail(ErrorCode::InvalidArgument, "a frozen trunk needs weights", {}, "Choose a file of weights, or train the whole network.");
    const engine::FeatureRequest request{trainerSettings(settings, classes, speed), 0, (*opened)->weights};
    const auto begin = Clock::now();
    for (int cells = 4;; cells *= 2) {
        const auto store = noise(cells, settings.inputPx);
        NoProgress progress;
        const auto start = Clock::now();
        const auto vectors = engine::computeFeatures(request, *store, progress, cancel);
        if (!vectors) return fail(vectors.error());
        speed.trunkSeconds = since(start) / cells;
        if (since(begin) > kProbeSeconds / 2 || cells >= 64) return speed;
    }
}

}  // namespace

Result<RunCounts> countRun(const dataset::Dataset& dataset, const TrainSettings& asked) {
    const TrainSettings settings = settled(asked);
    const Result<dataset::Split> split = plannedSplit(dataset, settings);
    if (!split) return fail(split.error());
    RunCounts counts;
    counts.cells = static_cast<int>(dataset.cells.size());
    counts.subjects = static_cast<int>(dataset.subjects.size());
    counts.folds = static_cast<int>(split->folds.size());
    for (const dataset::Fold& fold : split->folds) {
        const auto train = static_cast<std::int64_t>(fold.train.size());
        const std::int64_t batches = (train + settings.batch - 1) / settings.batch;
        counts.trainCells += train;
        counts.validationCells += static_cast<std::int64_t>(fold.validation.size());
        counts.testCells += static_cast<std::int64_t>(fold.test.size());
        counts.batchesAnEpoch = std::max(counts.batchesAnEpoch, batches);
        counts.steps += batches * settings.epochs;
    }
    return counts;
}

Result<Speed> measureSpeed(const TrainSettings& asked, int classes, const CancelToken& cancel) {
    const TrainSettings settings = settled(asked);
    Speed speed;
    const auto device = engine::resolveDevice(settings.device);
    if (!device) return fail(device.error());
    const auto precision = engine::resolvePrecision(settings.precision, *device);
    if (!precision) return fail(precision.error());
    speed.device = *device;
    speed.precision = *precision;
    if (settings.frozenUpTo == engine::kWholeTrunk) return measureTrunk(settings, classes, speed, cancel);
    const auto store = noise(settings.batch, settings.inputPx);
    std::vector<int> labels(static_cast<std::size_t>(settings.batch));
    for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<int>(i) % classes;
    auto trainer = engine::Trainer::create(trainerSettings(settings, classes, speed), *store, labels);
    if (!trainer) return fail(trainer.error());
    if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
    const auto train = perCell(settings.batch, kProbeSeconds * 0.75, cancel, [&](const std::vector<int>& cells) -> Result<void> {
        auto step = (*trainer)->step(cells, kTinyRate);
        if (step) static_cast<void>((*trainer)->takeTotals());  // waits for the device
        return step;
    });
    if (!train) return fail(train.error());
    const auto evaluate = perCell(settings.batch, kProbeSeconds * 0.25, cancel, [&](const std::vector<int>& cells) -> Result<void> {
        const auto evaluation = (*trainer)->evaluate(cells, cancel);
        if (!evaluation) return fail(evaluation.error());
        return {};
    });
    if (!evaluate) return fail(evaluate.error());
    speed.trainSeconds = *train;
    speed.evaluateSeconds = *evaluate;
    return speed;
}

double secondsOf(const RunCounts& counts, const TrainSettings& asked, const Speed& speed) {
    const TrainSettings settings = settled(asked);
    const auto train = static_cast<double>(counts.trainCells), validation = static_cast<double>(counts.validationCells), test = static_cast<double>(counts.testCells);
    // The vectors are made once; the last layer's own steps take next to nothing.
    if (settings.frozenUpTo == engine::kWholeTrunk) return speed.trunkSeconds * counts.cells * (1 + (settings.augment ? settings.featureCopies : 0));
    // At the end of a fold its best weights are tried on all parts; the paper's validation part is the test part.
    const double inner = hasInnerPart(settings.protocol) ? validation : 0;
    return settings.epochs * (train * speed.trainSeconds + validation * speed.evaluateSeconds) + (train + inner + test) * speed.evaluateSeconds;
}

}  // namespace leukolens::experiment
