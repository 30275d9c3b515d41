#include "ui/classify/bin_filter.h"

#include <algorithm>

namespace leukolens::ui {

BinFilter::BinFilter(CellModel& model, BinId bin, QObject* parent)
    : QSortFilterProxyModel(parent), m_cells(model), m_bin(std::move(bin)) {
    setSourceModel(&model);
    sort(0);
    connect(&model, &CellModel::orderChanged, this, &BinFilter::invalidate);
}

void BinFilter::setFilter(const CellFilter& filter) {
    if (filter == m_filter) return;
    m_filter = filter;
    invalidateFilter();
}

int BinFilter::cellsInBin() const {
    if (m_filter.isEmpty()) return rowCount();
    const auto& cells = m_cells.cells();
    return static_cast<int>(std::count_if(cells.begin(), cells.end(), [this](const ShownCell& shown) { return m_cells.binOf(shown.cell) == m_bin; }));
}

CellKey BinFilter::keyAt(int row) const {
    return index(row, 0).data(CellModel::KeyRole).toInt();
}

QModelIndex BinFilter::indexOf(CellKey key) const {
    const int row = m_cells.rowOf(key);
    return row < 0 ? QModelIndex() : mapFromSource(m_cells.index(row));
}

bool BinFilter::filterAcceptsRow(int row, const QModelIndex&) const {
    const casebook::CaseCell& cell = m_cells.cellAt(row);
    return m_cells.binOf(cell) == m_bin && m_filter.accepts(cell);
}

bool BinFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    return m_cells.rankOf(left.row()) < m_cells.rankOf(right.row());
}

}  // namespace leukolens::ui
