// The cells of one bin, in the order chosen.
#pragma once

#include <QSortFilterProxyModel>

#include <string>

#include "ui/classify/cell_model.h"

namespace leukolens::ui {

enum class CellOrder { Arrival, MostCertain, LeastCertain };

class BinFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    /// Shows the cells of `model` (which outlives this) that stand in the class now.
    BinFilter(CellModel& model, std::string className, QObject* parent = nullptr);

    const std::string& className() const { return m_className; }
    void setOrder(CellOrder order);

    CellKey keyAt(int row) const;
    QModelIndex indexOf(CellKey key) const;  ///< invalid: not in this bin

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    CellModel& m_cells;
    std::string m_className;
};

}  // namespace leukolens::ui
