// Evaluate, tab Overview: all figures of a part of the cells with their intervals, and the table of folds with the paper's beside it.
#pragma once

#include <QWidget>

#include "ui/evaluation/evaluated_run.h"
#include "ui/figures/figure.h"

class QComboBox;
class QLabel;
class QTableView;

namespace leukolens::ui {

class FigureView;
class TextTable;

class FiguresPage : public QWidget {
    Q_OBJECT
public:
    explicit FiguresPage(QWidget* parent = nullptr);
    void setRun(const EvaluatedRunPointer& run);

Q_SIGNALS:
    void saveRequested(const leukolens::ui::Figure& figure);

private:
    QWidget* createFigures();
    QWidget* createFolds();
    const evaluation::Part& chosenPart() const;
    void showPart();
    void showFolds();
    void showCurve();

    EvaluatedRunPointer m_run;
    std::vector<const evaluation::Part*> m_parts;  ///< in the order of the list
    std::vector<Figure> m_foldFigures;
    QComboBox *m_part = nullptr, *m_foldCurve = nullptr;
    FigureView* m_curves = nullptr;
    QLabel *m_cells = nullptr, *m_method = nullptr, *m_paperWords = nullptr, *m_meanWords = nullptr;
    TextTable *m_figures = nullptr, *m_folds = nullptr;
    QTableView *m_figureView = nullptr, *m_foldView = nullptr;
};

}  // namespace leukolens::ui
