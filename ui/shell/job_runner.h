// Runs jobs one after another on one long-lived worker thread and brings results back to the GUI thread.
// LibTorch keeps memory for each thread that ran a network: a worker lives as long as the window.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QString>

#include <functional>
#include <memory>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"

namespace leukolens::ui {

/// Where the running job stands; all text is already translated.
struct JobStatus {
    bool running = false;
    bool stopping = false;
    bool disposable = false;     ///< nobody waits for it: not worth a place in the status bar
    QString name;                ///< "Training"
    QString stage;               ///< from the job's Progress; may be empty
    qint64 done = 0, total = 0;  ///< total 0: not known
    qint64 elapsedMs = 0;
    qint64 leftMs = -1;  ///< estimate; -1: not known yet
};

enum class JobPolicy {
    Stoppable,   ///< stop() cancels it
    MustFinish,  ///< short, and what it does must not be lost (saving): stop() leaves it alone, closing waits for it
    Disposable,  ///< stop() cancels it, and nothing is lost: closing does not ask
};

using JobId = quint64;

/// All methods are called from the GUI thread. Callbacks run there too, and never after `receiver` is gone.
class JobRunner : public QObject {
    Q_OBJECT
public:
    /// workerName: thread name, for debuggers. niceness > 0: the worker, and all threads that its jobs start, give way to the rest of the
    /// program and of the computer (Linux: setpriority(2) of the thread).
    explicit JobRunner(const QString& workerName, int niceness = 0, QObject* parent = nullptr);
    ~JobRunner() override;  ///< cancels, then joins

    /// Queues `job`. An exception in it, out of memory included, becomes a failed Result. Every job's `done` is called once,
    /// with Cancelled for jobs that were still queued when stopped. receiver null: the runner itself.
    template <class R>
    JobId run(const QString& name, std::function<Result<R>(ProgressSink&, const CancelToken&)> job, QObject* receiver,
             std::function<void(Result<R>)> done, JobPolicy policy = JobPolicy::Stoppable) {
        auto result = std::make_shared<Result<R>>(fail(ErrorCode::Cancelled, "stopped"));
        return enqueue(
            name,
            [job = std::move(job), result](ProgressSink& progress, const CancelToken& cancel) {
                *result = guarded<R>(job, progress, cancel);
            },
            receiver, [done = std::move(done), result] { done(std::move(*result)); }, policy);
    }

    bool busy() const;       ///< a job runs or waits, or its `done` was not called yet
    bool stoppable() const;  ///< one of them is Stoppable
    JobStatus status() const;
    void restartEstimate();  ///< of the time left, after the running job rested
    void stop();         ///< cancels the running job and drops the waiting ones; returns at once
    void stop(JobId job);  ///< the same for this one; nothing where it is over
    void stopAndWait();  ///< as stop(), then joins the worker and calls what `done` is left; afterwards every job
                         ///< is answered with Cancelled

Q_SIGNALS:
    void statusChanged();  ///< at most every 100 ms while running, and at start and end

private:
    using Work = std::function<void(ProgressSink&, const CancelToken&)>;

    template <class R>
    static Result<R> guarded(const std::function<Result<R>(ProgressSink&, const CancelToken&)>& job, ProgressSink& progress,
                             const CancelToken& cancel) {
        try {
            return job(progress, cancel);
        } catch (const std::bad_alloc&) {
            return fail(ErrorCode::OutOfMemory, "memory ran out", {},
                        "Close other programs, or choose a smaller batch or input size.");
        } catch (const std::exception& e) {
            return fail(ErrorCode::Internal, e.what());
        }
    }

    struct Job;
    JobId enqueue(const QString& name, Work work, QObject* receiver, std::function<void()> done, JobPolicy policy);
    void stopWhere(const std::function<bool(const Job&)>& wanted);
    void workLoop(int niceness);
    void deliverLater(std::shared_ptr<Job> job);
    void deliver(Job& job);

    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace leukolens::ui
