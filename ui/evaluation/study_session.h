// What is made of the open run on a person's wish: maps of its cells, its learning curve. Without widgets. GUI thread only.
#pragma once

#include <QObject>

#include "core/base/error.h"
#include "core/experiment/run_studies.h"

namespace leukolens::ui {

class AppContext;
class EvaluationSession;

class StudySession : public QObject {
    Q_OBJECT
public:
    StudySession(AppContext& context, EvaluationSession& session, QObject* parent = nullptr);

    /// What was made of the run that was just opened. Emits nothing: whoever opens a run shows it everywhere.
    void takeRun();

    /// Of the open run; null: not made yet.
    const experiment::RunMap* map(int fold) const;
    const std::optional<experiment::LearningCurve>& learning() const { return m_studies.learning; }
    const experiment::RunStudies& studies() const { return m_studies; }

    /// `source`: the run's data. Cells are looked at on the inference worker.
    void makeMap(int fold, const std::filesystem::path& source);
    bool mapping() const { return m_mapping; }

    /// Trains, on the training worker. Does nothing while another training runs there: canTrain().
    void makeLearningCurve(const std::filesystem::path& source);
    bool learningRuns() const { return m_learning; }
    bool canTrain() const;

Q_SIGNALS:
    void mapsChanged();      ///< one is there, or is being made
    void learningChanged();  ///< likewise
    void canTrainChanged();
    void failed(const QString& summary, const leukolens::Error& error);

private:
    bool isOpen(const std::filesystem::path& folder) const;

    AppContext& m_context;
    EvaluationSession& m_session;
    experiment::RunStudies m_studies;
    bool m_mapping = false, m_learning = false, m_couldTrain = true;
};

}  // namespace leukolens::ui
