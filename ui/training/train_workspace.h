// Train: choose settings, start, watch curves and folds live, pause, go on, extend, use or report the result.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "ui/shell/workspace.h"
#include "ui/training/training_session.h"

class QPushButton;
class QStackedWidget;

namespace leukolens::ui {

class ComparisonSession;
class ComparisonView;
class ElidedLabel;
class EstimateProbe;
class RunBar;
class RunView;
class TrainForm;

class TrainWorkspace : public Workspace {
    Q_OBJECT
public:
    explicit TrainWorkspace(AppContext& context, QWidget* parent = nullptr, TrainingCalls calls = {});

    QString title() const override;
    QString iconName() const override { return "train"; }
    Memory remember() const override;  ///< the run

    TrainForm& form() { return *m_form; }
    const TrainingSession& session() const { return *m_session; }
    const ComparisonSession& comparison() const { return *m_comparison; }
    /// Shows a finished or interrupted run of an earlier time.
    void openRun(const QString& folder);
    /// What the Start button does: trains on the open data with the form's settings. Nothing happens while a training runs.
    void start();
    /// Trains on cells that need not be those that are open, by settings that need not be the form's; both stay as they are.
    void startOn(std::shared_ptr<const dataset::Dataset> dataset, const experiment::TrainSettings& settings, const QString& folder);
    /// Shows the interrupted run that was found in that folder, and goes on with it.
    void goOnWith(const QString& folder, const experiment::RunRecord& record);
    bool mayTrain() const;  ///< no other training runs, of whatever kind

Q_SIGNALS:
    /// A training ended by itself, with all its folds.
    void trained(const QString& runFolder);

private:
    QWidget* createHeader();
    QWidget* createEmptyState();
    QWidget* createTrainPage();
    void connectContext();
    void connectForm();
    void connectComparison();
    void showPage();
    void onState();
    void finish();
    void askAboutChangedData(const Error& error);
    void askAboutLeaks(const Error& error);
    /// Reads the run that is shown and goes on with it.
    void goOn(const experiment::ResumeOptions& options);
    void extend();
    void readRun(const QString& folder, std::function<void(const experiment::RunRecord&)> use);
    void describeResting(const experiment::RunRecord& record);
    void loadSettings();
    void saveSettings();
    void compareWith();
    void saveCurves(const QString& ending, const QByteArray& bytes);
    void saveReport();
    void useModel(const QString& model);
    void trainFrom(const QString& weights);
    void showComparison(bool shown);
    void refreshComparison();
    void startComparison();
    void saveComparison(bool asReport);
    /// Says so where a comparison, or a finder of cells, is trained: nothing else can be then.
    bool othersTrain();

    TrainingSession* m_session = nullptr;
    EstimateProbe* m_probe = nullptr;
    std::function<void(const experiment::TrainOptions&)> m_startAgain;  ///< the training that was started last
    experiment::ResumeOptions m_resuming;  ///< of the training that runs, if it goes on with an earlier one
    ElidedLabel* m_path = nullptr;
    QPushButton *m_open = nullptr, *m_evaluate = nullptr, *m_compare = nullptr;
    ComparisonSession* m_comparison = nullptr;
    ComparisonView* m_comparisonView = nullptr;
    bool m_comparisonShown = false;
    int m_finishedFolds = 0;  ///< of the run that is shown
    QStackedWidget* m_pages = nullptr;
    QWidget* m_empty = nullptr;
    QWidget* m_page = nullptr;
    TrainForm* m_form = nullptr;
    RunBar* m_bar = nullptr;
    RunView* m_view = nullptr;
};

}  // namespace leukolens::ui
