#include "ui/evaluation/study_session.h"

#include <algorithm>

#include "ui/evaluation/evaluation_session.h"
#include "ui/shell/app_context.h"

namespace leukolens::ui {

StudySession::StudySession(AppContext& context, EvaluationSession& session, QObject* parent) : QObject(parent), m_context(context), m_session(session) {
    connect(&session, &EvaluationSession::opened, this, &StudySession::reload);
    connect(&context.trainingWorker, &JobRunner::statusChanged, this, &StudySession::changed);
}

/// The files are small, and reading them again tells whether they still belong to the run.
void StudySession::reload() {
    if (!m_session.run()) return;
    const auto& record = m_session.run()->record;
    m_folder = record.result.folder;
    m_studies = {};
    auto studies = experiment::readRunStudies(record);
    if (studies) m_studies = std::move(*studies);
    Q_EMIT changed();
    if (!studies) Q_EMIT failed(tr("A map or learning curve of this run could not be read"), studies.error());
}

const experiment::RunMap* StudySession::map(int fold) const {
    const auto found = std::ranges::find(m_studies.maps, fold, &experiment::RunMap::fold);
    return found == m_studies.maps.end() ? nullptr : &*found;
}

bool StudySession::canTrain() const { return !m_learning && !m_context.trainingWorker.stoppable(); }

void StudySession::makeMap(int fold, const std::filesystem::path& source) {
    if (m_mapping || !m_session.run()) return;
    m_mapping = true;
    Q_EMIT changed();
    m_context.inferenceWorker.run<experiment::RunMap>(
        tr("Making a map"), [run = m_session.run(), fold, source](ProgressSink& progress, const CancelToken& cancel) { return experiment::makeRunMap(run->record, fold, source, progress, cancel); }, this,
        [this](const Result<experiment::RunMap>& map) {
            m_mapping = false;
            reload();
            if (!map && map.error().code != ErrorCode::Cancelled) Q_EMIT failed(tr("The map could not be made"), map.error());
        });
}

void StudySession::makeLearningCurve(const std::filesystem::path& source) {
    if (!canTrain() || !m_session.run()) return;
    m_learning = true;
    Q_EMIT changed();
    m_context.trainingWorker.run<experiment::LearningCurve>(
        tr("Learning curve"),
        [run = m_session.run(), source](ProgressSink& progress, const CancelToken& cancel) {
            experiment::LearningCurveOptions options;
            options.bootstrap = run->evaluation.bootstrap;
            if (run->evaluation.positive >= 0) options.positiveClass = run->evaluation.classes[static_cast<std::size_t>(run->evaluation.positive)];
            return experiment::makeLearningCurve(run->record, source, options, progress, cancel);
        },
        this,
        [this](const Result<experiment::LearningCurve>& curve) {
            m_learning = false;
            reload();
            if (!curve && curve.error().code != ErrorCode::Cancelled) Q_EMIT failed(tr("The learning curve could not be made"), curve.error());
        });
}

}  // namespace leukolens::ui
