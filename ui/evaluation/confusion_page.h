// Evaluate, tab Errors: the confusion matrix, and the cells behind any of its fields.
#pragma once

#include <QWidget>

#include "ui/evaluation/evaluated_run.h"

class QButtonGroup;
class QCheckBox;
class QComboBox;

namespace leukolens::ui {

class AnswersView;
class AppContext;
class EvaluationSession;
class FigureView;
struct Figure;

class ConfusionPage : public QWidget {
    Q_OBJECT
public:
    ConfusionPage(AppContext& context, EvaluationSession& session, QWidget* parent = nullptr);
    void setRun(const EvaluatedRunPointer& run);
    /// Whose cells are shown, into test.subjects; −1: all.
    void showSubject(int subject);

Q_SIGNALS:
    void saveRequested(const leukolens::ui::Figure& figure);

private:
    QWidget* createMatrix();
    void showMatrix();
    void choose();

    EvaluatedRunPointer m_run;
    FigureView* m_matrix = nullptr;
    QButtonGroup* m_numbers = nullptr;
    QComboBox *m_truth = nullptr, *m_called = nullptr, *m_subject = nullptr;
    QCheckBox* m_wrong = nullptr;
    AnswersView* m_answers = nullptr;
};

}  // namespace leukolens::ui
