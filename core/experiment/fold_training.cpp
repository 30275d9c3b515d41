#include "core/experiment/fold_training.h"

#include <chrono>
#include <cmath>

#include "core/base/random.h"
#include "core/engine/trainer.h"
#include "core/experiment/early_stopping.h"
#include "core/experiment/fold_card.h"
#include "core/experiment/learning_rate.h"
#include "core/inference/model_bundle.h"

namespace leukolens::experiment {
namespace {

using Clock = std::chrono::steady_clock;

// Purposes of derived seeds.
constexpr std::uint64_t kTrainerSeed = 100, kOrderSeed = 200;

/// Sizes of an epoch's batches: a last batch of one would break batch norm and joins the one before.
std::vector<std::size_t> batchSizes(std::size_t cells, std::size_t batch) {
    std::vector<std::size_t> sizes(cells / batch, batch);
    const std::size_t rest = cells % batch;
    if (rest == 1 && !sizes.empty()) {
        ++sizes.back();
    } else if (rest > 0) {
        sizes.push_back(rest);
    }
    return sizes;
}

class FoldTraining {
public:
    FoldTraining(FoldContext& context, const dataset::Fold& fold, int number)
        : m_context(context), m_fold(fold), m_number(number), m_stopping(context.settings.patienceEpochs) {}

    Result<FoldRecord> run();

private:
    Result<void> prepare();
    Result<void> trainEpochs();
    Result<EpochRecord> trainEpoch(int epoch);
    Result<void> saveModel(std::vector<inference::CardMetric> metrics);
    Result<engine::Evaluation> evaluate(const std::vector<int>& cells);
    Result<FoldRecord> finish();
    void advance(std::int64_t cells);

    FoldContext& m_context;
    const dataset::Fold& m_fold;
    int m_number;
    EarlyStopping m_stopping;
    std::unique_ptr<engine::Trainer> m_trainer;
    std::int64_t m_step = 0;
    int m_epochs = 0;
    std::int64_t m_processed = 0;
};

void FoldTraining::advance(std::int64_t cells) {
    m_processed += cells;
    m_context.cellsDone += cells;
    m_context.progress.report({"Fold " + std::to_string(m_number) + " of " + std::to_string(m_context.settings.folds), m_context.cellsDone,
                               m_context.cellsTotal});
}

Result<void> FoldTraining::prepare() {
    const TrainSettings& s = m_context.settings;
    std::vector<int> labels;
    for (const auto& cell : m_context.dataset.cells) labels.push_back(cell.classIndex);
    engine::TrainerSettings settings{s.network,         static_cast<int>(m_context.dataset.classes.size()),
                                     m_context.device,  m_context.precision,
                                     s.batch,           s.weightDecay,
                                     s.auxiliaryWeight, s.dropout,
                                     s.augment,         deriveSeed(s.seed, kTrainerSeed + static_cast<std::uint64_t>(m_number))};
    auto trainer = engine::Trainer::create(settings, m_context.store, labels);
    if (!trainer) return fail(trainer.error());
    m_trainer = std::move(*trainer);
    if (!m_context.startWeights) return {};
    auto fit = m_trainer->loadWeights(*m_context.startWeights);
    if (!fit) return fail(fit.error());
    if (!m_context.weights) {
        m_context.weights = WeightsRecord{static_cast<int>(fit->loaded.size()), std::move(fit->missing), std::move(fit->unexpected)};
        m_context.observer.onWeights(*m_context.weights);
        if (!fit->freshHeads.empty()) {
            m_context.notices.push_back("The last layer of the weights is made for " + std::to_string(fit->headClasses) + " classes: a fresh one for " +
                                        std::to_string(m_context.dataset.classes.size()) + " classes takes its place.");
            m_context.observer.onNotice(m_context.notices.back());
        }
    }
    return {};
}

Result<EpochRecord> FoldTraining::trainEpoch(int epoch) {
    const TrainSettings& s = m_context.settings;
    const auto started = Clock::now();
    std::vector<int> order = m_fold.train;
    const auto purpose = kOrderSeed + (static_cast<std::uint64_t>(m_number) << 32) + static_cast<std::uint64_t>(epoch);
    Random(deriveSeed(s.seed, purpose)).shuffle(order);
    const auto sizes = batchSizes(order.size(), static_cast<std::size_t>(s.batch));
    const auto totalSteps = static_cast<std::int64_t>(sizes.size()) * s.epochs;
    EpochRecord record;
    std::size_t at = 0;
    for (const std::size_t size : sizes) {
        if (m_context.cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
        record.learningRate = learningRateAt(m_step++, totalSteps, s.learningRate);
        m_trainer->step(std::span(order).subspan(at, size), record.learningRate);
        at += size;
        advance(static_cast<std::int64_t>(size));
    }
    const auto train = m_trainer->takeTotals();
    if (!std::isfinite(train.meanLoss))
        return fail(ErrorCode::Diverged, "the training loss of fold " + std::to_string(m_number) + " is no longer a number after epoch " + std::to_string(epoch), {},
                    "Choose a lower learning rate.");
    const auto validation = m_trainer->evaluate(m_fold.validation, m_context.cancel, [this](int n) { advance(n); });
    if (!validation) return fail(validation.error());
    record.fold = m_number;
    record.epoch = epoch;
    record.trainLoss = train.meanLoss;
    record.trainAccuracy = train.accuracy;
    record.validationLoss = validation->totals.meanLoss;
    record.validationAccuracy = validation->totals.accuracy;
    record.seconds = std::chrono::duration<double>(Clock::now() - started).count();
    record.best = m_stopping.observe(record.validationLoss);
    return record;
}

Result<void> FoldTraining::trainEpochs() {
    for (int epoch = 1; epoch <= m_context.settings.epochs; ++epoch) {
        const auto record = trainEpoch(epoch);
        if (!record) return fail(record.error());
        if (record->best) m_trainer->keepWeights();
        m_epochs = epoch;
        if (auto written = m_context.files.appendEpoch(*record); !written) return written;
        m_context.observer.onEpoch(*record);
        if (m_stopping.shouldStop()) break;
    }
    if (m_stopping.bestEpoch() == 0)
        return fail(ErrorCode::Diverged, "the validation loss of fold " + std::to_string(m_number) + " was never a number", {}, "Choose a lower learning rate.");
    return {};
}

Result<void> FoldTraining::saveModel(std::vector<inference::CardMetric> metrics) {
    auto card = foldCard(m_context.dataset, m_fold, m_context.settings, {m_number, m_context.settings.folds, m_stopping.bestEpoch(), m_context.dataSha256});
    card.metrics = std::move(metrics);
    const auto file = m_context.files.modelFile(m_number);
    if (auto created = createFolder(file.parent_path()); !created) return created;
    if (auto written = inference::writeModelBundle(file, std::move(card), m_trainer->serialised()); !written) return fail(written.error());
    return {};
}

Result<engine::Evaluation> FoldTraining::evaluate(const std::vector<int>& cells) {
    auto evaluation = m_trainer->evaluate(cells, m_context.cancel, [this](int n) { advance(n); });
    // What was learnt is kept even if it is not known how good it is.
    if (!evaluation)
        if (auto saved = saveModel({}); !saved) return fail(saved.error());
    return evaluation;
}

Result<FoldRecord> FoldTraining::finish() {
    m_trainer->restoreKept();
    const auto train = evaluate(m_fold.train);
    if (!train) return fail(train.error());
    const auto test = evaluate(m_fold.test);
    if (!test) return fail(test.error());
    if (auto saved = saveModel(foldMetrics(m_context.dataset, m_fold.test, *test, m_context.settings)); !saved) return fail(saved.error());
    if (auto written = m_context.files.appendPredictions(m_context.dataset, m_number, m_fold.test, test->probabilities); !written)
        return fail(written.error());
    FoldRecord record;
    record.fold = m_number;
    record.bestEpoch = m_stopping.bestEpoch();
    record.epochs = m_epochs;
    record.stoppedEarly = m_epochs < m_context.settings.epochs;
    record.trainAccuracy = train->totals.accuracy;
    record.trainLoss = train->totals.meanLoss;
    record.testAccuracy = test->totals.accuracy;
    record.testLoss = test->totals.meanLoss;
    record.model = m_context.files.modelFile(m_number);
    return record;
}

Result<FoldRecord> FoldTraining::run() {
    if (auto prepared = prepare(); !prepared) return fail(prepared.error());
    if (auto trained = trainEpochs(); !trained) {
        // What was learnt so far is worth keeping; the reason to stop is what gets reported.
        if (trained.error().code == ErrorCode::Cancelled && m_stopping.bestEpoch() > 0) {
            m_trainer->restoreKept();
            if (auto saved = saveModel({}); !saved) return fail(saved.error());
        }
        return fail(trained.error());
    }
    auto record = finish();
    // Epochs that early stopping spared are done as far as the progress bar is concerned.
    advance(cellsToProcess(m_fold, m_context.settings) - m_processed);
    return record;
}

}  // namespace

std::int64_t cellsToProcess(const dataset::Fold& fold, const TrainSettings& settings) {
    return static_cast<std::int64_t>(settings.epochs) * static_cast<std::int64_t>(fold.train.size() + fold.validation.size()) +
           static_cast<std::int64_t>(fold.train.size() + fold.test.size());
}

Result<FoldRecord> trainFold(FoldContext& context, const dataset::Fold& fold, int number) { return FoldTraining(context, fold, number).run(); }

}  // namespace leukolens::experiment
