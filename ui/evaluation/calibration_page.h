// Evaluate, tab Calibration: reliability before and after each fold's temperature, and what the temperatures are.
#pragma once

#include <QWidget>

#include "ui/evaluation/evaluated_run.h"

class QComboBox;
class QLabel;
class QTableView;

namespace leukolens::ui {

class FigureView;
class TextTable;
struct Figure;

class CalibrationPage : public QWidget {
    Q_OBJECT
public:
    explicit CalibrationPage(QWidget* parent = nullptr);
    void setRun(const EvaluatedRunPointer& run);

Q_SIGNALS:
    void saveRequested(const leukolens::ui::Figure& figure);

private:
    QWidget* createTables();
    void showFigure();

    EvaluatedRunPointer m_run;
    QComboBox* m_of = nullptr;
    FigureView* m_diagram = nullptr;
    TextTable *m_figures = nullptr, *m_folds = nullptr;
    QTableView *m_figureView = nullptr, *m_foldView = nullptr;
    QLabel* m_words = nullptr;
};

}  // namespace leukolens::ui
