// The run that is evaluated: opened, compared, locked, reviewed. Without widgets. GUI thread only; the work is done by the program's file worker.
#pragma once

#include <QObject>

#include "core/base/error.h"
#include "core/experiment/picture_relations.h"
#include "ui/evaluation/evaluated_run.h"

namespace leukolens::ui {

class AppContext;

class EvaluationSession : public QObject {
    Q_OBJECT
public:
    explicit EvaluationSession(AppContext& context, QObject* parent = nullptr);

    /// Reads the run, evaluates it and writes evaluation.json. What was open stays until then. A run that is still being evaluated gives way to this one.
    void open(const QString& folder);
    /// As open(), of the run that is open, thresholds chosen for another sensitivity.
    void chooseSensitivity(double sensitivity);
    /// Makes the answers anew from the run's data first.
    void predictAgain(const QString& data);
    /// Relates errors to the pictures: with the open data if they are the run's, else the run's data are read.
    void relatePictures();
    void compareWith(const QString& folder);
    void endComparison();
    /// Writes temperatures and thresholds into the run's models.
    void lock();
    void note(const std::vector<std::string>& paths, std::optional<experiment::ErrorCause> cause);  ///< empty: takes it back

    const EvaluatedRunPointer& run() const { return m_run; }  ///< null before the first
    const std::shared_ptr<const ComparedRun>& compared() const { return m_compared; }  ///< null: none
    const std::vector<experiment::PictureRelation>& relations() const { return m_relations; }  ///< empty: not asked for yet
    bool relating() const { return m_relating; }
    const experiment::ErrorReview& review() const { return m_review; }
    const QString& opening() const { return m_opening; }  ///< folder that is being read; empty: none

Q_SIGNALS:
    void openingChanged();
    void opened();
    void comparedChanged();
    void relationsChanged();
    void reviewChanged();
    void locked(const leukolens::experiment::LockedDecisions& decisions);
    /// The figures are shown, but evaluation.json is none of theirs.
    void notWritten(const leukolens::Error& error);
    void failed(const QString& summary, const leukolens::Error& error);

private:
    void evaluate(const QString& folder, const QString& predictFrom, double sensitivity);

    AppContext& m_context;
    EvaluatedRunPointer m_run;
    std::shared_ptr<const ComparedRun> m_compared;
    experiment::ErrorReview m_review;
    std::vector<experiment::PictureRelation> m_relations;
    bool m_relating = false;
    QString m_opening;
    quint64 m_openingJob = 0;
    int m_wish = 0;  ///< counts evaluate()
};

}  // namespace leukolens::ui
