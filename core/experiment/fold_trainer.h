// Private to fold_training.cpp, which trains, and fold_results.cpp, which keeps what came of it.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/engine/trainer.h"
#include "core/experiment/early_stopping.h"
#include "core/experiment/epoch_order.h"
#include "core/experiment/fold_references.h"
#include "core/experiment/fold_training.h"
#include "core/experiment/stopwatch.h"
#include "core/inference/model_card.h"

namespace leukolens::experiment {

class FoldTraining {
public:
    FoldTraining(FoldContext& context, FoldPlan plan)
        : m_context(context), m_control(context.control), m_settings(context.settings), m_plan(std::move(plan)),
          m_checkpoints(context.files.checkpoints(m_plan.number)),
          m_part{context.dataset, m_plan.fold.train, context.settings.classBalance, context.settings.seed, m_plan.number},
          m_sizes(batchSizes(cellsAnEpoch(m_part), static_cast<std::size_t>(m_plan.batch))), m_stopping(context.settings.patienceEpochs) {}

    Result<FoldRecord> run();

private:
    Result<void> prepare();
    void notice(std::string text);
    Result<void> goOn(const Checkpoint& checkpoint);
    void countIn(const EpochRecord& record);
    Result<void> trainEpochs();
    Result<void> trainEpoch();
    Result<void> closeEpoch(double rate);
    Result<void> fitOnce();
    Result<void> trainSteps(const std::vector<int>& order);
    Result<engine::Totals> validate();
    double rateAt(std::int64_t step) const;
    Result<void> attend();
    Result<void> rest();
    Result<void> saveCheckpoint();
    void saveCheckpointIfPossible();
    Result<void> diverged(const std::string& what, std::int64_t step) const;
    Result<engine::Evaluation> evaluate(const std::vector<int>& cells, bool canSave, engine::Keep keep = engine::Keep::Probabilities);
    Result<void> saveModel(std::vector<inference::CardMetric> metrics, const inference::ReferenceCells* references = nullptr, bool whole = false);
    Result<std::vector<float>> writeValidation();
    Result<std::optional<inference::ReferenceCells>> references(PartFeatures features);
    Result<FoldRecord> finish();
    void advance(std::int64_t cells);

    std::string name() const { return "fold " + std::to_string(m_plan.number); }
    int epoch() const { return static_cast<int>(m_history.size()) + 1; }  ///< the one under way
    std::int64_t stepsAnEpoch() const { return static_cast<std::int64_t>(m_sizes.size()); }
    /// Steps taken, and whether those of the epoch under way are all done.
    std::pair<std::int64_t, bool> moment() const { return {step(), m_trained.has_value()}; }
    std::int64_t step() const { return static_cast<std::int64_t>(m_history.size()) * stepsAnEpoch() + m_stepsIntoEpoch; }

    FoldContext& m_context;
    const RunControl& m_control;
    const TrainSettings& m_settings;
    FoldPlan m_plan;
    bool m_isFitted = networkOf(m_settings).isFitted();
    CheckpointFolder m_checkpoints;
    TrainingPart m_part;
    std::vector<std::size_t> m_sizes;  ///< of an epoch's batches
    std::unique_ptr<engine::Trainer> m_trainer;

    // Where the training stands.
    std::vector<EpochRecord> m_history;
    std::vector<double> m_validationLosses;  ///< those that the schedule looks at
    EarlyStopping m_stopping;
    std::int64_t m_stepsIntoEpoch = 0;
    std::optional<engine::Totals> m_trained;  ///< of the epoch under way, when all its steps are done
    Stopwatch m_epochTime;

    std::chrono::steady_clock::time_point m_saved = std::chrono::steady_clock::now();
    std::pair<std::int64_t, bool> m_savedAt{-1, false};  ///< the moment of the last checkpoint
    std::size_t m_payloadSize = 0;
    std::int64_t m_processed = 0;
};

}  // namespace leukolens::experiment
