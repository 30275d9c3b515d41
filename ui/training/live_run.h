// Hands what a running training tells from its thread to the window: plain numbers in a guarded queue.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/experiment/run.h"

namespace leukolens::ui {

/// The run began to compute, or to rest.
struct PhaseNews {
    bool rests = false;
    std::optional<Error> trouble;  ///< of a rest: why, where nobody asked for it
};

/// What came since the last look, in order of arrival within each kind.
struct LiveNews {
    std::vector<std::string> notices;
    std::optional<experiment::WeightsRecord> weights;
    std::vector<std::vector<int>> validationClasses;  ///< cells of each class in each fold's validation part, [fold − 1][class]
    std::vector<experiment::EpochRecord> epochs;
    std::vector<experiment::FoldRecord> folds;
    std::vector<PhaseNews> phases;
    bool empty() const {
        return notices.empty() && !weights && validationClasses.empty() && epochs.empty() && folds.empty() && phases.empty();
    }
};

/// Written by the training thread, drained by the GUI thread. Thread-safe.
class LiveRun final : public experiment::RunObserver {
public:
    void onNotice(const std::string& text) override;
    void onValidation(const std::vector<std::vector<int>>& cells) override;
    void onWeights(const experiment::WeightsRecord& record) override;
    void onRunning() override;
    void onPaused(const experiment::PauseRecord& record) override;
    void onEpoch(const experiment::EpochRecord& record) override;
    void onFold(const experiment::FoldRecord& record) override;

    LiveNews drain();

private:
    std::mutex m_mutex;
    LiveNews m_news;
};

}  // namespace leukolens::ui
