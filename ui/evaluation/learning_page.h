// Evaluate, tab Learning: how good the networks are against how many subjects they learnt from.
#pragma once

#include <QWidget>

#include "ui/evaluation/evaluated_run.h"

class QLabel;
class QPushButton;
class QStackedLayout;
class QTableView;

namespace leukolens::ui {

class AppContext;
class FigureView;
class StudySession;
class TextTable;
struct Figure;

class LearningPage : public QWidget {
    Q_OBJECT
public:
    LearningPage(AppContext& context, StudySession& studies, QWidget* parent = nullptr);
    void setRun(const EvaluatedRunPointer& run);

Q_SIGNALS:
    void saveRequested(const leukolens::ui::Figure& figure);
    void makeRequested();  ///< the data may have to be found first

private:
    QWidget* createCurve();
    void refresh();
    void showCurve();
    /// Whether all that there is to train was trained.
    bool complete() const;

    StudySession& m_studies;
    EvaluatedRunPointer m_run;
    QStackedLayout* m_pages = nullptr;
    QWidget *m_empty = nullptr, *m_busy = nullptr, *m_curve = nullptr, *m_none = nullptr;
    QPushButton *m_make = nullptr, *m_goOn = nullptr;
    FigureView* m_figure = nullptr;
    TextTable* m_points = nullptr;
    QTableView* m_table = nullptr;
    QLabel* m_words = nullptr;
};

}  // namespace leukolens::ui
