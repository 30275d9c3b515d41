// Evaluate, tab Subjects: who is told apart badly, and how subgroups fare.
#pragma once

#include <QWidget>

#include "ui/evaluation/evaluated_run.h"

class QLabel;
class QSortFilterProxyModel;
class QTableView;

namespace leukolens::ui {

class TextTable;

class SubjectsPage : public QWidget {
    Q_OBJECT
public:
    explicit SubjectsPage(QWidget* parent = nullptr);
    void setRun(const EvaluatedRunPointer& run);

Q_SIGNALS:
    void subjectChosen(int subject);  ///< into test.subjects: to see the cells

private:
    void showSubjects();
    void showGroups();
    QString concentrationWords() const;

    EvaluatedRunPointer m_run;
    TextTable *m_subjects = nullptr, *m_groups = nullptr;
    QSortFilterProxyModel* m_sorted = nullptr;
    QTableView *m_subjectView = nullptr, *m_groupView = nullptr;
    QLabel *m_words = nullptr, *m_none = nullptr, *m_noGroups = nullptr;
};

}  // namespace leukolens::ui
