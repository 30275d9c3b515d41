// What train and demo print: PRODUCT's JSON form and a table for people.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "app/cli/console.h"
#include "core/experiment/run.h"

namespace leukolens::cli {

nlohmann::json toJson(const experiment::RunResult& result);
void printTable(const experiment::RunResult& result);

/// What was found in the data that a person should know, on standard error.
void sayProblems(const dataset::Dataset& data);
/// reportFailure(), and what to do about a split that leaks.
int reportTrainingFailure(const Error& error);

/// Says each epoch, fold and notice on standard error.
class TrainingLog final : public experiment::RunObserver {
public:
    explicit TrainingLog(ProgressBar& bar) : m_bar(bar) {}
    void onNotice(const std::string& text) override;
    void onValidation(const std::vector<std::vector<int>>&) override {}
    void onWeights(const experiment::WeightsRecord& record) override;
    void onRunning() override;
    void onPaused(const experiment::PauseRecord& record) override;
    void onEpoch(const experiment::EpochRecord& record) override;
    void onFold(const experiment::FoldRecord& record) override;

private:
    ProgressBar& m_bar;
    bool m_paused = false;
};

}  // namespace leukolens::cli
