#include "ui/training/estimate_probe.h"

#include <QTimer>

#include "ui/shell/job_runner.h"

namespace leukolens::ui {
namespace {

constexpr int kCountAfterMs = 150;
/// Long enough that typing "299" does not measure 2 and 29.
constexpr int kMeasureAfterMs = 1200;

}  // namespace

EstimateProbe::EstimateProbe(JobRunner& trainingWorker, JobRunner& fileWorker, QObject* parent)
    : QObject(parent), m_training(trainingWorker), m_files(fileWorker) {
    m_countTimer = new QTimer(this);
    m_countTimer->setSingleShot(true);
    m_countTimer->setInterval(kCountAfterMs);
    connect(m_countTimer, &QTimer::timeout, this, &EstimateProbe::count);
    m_measureTimer = new QTimer(this);
    m_measureTimer->setSingleShot(true);
    m_measureTimer->setInterval(kMeasureAfterMs);
    connect(m_measureTimer, &QTimer::timeout, this, &EstimateProbe::measure);
}

EstimateProbe::~EstimateProbe() {
    if (m_cancel) m_cancel->cancel();
}

/// What the time of a cell depends on.
std::string EstimateProbe::key() const {
    const experiment::TrainSettings& s = m_settings;
    const std::string numbers = std::to_string(s.inputPx) + '/' + std::to_string(s.batch) + '/' + std::to_string(static_cast<int>(s.optimizer)) + '/' +
                                std::to_string(s.augment) + '/' + std::to_string(m_dataset ? m_dataset->classes.size() : 0);
    return s.network + '/' + s.device + '/' + s.precision + '/' + s.frozenUpTo + '/' + numbers + '/' + (s.frozenUpTo.empty() ? std::string() : s.weightsFile);
}

std::optional<experiment::Speed> EstimateProbe::speed() const {
    const auto found = m_measured.find(key());
    return found == m_measured.end() ? std::nullopt : found->second.speed;
}

bool EstimateProbe::failed() const {
    const auto found = m_measured.find(key());
    return found != m_measured.end() && !found->second.speed;
}

void EstimateProbe::ask(std::shared_ptr<const dataset::Dataset> dataset, const experiment::TrainSettings& settings) {
    const bool otherSplit = dataset != m_dataset || settings.protocol != m_settings.protocol || settings.folds != m_settings.folds ||
                            settings.seed != m_settings.seed || settings.splitFile != m_settings.splitFile || settings.stratify != m_settings.stratify || settings.trainShare != m_settings.trainShare ||
                            settings.batch != m_settings.batch || settings.epochs != m_settings.epochs;
    m_dataset = std::move(dataset);
    m_settings = settings;
    if (!m_dataset) {
        m_counts.reset();
        m_countError.reset();
        m_countTimer->stop();
        m_measureTimer->stop();
        return;
    }
    if (otherSplit) m_countError.reset();
    if (otherSplit || (!m_counts && !m_countError)) m_countTimer->start();
    if (!m_measured.contains(key()) && !m_measuring) m_measureTimer->start();
}

void EstimateProbe::setActive(bool active) {
    m_active = active;
    if (active && m_dataset && !m_measured.contains(key())) m_measureTimer->start();
}

void EstimateProbe::count() {
    m_files.run<experiment::RunCounts>(
        tr("Counting cells"),
        [dataset = m_dataset, settings = m_settings](ProgressSink&, const CancelToken&) { return experiment::countRun(*dataset, settings); }, this,
        [this, asked = ++m_asked](const Result<experiment::RunCounts>& counts) {
            if (asked != m_asked) return;
            m_counts = counts ? std::optional(*counts) : std::nullopt;
            m_countError = counts ? std::nullopt : std::optional(counts.error());
            Q_EMIT changed();
        },
        JobPolicy::Disposable);
}

void EstimateProbe::measure() {
    if (!m_active || !m_dataset || m_measuring || m_measured.contains(key())) return;
    if (m_training.busy()) return m_measureTimer->start();  // later
    m_measuring = true;
    m_cancel = std::make_shared<CancelSource>();
    m_training.run<experiment::Speed>(
        tr("Measuring the speed"),
        [settings = m_settings, classes = static_cast<int>(m_dataset->classes.size()), own = m_cancel](ProgressSink&, const CancelToken& cancel) -> Result<experiment::Speed> {
            if (own->cancelled()) return fail(ErrorCode::Cancelled, "stopped");
            return experiment::measureSpeed(settings, classes, cancel);
        },
        this,
        [this, measured = key()](const Result<experiment::Speed>& speed) {
            m_measuring = false;
            if (speed) {
                m_measured[measured].speed = *speed;
            } else if (speed.error().code != ErrorCode::Cancelled) {
                m_measured[measured].speed.reset();
            }
            if (m_dataset && !m_measured.contains(key())) m_measureTimer->start();
            Q_EMIT changed();
        },
        JobPolicy::Disposable);
    Q_EMIT changed();
}

}  // namespace leukolens::ui
