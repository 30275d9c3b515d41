#include "ui/classify/bin_filter.h"

namespace leukolens::ui {

BinFilter::BinFilter(CellModel& model, std::string className, QObject* parent)
    : QSortFilterProxyModel(parent), m_cells(model), m_className(std::move(className)) {
    setSourceModel(&model);
}

void BinFilter::setOrder(CellOrder order) {
    if (order == CellOrder::Arrival)
        sort(-1);
    else
        sort(0, order == CellOrder::MostCertain ? Qt::DescendingOrder : Qt::AscendingOrder);
}

CellKey BinFilter::keyAt(int row) const {
    return index(row, 0).data(CellModel::KeyRole).toInt();
}

QModelIndex BinFilter::indexOf(CellKey key) const {
    const int row = m_cells.rowOf(key);
    return row < 0 ? QModelIndex() : mapFromSource(m_cells.index(row));
}

bool BinFilter::filterAcceptsRow(int row, const QModelIndex&) const {
    return m_cells.cellAt(row).assignedClass == m_className;
}

bool BinFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    return topClass(m_cells.cellAt(left.row())).probability < topClass(m_cells.cellAt(right.row())).probability;
}

}  // namespace leukolens::ui
