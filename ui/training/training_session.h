// One training at a time: starts, pauses, stops and goes on with it, and tells where it stands. Without widgets.
#pragma once

#include <QObject>

#include <filesystem>
#include <functional>
#include <memory>

#include "core/base/pause_gate.h"
#include "ui/training/live_run.h"
#include "ui/training/run_state.h"

class QTimer;

namespace leukolens::ui {

class AppContext;

/// What a session calls on the worker; tests put their own here.
struct TrainingCalls {
    std::function<Result<experiment::RunResult>(const dataset::Dataset&, const experiment::TrainSettings&, const std::filesystem::path& folder,
                                                const experiment::RunControl&, const experiment::TrainOptions&)>
        train = experiment::train;
    std::function<Result<experiment::RunResult>(const dataset::Dataset&, const std::filesystem::path& folder, const experiment::ResumeOptions&,
                                                const experiment::RunControl&)>
        resume = experiment::resume;
};

/// GUI thread only. The work is done on the context's training worker.
class TrainingSession : public QObject {
    Q_OBJECT
public:
    explicit TrainingSession(AppContext& context, TrainingCalls calls = {}, QObject* parent = nullptr);

    RunState state() const { return m_state; }
    RunActions actions() const;
    QString folder() const { return m_folder; }  ///< of the run that is shown; empty: none
    /// Why the run rests although nobody asked for it; empty otherwise.
    const std::optional<Error>& trouble() const { return m_trouble; }

    /// Of the training that ended last; there was one.
    const Result<experiment::RunResult>& outcome() const { return *m_outcome; }

    /// Trains `dataset` into `folder`. Nothing happens while a training is active.
    void start(std::shared_ptr<const dataset::Dataset> dataset, const experiment::TrainSettings& settings, const QString& folder, const experiment::TrainOptions& options = {});
    /// Goes on with the run that is shown, which was found in its folder as `record`. `open` is the data that is open in the program: used
    /// where the run's own folder of cells is that one, or is gone.
    void goOn(const experiment::RunRecord& record, std::shared_ptr<const dataset::Dataset> open, const experiment::ResumeOptions& options);
    void pause();
    void resume();
    void stop();
    /// A run of an earlier time is shown. Nothing happens while a training is active.
    void show(const QString& folder, bool finished);

Q_SIGNALS:
    void stateChanged();
    void newsArrived(const LiveNews& news);
    /// The job is over: state() and outcome() say how. The news were delivered before.
    void ended();

private:
    using Train = std::function<Result<experiment::RunResult>(const experiment::RunControl&)>;
    void launch(const QString& name, const std::shared_ptr<LiveRun>& live, Train train);
    bool take(RunEvent event);
    void drain();
    void finish(const Result<experiment::RunResult>& result);

    AppContext& m_context;
    TrainingCalls m_calls;
    RunState m_state = RunState::Idle;
    QString m_folder;
    std::shared_ptr<LiveRun> m_live;    ///< of the active training; null otherwise
    std::shared_ptr<PauseGate> m_gate;  ///< likewise
    std::optional<Error> m_trouble;
    std::optional<Result<experiment::RunResult>> m_outcome;
    QTimer* m_drainTimer = nullptr;
};

}  // namespace leukolens::ui
