// Some cells of a run with what they were called, as a list. GUI thread only.
#pragma once

#include <QAbstractListModel>

#include "ui/evaluation/evaluated_run.h"

namespace leukolens::ui {

/// Which cells, and in which order.
struct AnswerChoice {
    int truth = -1, called = -1;  ///< classes; −1: any
    int subject = -1;             ///< into test.subjects; −1: any
    bool wrongOnly = false;
    friend bool operator==(const AnswerChoice&, const AnswerChoice&) = default;
};

class AnswerModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { CellRole = Qt::UserRole + 1, PathRole };
    using QAbstractListModel::QAbstractListModel;

    void setRun(EvaluatedRunPointer run);
    /// Wrong answers first, the surest of them on top, then right answers, the least sure on top.
    void choose(const AnswerChoice& choice);
    const AnswerChoice& choice() const { return m_choice; }

    const EvaluatedRunPointer& run() const { return m_run; }
    int cellAt(int row) const { return m_rows[static_cast<std::size_t>(row)]; }  ///< into test.cells
    QString pathOf(int cell) const;  ///< of the picture; empty where the folder was not found
    int calledAt(int row) const;
    bool isError(int row) const;
    int errors() const;  ///< among the rows
    double probabilityAt(int row) const;  ///< of what it is called

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    EvaluatedRunPointer m_run;
    AnswerChoice m_choice;
    std::vector<int> m_rows;
    std::vector<int> m_called;  ///< one a cell of the run
};

}  // namespace leukolens::ui
