#include "ui/shell/job_runner.h"

#include <QCoreApplication>
#include <QEvent>
#include <QTimer>

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "ui/shell/core_texts.h"

namespace leukolens::ui {
namespace {

constexpr int kStatusIntervalMs = 100;
/// Time left is guessed only after this long: the first units of a job are not like the rest.
constexpr qint64 kMeasureAtLeastMs = 1500;

/// The latest progress, written by the job's threads and read by the GUI's.
class LatestProgress final : public ProgressSink {
public:
    void report(const Progress& progress) override {
        const std::lock_guard lock(m_mutex);
        m_latest = progress;
    }
    Progress latest() const {
        const std::lock_guard lock(m_mutex);
        return m_latest;
    }

private:
    mutable std::mutex m_mutex;
    Progress m_latest;
};

/// Time left from the rate since the present total was first seen: each stage of a job counts in its own units.
class LeftEstimate {
public:
    qint64 leftMs(const Progress& progress, qint64 elapsedMs) {
        if (progress.total != m_total || progress.done < m_fromDone) {
            m_total = progress.total;
            m_fromDone = progress.done;
            m_fromMs = elapsedMs;
        }
        const qint64 measuredMs = elapsedMs - m_fromMs;
        const std::int64_t measured = progress.done - m_fromDone;
        if (m_total <= 0 || measured <= 0 || measuredMs < kMeasureAtLeastMs) return -1;
        const double perUnitMs = static_cast<double>(measuredMs) / static_cast<double>(measured);
        return static_cast<qint64>(perUnitMs * static_cast<double>(std::max<std::int64_t>(0, m_total - progress.done)));
    }

    void restart() { m_total = -1; }

private:
    std::int64_t m_total = -1, m_fromDone = 0;
    qint64 m_fromMs = 0;
};

}  // namespace

struct JobRunner::Job {
    JobId id = 0;
    QString name;
    Work work;
    QPointer<QObject> receiver;
    std::function<void()> done;
    JobPolicy policy;
    CancelSource cancel;
    LatestProgress progress;
    LeftEstimate estimate;  ///< GUI thread only
    QElapsedTimer clock;    ///< started by the worker before the job is seen as running
};

struct JobRunner::State {
    QString workerName;
    std::thread worker;
    std::mutex mutex;  ///< guards the next four
    std::condition_variable wake;
    std::deque<std::shared_ptr<Job>> waiting;
    std::shared_ptr<Job> running;
    bool ending = false;

    // GUI thread only.
    JobId lastId = 0;
    int unfinished = 0;  ///< counted until `done` was called
    int unfinishedStoppable = 0;
    QTimer* ticker = nullptr;
};

JobRunner::JobRunner(const QString& workerName, int niceness, QObject* parent) : QObject(parent), m_state(std::make_unique<State>()) {
    m_state->workerName = workerName;
    m_state->ticker = new QTimer(this);
    m_state->ticker->setInterval(kStatusIntervalMs);
    connect(m_state->ticker, &QTimer::timeout, this, &JobRunner::statusChanged);
    m_state->worker = std::thread([this, niceness] { workLoop(niceness); });
}

JobRunner::~JobRunner() {
    blockSignals(true);
    stopAndWait();
}

JobId JobRunner::enqueue(const QString& name, Work work, QObject* receiver, std::function<void()> done, JobPolicy policy) {
    auto job = std::make_shared<Job>();
    const JobId id = job->id = ++m_state->lastId;
    job->name = name;
    job->work = std::move(work);
    job->receiver = receiver ? receiver : this;
    job->done = std::move(done);
    job->policy = policy;
    ++m_state->unfinished;
    if (policy == JobPolicy::Stoppable) ++m_state->unfinishedStoppable;
    {
        const std::lock_guard lock(m_state->mutex);
        if (m_state->ending) {
            deliverLater(std::move(job));
        } else {
            m_state->waiting.push_back(std::move(job));
        }
    }
    m_state->wake.notify_one();
    m_state->ticker->start();
    Q_EMIT statusChanged();
    return id;
}

void JobRunner::workLoop(int niceness) {
    // Before the first job: the threads that OpenMP makes within it inherit this one's.
    // Below what the program itself was started with, which may have been "nice" already.
    if (niceness > 0) ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), ::getpriority(PRIO_PROCESS, 0) + niceness);
    ::pthread_setname_np(::pthread_self(), m_state->workerName.left(15).toLatin1().constData());
    for (;;) {
        std::shared_ptr<Job> job;
        {
            std::unique_lock lock(m_state->mutex);
            m_state->wake.wait(lock, [this] { return m_state->ending || !m_state->waiting.empty(); });
            if (m_state->waiting.empty()) return;
            job = m_state->waiting.front();
            m_state->waiting.pop_front();
            job->clock.start();
            m_state->running = job;
        }
        job->work(job->progress, job->cancel.token());
        job->work = nullptr;  // what the job captured is freed here, not in the GUI thread
        {
            const std::lock_guard lock(m_state->mutex);
            m_state->running.reset();
        }
        deliverLater(std::move(job));
    }
}

void JobRunner::deliverLater(std::shared_ptr<Job> job) {
    QMetaObject::invokeMethod(
        this, [this, job = std::move(job)] { deliver(*job); }, Qt::QueuedConnection);
}

void JobRunner::deliver(Job& job) {
    --m_state->unfinished;
    if (job.policy == JobPolicy::Stoppable) --m_state->unfinishedStoppable;
    if (m_state->unfinished == 0) m_state->ticker->stop();
    if (job.receiver && job.done) job.done();
    Q_EMIT statusChanged();
}

bool JobRunner::busy() const {
    return m_state->unfinished > 0;
}

bool JobRunner::stoppable() const {
    return m_state->unfinishedStoppable > 0;
}

JobStatus JobRunner::status() const {
    JobStatus status;
    status.running = busy();
    const std::lock_guard lock(m_state->mutex);
    const std::shared_ptr<Job>& job = m_state->running;
    if (!job) {
        if (!m_state->waiting.empty()) {
            status.name = m_state->waiting.front()->name;
            status.disposable = m_state->waiting.front()->policy == JobPolicy::Disposable;
        }
        return status;
    }
    const Progress progress = job->progress.latest();
    status.name = job->name;
    status.stopping = job->cancel.cancelled();
    status.disposable = job->policy == JobPolicy::Disposable;
    status.stage = translateStage(progress.stage);
    status.done = progress.done;
    status.total = progress.total;
    status.elapsedMs = job->clock.elapsed();
    status.leftMs = job->estimate.leftMs(progress, status.elapsedMs);
    return status;
}

void JobRunner::restartEstimate() {
    const std::lock_guard lock(m_state->mutex);
    if (m_state->running) m_state->running->estimate.restart();
}

void JobRunner::stop() {
    stopWhere([](const Job&) { return true; });
}

void JobRunner::stop(JobId id) {
    stopWhere([id](const Job& job) { return job.id == id; });
}

void JobRunner::stopWhere(const std::function<bool(const Job&)>& wanted) {
    const auto goes = [&wanted](const Job& job) { return job.policy != JobPolicy::MustFinish && wanted(job); };
    {
        const std::lock_guard lock(m_state->mutex);
        if (m_state->running && goes(*m_state->running)) m_state->running->cancel.cancel();
        std::deque<std::shared_ptr<Job>> kept;
        for (std::shared_ptr<Job>& job : m_state->waiting) {
            if (goes(*job)) {
                deliverLater(std::move(job));
            } else {
                kept.push_back(std::move(job));
            }
        }
        m_state->waiting.swap(kept);
    }
    Q_EMIT statusChanged();
}

void JobRunner::stopAndWait() {
    if (!m_state->worker.joinable()) return;
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->ending = true;
    }
    stop();
    m_state->wake.notify_one();
    m_state->worker.join();
    QCoreApplication::sendPostedEvents(this, QEvent::MetaCall);
}

}  // namespace leukolens::ui
