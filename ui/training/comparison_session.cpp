#include "ui/training/comparison_session.h"

#include <QTimer>

#include <mutex>

#include "core/base/files.h"
#include "core/experiment/run_data.h"
#include "ui/shell/app_context.h"
#include "ui/training/data_of_run.h"

namespace leukolens::ui {
namespace {

constexpr int kDrainMs = 150;

}  // namespace

/// Handed from the training thread to this one.
struct ComparisonSession::Live {
    std::mutex mutex;
    std::optional<experiment::ModelComparison> news;
    int row = -1;
};

ComparisonSession::ComparisonSession(AppContext& context, QObject* parent) : QObject(parent), m_context(context) {
    m_drainTimer = new QTimer(this);
    m_drainTimer->setInterval(kDrainMs);
    connect(m_drainTimer, &QTimer::timeout, this, &ComparisonSession::drain);
    connect(&context.trainingWorker, &JobRunner::statusChanged, this, [this] {
        if (canTrain() == m_couldTrain) return;
        m_couldTrain = !m_couldTrain;
        Q_EMIT canTrainChanged();
    });
}

ComparisonSession::~ComparisonSession() = default;

bool ComparisonSession::canTrain() const { return !running() && !m_context.trainingWorker.stoppable(); }

void ComparisonSession::begin(std::shared_ptr<const dataset::Dataset> dataset, const ComparisonWish& wish) {
    if (!dataset || !canTrain()) return;
    m_comparison.reset();
    launch(
        [dataset, wish](const experiment::ComparisonControl& control) -> Result<experiment::ModelComparison> {
            auto settings = wish.settings;
            settings.weightsFile.clear();
            const auto entries = experiment::entriesOf(wish.networks, wish.weights);
            if (!entries) return fail(entries.error());
            if (auto made = createFolder(wish.folder.parent_path()); !made) return fail(made.error());
            auto comparison = experiment::beginComparison(*dataset, settings, *entries, wish.folder, wish.options, {}, control.run.progress, control.run.cancel);
            if (!comparison) return comparison;
            control.changed(*comparison, -1);
            if (auto done = experiment::goOnWithComparison(*dataset, *comparison, control); !done) return fail(done.error());
            return comparison;
        },
        tr("The comparison failed"));
}

void ComparisonSession::goOn() {
    if (!m_comparison || !canTrain()) return;
    launch(
        [comparison = *m_comparison, open = m_context.dataset()](const experiment::ComparisonControl& control) mutable -> Result<experiment::ModelComparison> {
            const auto data = dataToGoOn(experiment::dataOf(comparison), open, control.run.progress, control.run.cancel);
            if (!data) return fail(data.error());
            if (auto done = experiment::goOnWithComparison(**data, comparison, control); !done) return fail(done.error());
            return std::move(comparison);
        },
        tr("The comparison failed"));
}

void ComparisonSession::launch(Work work, const QString& failure) {
    m_context.trainingWorker.stop();  // whatever was measured there
    m_live = std::make_shared<Live>();
    m_row = -1;
    m_context.trainingWorker.run<experiment::ModelComparison>(
        tr("Comparing models"),
        [work = std::move(work), live = m_live](ProgressSink& progress, const CancelToken& cancel) {
            experiment::NoRunObserver observer;
            const PauseGate neverPaused;
            experiment::ComparisonControl control{{observer, progress, cancel, neverPaused}};
            control.changed = [live](const experiment::ModelComparison& comparison, int row) {
                const std::lock_guard lock(live->mutex);
                live->news = comparison;
                live->row = row;
            };
            return work(control);
        },
        this,
        [this, failure](const Result<experiment::ModelComparison>& result) {
            m_drainTimer->stop();
            drain();
            m_live.reset();
            if (result) m_comparison = *result;
            m_couldTrain = canTrain();
            Q_EMIT changed();
            Q_EMIT canTrainChanged();
            if (result) Q_EMIT ended();
            if (!result) Q_EMIT failed(failure, result.error());
        });
    m_drainTimer->start();
    Q_EMIT changed();
}

void ComparisonSession::drain() {
    if (!m_live) return;
    {
        const std::lock_guard lock(m_live->mutex);
        if (!m_live->news) return;
        m_comparison = std::move(m_live->news);
        m_live->news.reset();
        m_row = m_live->row;
    }
    Q_EMIT changed();
}

void ComparisonSession::stop() {
    if (running()) m_context.trainingWorker.stop();
}

void ComparisonSession::open(const std::filesystem::path& folder) {
    if (running()) return;
    m_context.fileWorker.run<experiment::ModelComparison>(
        tr("Opening a comparison"), [folder](ProgressSink&, const CancelToken&) { return experiment::readComparison(folder); }, this,
        [this](const Result<experiment::ModelComparison>& read) {
            if (!read) return Q_EMIT failed(tr("The comparison could not be opened"), read.error());
            if (running()) return;
            m_comparison = *read;
            Q_EMIT changed();
        });
}

}  // namespace leukolens::ui
