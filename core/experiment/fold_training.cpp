#include "core/experiment/fold_training.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/base/random.h"
#include "core/experiment/engine_settings.h"
#include "core/experiment/fold_fit.h"
#include "core/experiment/fold_trainer.h"
#include "core/experiment/learning_rate.h"
#include "core/experiment/planned_split.h"

namespace leukolens::experiment {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kTrainerSeed = 100;  ///< purpose of a derived seed
// When a checkpoint is due.
constexpr std::chrono::seconds kBetweenEpochs{30}, kWithinEpoch{600};
constexpr std::size_t kSmallPayload = 4u << 20;

}  // namespace

void FoldTraining::advance(std::int64_t cells) {
    m_processed += cells;
    m_context.cellsDone += cells;
    m_control.progress.report({"Fold " + std::to_string(m_plan.number) + " of " + std::to_string(m_settings.folds), m_context.cellsDone, m_context.cellsTotal});
}

/// Said once a run: each fold's trainer would say it again.
void FoldTraining::notice(std::string text) {
    auto& said = m_context.result.notices;
    if (std::ranges::find(said, text) != said.end()) return;
    said.push_back(std::move(text));
    m_control.observer.onNotice(said.back());
}

Result<void> FoldTraining::prepare() {
    const auto settings = engineSettings(m_settings, {static_cast<int>(m_context.dataset.classes.size()), m_context.device, m_context.precision, m_plan.batch,
                                                      deriveSeed(m_settings.seed, kTrainerSeed + static_cast<std::uint64_t>(m_plan.number)), classWeights(m_part)});
    auto trainer = m_context.features ? engine::Trainer::create(settings, *m_context.features, m_context.labels)
                                      : engine::Trainer::create(settings, *m_context.pixels, m_context.labels);
    if (!trainer) return fail(trainer.error());
    m_trainer = std::move(*trainer);
    if (!m_context.startWeights) return {};
    auto fit = m_trainer->loadWeights(*m_context.startWeights);
    if (!fit) return fail(fit.error());
    if (m_context.result.weights || m_settings.weightsFile.empty()) return {};
    std::erase_if(fit->missing, [](const std::string& name) { return name.starts_with(nn::kFittedPrefix); });
    m_context.result.weights = WeightsRecord{static_cast<int>(fit->loaded.size()), std::move(fit->missing), std::move(fit->unexpected)};
    m_control.observer.onWeights(*m_context.result.weights);
    if (!fit->freshHeads.empty()) {
        notice("The last layer of the weights is made for " + std::to_string(fit->headClasses) + " classes: a fresh one for " +
               std::to_string(m_context.dataset.classes.size()) + " classes takes its place.");
    }
    return {};
}

/// Counts an epoch for early stopping and the schedule.
void FoldTraining::countIn(const EpochRecord& record) {
    m_history.push_back(record);
    m_stopping.observe(record.validationLoss);
    // An extension goes on at the last rate, whatever its epochs bring.
    if (m_plan.extendedFrom == 0 || record.epoch <= m_plan.extendedFrom) m_validationLosses.push_back(record.validationLoss);
    if (record.epoch == m_plan.extendedFrom) m_stopping.restartPatience();
}

Result<void> FoldTraining::goOn(const Checkpoint& checkpoint) {
    if (auto restored = m_trainer->restore(checkpoint.payload()); !restored) return restored;
    const CheckpointFacts& facts = checkpoint.facts;
    for (const EpochRecord& record : facts.history) countIn(record);
    // Accepted data may have fewer cells than the checkpoint knew: the epoch's steps count as done then.
    m_stepsIntoEpoch = std::min(facts.stepsIntoEpoch, stepsAnEpoch());
    m_trained = facts.trained;
    m_savedAt = moment();
    m_epochTime = Stopwatch(facts.epochSeconds);
    m_payloadSize = checkpoint.payloadSize;
    m_context.files.log(name() + " goes on after epoch " + std::to_string(m_history.size()) + ", step " + std::to_string(step()));
    // What was done before is no part of this time's work.
    std::int64_t done = static_cast<std::int64_t>(m_history.size()) * static_cast<std::int64_t>(cellsAnEpoch(m_part) + m_plan.fold.validation.size());
    for (std::size_t i = 0; i < static_cast<std::size_t>(m_stepsIntoEpoch) && i < m_sizes.size(); ++i) done += static_cast<std::int64_t>(m_sizes[i]);
    m_processed = done;
    m_context.cellsTotal -= done;
    return {};
}

double FoldTraining::rateAt(std::int64_t step) const {
    const int halvings = plateauHalvings(m_validationLosses, m_settings.plateauEpochs);
    if (m_plan.extendedFrom > 0 && epoch() > m_plan.extendedFrom) return lastRate(m_settings, halvings);
    return learningRateAt(m_settings, step, stepsAnEpoch() * m_settings.epochs, halvings);
}

/// Writes a checkpoint of this very moment, unless there is one; waits for the disk.
Result<void> FoldTraining::saveCheckpoint() {
    // A fit has no middle to go on from.
    if (m_isFitted || moment() == m_savedAt) return {};
    const Bytes payload = m_trainer->checkpoint();
    // Never a checkpoint of weights that are no numbers: the one before is the last good one.
    if (!m_trainer->lossIsFinite() || !m_trainer->weightsAreFinite()) return diverged("the training loss or a weight", step());
    m_payloadSize = payload.size();
    const CheckpointFacts facts{m_plan.number,     m_plan.batch, step(), m_stepsIntoEpoch, m_trained, m_epochTime.seconds(), m_context.settingsHash,
                                m_context.dataSha256, m_history};
    auto written = m_context.disk.write([&] { return m_checkpoints.write(facts, payload); });
    m_saved = Clock::now();
    if (written) m_savedAt = moment();
    return written;
}

/// Before the training ends for another reason: that one is to be reported.
void FoldTraining::saveCheckpointIfPossible() {
    if (step() == 0) return;
    if (auto saved = saveCheckpoint(); !saved) m_context.files.log("no checkpoint: " + saved.error().message());
}

Result<void> FoldTraining::rest() {
    m_epochTime.stop();
    m_context.files.log(name() + " paused");
    m_control.observer.onPaused({});
    m_control.pause.wait(m_control.cancel);
    if (m_control.cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
    m_context.files.log(name() + " goes on");
    m_control.observer.onRunning();
    m_epochTime.start();
    return {};
}

/// Between two batches: whether to stop, to rest, or to write down where the training stands.
Result<void> FoldTraining::attend() {
    if (m_control.cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
    const bool paused = m_control.pause.paused();
    if (step() > 0 && (paused || Clock::now() - m_saved > kWithinEpoch))
        if (auto saved = saveCheckpoint(); !saved) return saved;
    if (paused) return rest();
    return {};
}

Result<void> FoldTraining::diverged(const std::string& what, std::int64_t step) const {
    return fail(ErrorCode::Diverged,
                what + " of " + name() + " is no longer a number (epoch " + std::to_string(epoch()) + ", step " + std::to_string(step) + ", learning rate " +
                    std::to_string(rateAt(std::max<std::int64_t>(0, step - 1))) + ")",
                m_context.files.folder(),
                "Start a run with a lower learning rate, with a precision of 32 bit or with a limit for gradients: resuming this one would end the same way.");
}

Result<void> FoldTraining::trainSteps(const std::vector<int>& order) {
    std::size_t at = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(m_stepsIntoEpoch); ++i) at += m_sizes[i];
    std::vector<int> ahead(order.begin() + static_cast<std::ptrdiff_t>(at), order.end());
    ahead.insert(ahead.end(), m_plan.fold.validation.begin(), m_plan.fold.validation.end());
    m_trainer->announce(ahead);
    while (m_stepsIntoEpoch < stepsAnEpoch()) {
        if (auto attended = attend(); !attended) return attended;
        const std::size_t size = m_sizes[static_cast<std::size_t>(m_stepsIntoEpoch)];
        if (auto stepped = m_trainer->step(std::span(order).subspan(at, size), rateAt(step())); !stepped) return stepped;
        at += size;
        ++m_stepsIntoEpoch;
        if (!m_trainer->lossIsFinite()) return diverged("the training loss", step());
        advance(static_cast<std::int64_t>(size));
    }
    m_trained = m_trainer->takeTotals();
    if (!std::isfinite(m_trained->meanLoss)) return diverged("the training loss", step());
    return {};
}

/// Can be stopped and paused between its batches; after a pause it begins again.
Result<engine::Evaluation> FoldTraining::evaluate(const std::vector<int>& cells, bool canSave, engine::Keep keep) {
    for (;;) {
        if (m_control.cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
        CancelSource interrupt;
        const std::int64_t before = m_processed;
        const auto onBatch = [&](int n) {
            advance(n);
            if (m_control.cancel.cancelled() || m_control.pause.paused()) interrupt.cancel();
        };
        auto evaluation = m_trainer->evaluate(cells, interrupt.token(), onBatch, keep);
        const bool interrupted = !evaluation && evaluation.error().code == ErrorCode::Cancelled && !m_control.cancel.cancelled();
        if (!interrupted) return evaluation;
        advance(before - m_processed);
        if (canSave)
            if (auto saved = saveCheckpoint(); !saved) return fail(saved.error());
        if (auto rested = rest(); !rested) return fail(rested.error());
        m_trainer->announce(cells);
    }
}

Result<engine::Totals> FoldTraining::validate() {
    const auto validation = evaluate(m_plan.fold.validation, true);
    if (!validation) return fail(validation.error());
    if (!std::isfinite(validation->totals.meanLoss)) return fail(diverged("the validation loss", step()).error());
    return validation->totals;
}

Result<void> FoldTraining::trainEpoch() {
    m_epochTime.start();
    if (!m_trained)
        if (auto trained = trainSteps(epochOrder(m_part, epoch())); !trained) return trained;
    for (auto& text : m_trainer->takeNotices()) notice(std::move(text));
    return closeEpoch(rateAt(step() - 1));
}

/// With m_trained of all its steps.
Result<void> FoldTraining::closeEpoch(double rate) {
    const auto validation = validate();
    if (!validation) return fail(validation.error());
    EpochRecord record{m_plan.number, epoch(), m_trained->meanLoss, m_trained->accuracy, validation->meanLoss, validation->accuracy, rate, m_epochTime.seconds(), false};
    record.best = m_stopping.wouldBeBest(record.validationLoss);
    countIn(record);
    m_stepsIntoEpoch = 0;
    m_trained.reset();
    m_epochTime = Stopwatch();
    if (record.best) m_trainer->keepWeights();
    m_context.history.push_back(record);
    if (auto written = m_context.disk.write([&] { return m_context.files.appendEpoch(record); }); !written) return written;
    m_control.observer.onEpoch(record);
    return {};
}

/// A fitted head takes the place of epochs, and counts as one.
Result<void> FoldTraining::fitOnce() {
    m_epochTime.start();
    const auto fit = fitFold(m_context, m_plan);
    if (!fit) return fail(fit.error());
    m_context.files.log(name() + ": " + fit->told);
    const auto head = weights::WeightsFile::fromBytes(fit->head, *fit->head, m_context.files.folder());
    if (!head) return fail(head.error());
    if (auto loaded = m_trainer->loadWeights(*head); !loaded) return fail(loaded.error());
    const auto train = evaluate(m_plan.fold.train, false);
    if (!train) return fail(train.error());
    m_trained = train->totals;
    return closeEpoch(0);
}

Result<void> FoldTraining::trainEpochs() {
    if (m_isFitted) return fitOnce();
    const auto isDone = [this] { return static_cast<int>(m_history.size()) >= m_plan.lastEpoch || m_stopping.shouldStop(); };
    // A finished fold that is extended stood where it stopped early.
    while (!isDone()) {
        if (auto trained = trainEpoch(); !trained) return trained;
        const bool small = m_payloadSize < kSmallPayload && (m_payloadSize > 0 || m_context.features);
        if (isDone() || small || Clock::now() - m_saved > kBetweenEpochs)
            if (auto saved = saveCheckpoint(); !saved) return saved;
    }
    return {};
}

Result<FoldRecord> FoldTraining::run() {
    if (auto prepared = prepare(); !prepared) return fail(prepared.error());
    if (m_plan.start) {
        if (auto restored = goOn(*m_plan.start); !restored) return fail(restored.error());
        m_plan.start.reset();  // it is as large as the trainer
    }
    if (auto trained = trainEpochs(); !trained) {
        // What was learnt so far is worth keeping; the reason to stop is what gets reported.
        if (trained.error().code != ErrorCode::Diverged) saveCheckpointIfPossible();
        if (m_stopping.bestEpoch() > 0) {
            m_trainer->restoreKept();
            if (auto saved = saveModel({}); !saved) m_context.files.log("the best weights were not saved: " + saved.error().message());
        }
        return fail(trained.error());
    }
    auto record = finish();
    if (!record && m_stopping.bestEpoch() > 0)
        if (auto saved = saveModel({}); !saved) m_context.files.log("the best weights were not saved: " + saved.error().message());
    // Epochs that early stopping spared are done as far as the progress bar is concerned.
    if (record) advance(cellsToProcess(m_context, m_plan) - m_processed);
    return record;
}

std::int64_t cellsToProcess(const FoldContext& context, const FoldPlan& plan) {
    const auto& fold = plan.fold;
    const auto epoch = cellsAnEpoch({context.dataset, fold.train, context.settings.classBalance, context.settings.seed, plan.number}) + fold.validation.size();
    return static_cast<std::int64_t>(plan.lastEpoch) * static_cast<std::int64_t>(epoch) +
           static_cast<std::int64_t>(fold.train.size() + fold.test.size() + context.external.size() + (hasInnerPart(context.settings.protocol) ? fold.validation.size() : 0));
}

Result<FoldRecord> trainFold(FoldContext& context, FoldPlan plan) { return FoldTraining(context, std::move(plan)).run(); }

}  // namespace leukolens::experiment
