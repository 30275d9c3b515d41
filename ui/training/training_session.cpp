#include "ui/training/training_session.h"

#include <QTimer>

#include "core/base/files.h"
#include "ui/shell/app_context.h"
#include "ui/training/data_of_run.h"

namespace leukolens::ui {
namespace {

constexpr int kDrainMs = 100;

}  // namespace

TrainingSession::TrainingSession(AppContext& context, TrainingCalls calls, QObject* parent)
    : QObject(parent), m_context(context), m_calls(std::move(calls)) {
    m_drainTimer = new QTimer(this);
    m_drainTimer->setInterval(kDrainMs);
    connect(m_drainTimer, &QTimer::timeout, this, &TrainingSession::drain);
    // The status bar and closing the window stop the worker too.
    connect(&context.trainingWorker, &JobRunner::statusChanged, this, [this] {
        const JobStatus status = m_context.trainingWorker.status();
        if (m_live && status.stopping && !status.disposable) take(RunEvent::StopAsked);
    });
}

RunActions TrainingSession::actions() const {
    RunActions can = actionsIn(m_state);
    // A run that failed before it wrote its settings has nothing to go on with.
    if (can.goOn && (m_folder.isEmpty() || !std::filesystem::exists(std::filesystem::path(m_folder.toStdString()) / "settings.json"))) can.goOn = false;
    return can;
}

bool TrainingSession::take(RunEvent event) {
    const std::optional<RunState> next = nextState(m_state, event);
    if (!next) return false;
    if (*next == RunState::Running && m_state == RunState::Paused) m_context.trainingWorker.restartEstimate();
    m_state = *next;
    if (m_state != RunState::Paused) m_trouble.reset();
    Q_EMIT stateChanged();
    return true;
}

void TrainingSession::start(std::shared_ptr<const dataset::Dataset> dataset, const experiment::TrainSettings& settings, const QString& folder,
                            const experiment::TrainOptions& options) {
    if (isActive(m_state)) return;
    m_folder = folder;
    auto live = std::make_shared<LiveRun>();
    launch(tr("Training"), live, [dataset, settings, options, path = std::filesystem::path(folder.toStdString()), train = m_calls.train](const experiment::RunControl& control) -> Result<experiment::RunResult> {
        if (const Result<void> made = createFolder(path.parent_path()); !made) return fail(made.error());
        return train(*dataset, settings, path, control, options);
    });
}

void TrainingSession::goOn(const experiment::RunRecord& record, std::shared_ptr<const dataset::Dataset> open, const experiment::ResumeOptions& options) {
    if (isActive(m_state) || m_folder.isEmpty()) return;
    auto live = std::make_shared<LiveRun>();
    launch(tr("Training"), live,
           [record, open, options, path = std::filesystem::path(m_folder.toStdString()), resume = m_calls.resume](const experiment::RunControl& control) -> Result<experiment::RunResult> {
               const auto data = dataToGoOn(record, open, control.progress, control.cancel);
               if (!data) return fail(data.error());
               return resume(**data, path, options, control);
           });
}

void TrainingSession::launch(const QString& name, const std::shared_ptr<LiveRun>& live, Train train) {
    m_context.trainingWorker.stop();  // whatever was measured there
    m_live = live;
    m_gate = std::make_shared<PauseGate>();
    take(RunEvent::Start);
    m_context.trainingWorker.run<experiment::RunResult>(
        name,
        [train = std::move(train), live, gate = m_gate](ProgressSink& progress, const CancelToken& cancel) {
            return train(experiment::RunControl{*live, progress, cancel, *gate});
        },
        this, [this](const Result<experiment::RunResult>& result) { finish(result); });
    m_drainTimer->start();
}

void TrainingSession::pause() {
    if (take(RunEvent::PauseAsked)) m_gate->pause();
}

void TrainingSession::resume() {
    if (take(RunEvent::ResumeAsked)) m_gate->resume();
}

void TrainingSession::stop() {
    if (!take(RunEvent::StopAsked)) return;
    m_context.trainingWorker.stop();
}

void TrainingSession::show(const QString& folder, bool finished) {
    if (isActive(m_state)) return;
    m_folder = folder;
    take(finished ? RunEvent::OpenedFinished : RunEvent::OpenedUnfinished);
}

void TrainingSession::drain() {
    if (!m_live) return;
    const LiveNews news = m_live->drain();
    if (news.empty()) return;
    for (const PhaseNews& phase : news.phases) {
        // Told after Resume was pressed: it rests no more.
        if (phase.rests && !phase.trouble && !m_gate->paused()) continue;
        m_trouble = phase.trouble;
        if (take(phase.rests ? RunEvent::Rested : RunEvent::Ready)) continue;
        m_trouble.reset();
    }
    Q_EMIT newsArrived(news);
}

void TrainingSession::finish(const Result<experiment::RunResult>& result) {
    m_drainTimer->stop();
    drain();
    m_live.reset();
    m_gate.reset();
    if (result) {
        take(RunEvent::Done);
    } else {
        take(result.error().code == ErrorCode::Cancelled ? RunEvent::Cancelled : RunEvent::Failure);
    }
    m_outcome = result;
    Q_EMIT ended();
}

}  // namespace leukolens::ui
