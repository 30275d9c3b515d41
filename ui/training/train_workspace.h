// Train: choose settings, start, watch curves and folds live, use or report the result.
#pragma once

#include <memory>

#include "ui/shell/workspace.h"
#include "ui/training/live_run.h"

class QPushButton;
class QStackedWidget;
class QTimer;

namespace leukolens::ui {

class ElidedLabel;
class JobPanel;
class RunView;
class TrainForm;

class TrainWorkspace : public Workspace {
    Q_OBJECT
public:
    explicit TrainWorkspace(AppContext& context, QWidget* parent = nullptr);

    QString title() const override;
    QString iconName() const override { return "train"; }

    TrainForm& form() { return *m_form; }
    /// Shows a finished or interrupted run of an earlier time.
    void openRun(const QString& folder);
    /// What the Start button does: trains on the open data with the form's settings. Nothing happens while a training runs.
    void start();

Q_SIGNALS:
    /// A training ended by itself, with all its folds.
    void trained(const QString& runFolder);

private:
    QWidget* createHeader();
    QWidget* createEmptyState();
    QWidget* createTrainPage();
    void connectContext();
    void showPage();
    void drain();
    void finish(const Result<experiment::RunResult>& result);
    void saveReport();
    void useModel(const QString& model);
    void trainFrom(const QString& weights);

    std::shared_ptr<LiveRun> m_live;  ///< of the running training; null otherwise
    QTimer* m_drainTimer = nullptr;
    QString m_runFolder;  ///< of the run shown; empty: none
    ElidedLabel* m_path = nullptr;
    QStackedWidget* m_pages = nullptr;
    QWidget* m_empty = nullptr;
    QWidget* m_page = nullptr;
    TrainForm* m_form = nullptr;
    JobPanel* m_progress = nullptr;
    RunView* m_view = nullptr;
};

}  // namespace leukolens::ui
