// The cells of one bin that the filter lets through, in the order chosen.
#pragma once

#include <QSortFilterProxyModel>

#include "ui/classify/cell_filter.h"
#include "ui/classify/cell_model.h"

namespace leukolens::ui {

class BinFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    /// Shows the cells of `model` (which outlives this) that stand in the bin now, in the model's order.
    BinFilter(CellModel& model, BinId bin, QObject* parent = nullptr);

    const BinId& bin() const { return m_bin; }
    void setFilter(const CellFilter& filter);
    int cellsInBin() const;  ///< shown or not

    CellKey keyAt(int row) const;
    QModelIndex indexOf(CellKey key) const;  ///< invalid: not in this bin

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    CellModel& m_cells;
    BinId m_bin;
    CellFilter m_filter;
};

}  // namespace leukolens::ui
