#include "ui/evaluation/study_session.h"

#include <algorithm>

#include "ui/evaluation/evaluation_session.h"
#include "ui/shell/app_context.h"

namespace leukolens::ui {

StudySession::StudySession(AppContext& context, EvaluationSession& session, QObject* parent) : QObject(parent), m_context(context), m_session(session) {
    connect(&context.trainingWorker, &JobRunner::statusChanged, this, [this] {
        if (canTrain() == m_couldTrain) return;
        m_couldTrain = !m_couldTrain;
        Q_EMIT canTrainChanged();
    });
}

void StudySession::takeRun() {
    m_studies = m_session.run()->studies;
    if (const auto& damaged = m_session.run()->studiesDamaged) Q_EMIT failed(tr("A map or learning curve of this run could not be read"), *damaged);
}

bool StudySession::isOpen(const std::filesystem::path& folder) const { return m_session.run()->record.result.folder == folder; }

const experiment::RunMap* StudySession::map(int fold) const {
    const auto found = std::ranges::find(m_studies.maps, fold, &experiment::RunMap::fold);
    return found == m_studies.maps.end() ? nullptr : &*found;
}

bool StudySession::canTrain() const { return !m_learning && !m_context.trainingWorker.stoppable(); }

void StudySession::makeMap(int fold, const std::filesystem::path& source) {
    if (m_mapping || !m_session.run()) return;
    m_mapping = true;
    Q_EMIT mapsChanged();
    m_context.inferenceWorker.run<experiment::RunMap>(
        tr("Making a map"), [run = m_session.run(), fold, source](ProgressSink& progress, const CancelToken& cancel) { return experiment::makeRunMap(run->record, fold, source, progress, cancel); }, this,
        [this, folder = m_session.run()->record.result.folder](const Result<experiment::RunMap>& map) {
            m_mapping = false;
            if (map && isOpen(folder)) {
                std::erase_if(m_studies.maps, [&](const experiment::RunMap& old) { return old.fold == map->fold; });
                m_studies.maps.push_back(*map);
            }
            Q_EMIT mapsChanged();
            if (!map && map.error().code != ErrorCode::Cancelled) Q_EMIT failed(tr("The map could not be made"), map.error());
        });
}

void StudySession::makeLearningCurve(const std::filesystem::path& source) {
    if (!canTrain() || !m_session.run()) return;
    m_learning = true;
    Q_EMIT learningChanged();
    m_context.trainingWorker.run<experiment::LearningCurve>(
        tr("Learning curve"),
        [run = m_session.run(), source](ProgressSink& progress, const CancelToken& cancel) {
            experiment::LearningCurveOptions options;
            options.bootstrap = run->evaluation.bootstrap;
            if (run->evaluation.positive >= 0) options.positiveClass = run->evaluation.classes[static_cast<std::size_t>(run->evaluation.positive)];
            return experiment::makeLearningCurve(run->record, source, options, progress, cancel);
        },
        this,
        [this, record = m_session.run()->record](const Result<experiment::LearningCurve>& curve) {
            m_learning = false;
            if (isOpen(record.result.folder)) {
                // Where it was stopped, the points that are done: a small file.
                if (const auto kept = experiment::readLearningCurve(record)) m_studies.learning = *kept;
                if (curve) m_studies.learning = *curve;
            }
            Q_EMIT learningChanged();
            if (!curve && curve.error().code != ErrorCode::Cancelled) Q_EMIT failed(tr("The learning curve could not be made"), curve.error());
        });
}

}  // namespace leukolens::ui
