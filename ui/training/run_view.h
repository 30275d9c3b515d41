// A training run to look at, live or finished: curves, table of folds, notes, and what can be done with the result.
#pragma once

#include <QWidget>

#include "core/experiment/run.h"
#include "ui/training/live_run.h"

class QComboBox;
class QPushButton;
class QTableView;

namespace leukolens::ui {

class CurveLegend;
class CurvePlot;
class FoldModel;
class RunNotes;

class RunView : public QWidget {
    Q_OBJECT
public:
    explicit RunView(QWidget* parent = nullptr);

    /// Empties the view for a run with these settings.
    void start(const experiment::TrainSettings& settings);
    void add(const LiveNews& news);
    /// No more comes; the buttons work for the folds that finished.
    void end();
    /// A run read back from its folder.
    void showRecord(const experiment::RunRecord& record);

Q_SIGNALS:
    void useModelRequested(const QString& model);
    void reportRequested();

private:
    QWidget* createPlots();
    QWidget* createTable();
    void updateSpans();
    void updateButtons();
    void markBest(const experiment::EpochRecord& record);

    RunNotes* m_notes = nullptr;
    CurvePlot* m_accuracy = nullptr;
    CurvePlot* m_loss = nullptr;
    CurveLegend* m_legend = nullptr;
    FoldModel* m_folds = nullptr;
    QTableView* m_table = nullptr;
    QComboBox* m_foldChoice = nullptr;
    QPushButton* m_useModel = nullptr;
    QPushButton* m_report = nullptr;
    bool m_running = false;
};

}  // namespace leukolens::ui
