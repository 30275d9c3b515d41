// Pictures that are there twice, a row each pair: how alike, which, where, what the split does with them, what was decided.
#pragma once

#include <QAbstractTableModel>

#include <optional>
#include <vector>

#include "core/dataset/leaks.h"
#include "core/dataset/split.h"
#include "ui/data/label_session.h"

namespace leukolens::ui {

/// GUI thread only. Places are those of the session's read().
class DuplicateModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Similarity, First, Second, Found, Decision, ColumnCount };
    enum Role { SortRole = Qt::UserRole, IsOpenRole, IsDividedRole };  ///< IsOpen: nothing is decided. IsDivided: the split tests on what it learns from

    explicit DuplicateModel(const LabelSession& session, QObject* parent = nullptr);

    void show(std::vector<dataset::Leak> findings);
    void add(const std::vector<dataset::Leak>& findings);  ///< those that are not shown yet
    /// Of the data as they are now, with decisions; empty: there is no split.
    void showSplit(const dataset::Dataset& data, const std::optional<dataset::Split>& split);

    const dataset::Leak& at(int row) const { return m_findings[static_cast<std::size_t>(row)]; }
    dataset::LeakDecision decisionOn(int row) const;
    bool isDivided(int row) const { return m_dividedFolds[static_cast<std::size_t>(row)] > 0; }
    int countOpen() const;
    int countDivided() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void onDecided();
    QString words(int row, int column) const;
    QString nameOf(int place) const;
    QString decisionWords(int row) const;
    static QString placeWords(dataset::LeakPlace place);

    const LabelSession& m_session;
    std::vector<dataset::Leak> m_findings;
    std::vector<int> m_dividedFolds;  ///< of each: folds whose test it spoils
};

}  // namespace leukolens::ui
