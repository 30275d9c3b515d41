// A training run to look at, live or finished: alarms, curves, table of folds, log, notes, and what can be done with the result.
#pragma once

#include <QWidget>

#include "core/experiment/alarms.h"
#include "core/experiment/run.h"
#include "ui/training/live_run.h"

class QComboBox;
class QHBoxLayout;
class QPushButton;
class QTabBar;
class QTableView;

namespace leukolens::ui {

class AlarmStrip;
class CurvesPanel;
class FoldModel;
class RunLog;
class RunNotes;

class RunView : public QWidget {
    Q_OBJECT
public:
    explicit RunView(QWidget* parent = nullptr);

    CurvesPanel& curves() { return *m_curves; }

    /// Empties the view for a run with these settings.
    void start(const experiment::TrainSettings& settings);
    /// Shows what a run of an earlier time has so far, and that it goes on; extended: its folds are not done yet.
    void goOn(const experiment::RunRecord& record, int extraEpochs);
    void add(const LiveNews& news);
    /// No more comes; the buttons work for the folds that finished. diverged: it ended because the loss was no number.
    void end(bool diverged = false);
    /// A run read back from its folder.
    void showRecord(const experiment::RunRecord& record);

Q_SIGNALS:
    void useModelRequested(const QString& model);
    void reportRequested();
    void finishedFoldsChanged(int folds);

private:
    QWidget* createBelow();
    QWidget* createTable();
    void createButtons(QHBoxLayout& row);
    void showNews(const LiveNews& news, bool isLive);
    void updateAlarms(bool isLive);
    void updateSpans();
    void updateButtons();

    AlarmStrip* m_alarms = nullptr;
    CurvesPanel* m_curves = nullptr;
    QTabBar* m_tabs = nullptr;
    FoldModel* m_folds = nullptr;
    QTableView* m_table = nullptr;
    RunLog* m_log = nullptr;
    RunNotes* m_notes = nullptr;
    QComboBox* m_foldChoice = nullptr;
    QPushButton* m_useModel = nullptr;
    QPushButton* m_report = nullptr;

    experiment::TrainSettings m_settings;
    std::vector<experiment::EpochRecord> m_history;
    experiment::AlarmFacts m_facts;
    bool m_running = false;
};

}  // namespace leukolens::ui
