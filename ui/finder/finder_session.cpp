#include "ui/finder/finder_session.h"

#include <QTimer>

#include <mutex>

#include "core/base/files.h"
#include "core/fields/demo_field_set.h"
#include "ui/shell/app_context.h"
#include "ui/shell/core_texts.h"

namespace leukolens::ui {
namespace {

constexpr int kDrainMs = 150;
constexpr int kDemoFields = 24;

}  // namespace

/// Handed from the training thread to this one.
struct FinderSession::Live final : fields::FieldObserver {
    void onNotice(const std::string& text) override {
        const std::lock_guard lock(mutex);
        notices.push_back(text);
    }
    void onEpoch(const fields::FieldEpoch& epoch) override {
        const std::lock_guard lock(mutex);
        epochs.push_back(epoch);
    }

    std::mutex mutex;
    std::vector<std::string> notices;
    std::vector<fields::FieldEpoch> epochs;
    int plannedEpochs = 0;  ///< 0: as it was planned
};

FinderSession::FinderSession(AppContext& context, QObject* parent) : QObject(parent), m_context(context) {
    m_drainTimer = new QTimer(this);
    m_drainTimer->setInterval(kDrainMs);
    connect(m_drainTimer, &QTimer::timeout, this, &FinderSession::drain);
    connect(&context.trainingWorker, &JobRunner::statusChanged, this, [this] {
        if (canTrain() == m_couldTrain) return;
        m_couldTrain = !m_couldTrain;
        Q_EMIT changed();
    });
}

FinderSession::~FinderSession() = default;

bool FinderSession::canTrain() const { return !running() && !m_context.trainingWorker.stoppable(); }

void FinderSession::read(const std::filesystem::path& folder) {
    startReading([folder](ProgressSink& progress, const CancelToken& cancel) { return fields::readFields(folder, progress, cancel); });
}

void FinderSession::readDemo(const std::filesystem::path& folder) {
    startReading([folder](ProgressSink& progress, const CancelToken& cancel) -> Result<fields::FieldSet> {
        std::error_code ignored;
        // What a drawing that was killed left is drawn anew.
        if (!std::filesystem::exists(folder / "JPEGImages", ignored)) std::filesystem::remove_all(folder, ignored);
        if (!std::filesystem::exists(folder, ignored))
            if (auto drawn = fields::writeDemoFieldSet(folder, kDemoFields, progress, cancel); !drawn) return fail(drawn.error());
        return fields::readFields(folder, progress, cancel);
    });
}

void FinderSession::startReading(Read read) {
    if (m_reading || running()) return;
    m_reading = true;
    m_context.fileWorker.run<fields::FieldSet>(tr("Reading fields"), std::move(read), this, [this](Result<fields::FieldSet> result) {
        m_reading = false;
        if (result) m_fields = std::make_shared<const fields::FieldSet>(std::move(*result));
        Q_EMIT changed();
        if (!result && result.error().code != ErrorCode::Cancelled) Q_EMIT failed(tr("The fields could not be read."), result.error());
    });
    Q_EMIT changed();
}

void FinderSession::start(const fields::FieldTrainSettings& settings, const std::filesystem::path& folder) {
    if (!m_fields || !canTrain()) return;
    m_folder = folder;
    launch(settings.epochs, [set = m_fields, settings, folder](const fields::FieldRunControl& control, const std::shared_ptr<Live>&) -> Result<fields::FieldRunResult> {
        if (auto made = createFolder(folder.parent_path()); !made) return fail(made.error());
        return fields::trainFields(*set, settings, folder, control);
    });
}

void FinderSession::goOn(const std::filesystem::path& folder) {
    if (!canTrain()) return;
    m_folder = folder;
    launch(0, [folder](const fields::FieldRunControl& control, const std::shared_ptr<Live>& live) -> Result<fields::FieldRunResult> {
        const auto record = fields::readFieldRun(folder);
        if (!record) return fail(record.error());
        {
            const std::lock_guard lock(live->mutex);
            live->plannedEpochs = record->settings.epochs;
        }
        const auto set = fields::readFields(record->dataRoot, control.progress, control.cancel);
        if (!set) return fail(set.error());
        return fields::resumeFields(*set, folder, control);
    });
}

void FinderSession::launch(int epochs, Work work) {
    m_context.trainingWorker.stop();  // whatever was measured there
    m_live = std::make_shared<Live>();
    m_plannedEpochs = epochs;
    m_epochs.clear();
    m_notices.clear();
    m_result.reset();
    m_context.trainingWorker.run<fields::FieldRunResult>(
        tr("Training a finder"), [work = std::move(work), live = m_live](ProgressSink& progress, const CancelToken& cancel) { return work({*live, progress, cancel}, live); }, this,
        [this](Result<fields::FieldRunResult> result) {
            m_drainTimer->stop();
            drain();
            m_live.reset();
            m_couldTrain = canTrain();
            if (result) m_result = std::move(*result);
            Q_EMIT changed();
            if (m_result) Q_EMIT ended();
            else if (result.error().code == ErrorCode::Cancelled) Q_EMIT stopped();
            else Q_EMIT failed(tr("The training failed."), result.error());
        });
    m_drainTimer->start();
    Q_EMIT changed();
}

void FinderSession::drain() {
    if (!m_live) return;
    {
        const std::lock_guard lock(m_live->mutex);
        if (m_live->notices.empty() && m_live->epochs.empty() && m_live->plannedEpochs == 0) return;
        for (const auto& notice : std::exchange(m_live->notices, {})) m_notices << coreText(notice);
        for (const auto& epoch : std::exchange(m_live->epochs, {})) m_epochs.push_back(epoch);
        if (const int planned = std::exchange(m_live->plannedEpochs, 0)) m_plannedEpochs = planned;
    }
    Q_EMIT changed();
}

void FinderSession::stop() {
    if (running()) m_context.trainingWorker.stop();
}

}  // namespace leukolens::ui
