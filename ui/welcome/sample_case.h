// The sample: demonstration cells, a model that learns from them, and a case of cells that it has never seen, made in the person's own window.
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

#include "core/experiment/train_settings.h"
#include "ui/shell/job_runner.h"
#include "ui/welcome/sample_record.h"
#include "ui/welcome/sample_run.h"

namespace leukolens::ui {

class AppContext;
class ClassifySession;
class DataWorkspace;
class MainWindow;
class TrainWorkspace;

/// Nothing of the person's is changed by it: the cells lie in the standard place and are opened in Data only where nothing is open, the training is by settings of its own, the case is a new one, and the sample's model is
/// lent while that case is shown and chosen by nobody. GUI thread only.
class SampleCase : public QObject {
    Q_OBJECT
public:
    enum class State {
        Resting,
        Looking,      ///< whether it was made before: a moment
        MakingCells,
        Training,
        Ready,        ///< it can be shown; the person is at something else
        Classifying,  ///< it is shown, and its cells arrive
        Failed,
    };

    SampleCase(AppContext& context, MainWindow& window, ClassifySession& session, DataWorkspace& data, TrainWorkspace& train, QObject* parent);

    /// Shows the sample case; makes what is missing of it first.
    void lookAround();
    void stop();     ///< what is done is kept, and lookAround() goes on from there
    void show();     ///< where it is Ready
    void dismiss();  ///< what Failed says has been read

    State state() const { return m_state; }
    bool isBusy() const { return m_state != State::Resting && m_state != State::Failed; }
    bool isResting() const;                        ///< its training was paused
    QString trouble() const { return m_trouble; }  ///< why it Failed, or is not shown although Ready; sentences
    bool wasMade() const;                          ///< in this store; the case may have gone since

    /// Whoever follows the tour does nothing else meanwhile: the case is shown as soon as it is ready.
    void setTouring(bool touring);

    /// Otherwise Quick's, with a small network. Tests train for a moment only.
    void setTrainSettings(const experiment::TrainSettings& settings) { m_trainSettings = settings; }

Q_SIGNALS:
    void changed();

private:
    void setState(State state, const QString& trouble = {});
    void fail(const QString& summary, const Error& error);
    QString obstacle() const;  ///< why the case cannot be shown now; empty: it can
    bool personWaits() const;  ///< nothing is taken out of the person's hands by showing it
    void openMade(const SampleRecord& record);
    void makeCells();
    void train(const SampleRun& run);
    void onTrainingEnded();
    void chooseCells();
    void showWhenFree();
    void recordCase();
    void updateLoan();

    AppContext& m_context;
    MainWindow& m_window;
    ClassifySession& m_session;
    DataWorkspace& m_data;
    TrainWorkspace& m_train;
    experiment::TrainSettings m_trainSettings;
    State m_state = State::Resting;
    QString m_trouble;
    bool m_touring = false;
    JobId m_job = 0;  ///< on the file worker
    DatasetPointer m_cells;
    QString m_runFolder;
    QString m_model;       ///< of the sample that is being made
    QStringList m_unseen;  ///< likewise
    int m_madeCase = 0;    ///< ClassifySession::shownCase() of the case made last, which has no id at first
    int m_lentFor = 0;     ///< ClassifySession::shownCase() that was looked at last
};

}  // namespace leukolens::ui
