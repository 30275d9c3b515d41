// Evaluate, tab Overview: all figures of a part of the cells with their intervals, and the table of folds with the paper's beside it.
#pragma once

#include <QWidget>

#include "ui/evaluation/evaluated_run.h"

class QComboBox;
class QLabel;
class QTableView;

namespace leukolens::ui {

class TextTable;

class FiguresPage : public QWidget {
    Q_OBJECT
public:
    explicit FiguresPage(QWidget* parent = nullptr);
    void setRun(const EvaluatedRunPointer& run);

private:
    QWidget* createFigures();
    QWidget* createFolds();
    const evaluation::Part& chosenPart() const;
    void showPart();
    void showFolds();

    EvaluatedRunPointer m_run;
    std::vector<const evaluation::Part*> m_parts;  ///< in the order of the list
    QComboBox* m_part = nullptr;
    QLabel *m_cells = nullptr, *m_method = nullptr, *m_paperWords = nullptr, *m_meanWords = nullptr;
    TextTable *m_figures = nullptr, *m_folds = nullptr;
    QTableView *m_figureView = nullptr, *m_foldView = nullptr;
};

}  // namespace leukolens::ui
