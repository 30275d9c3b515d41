// Tables in the program's look.
#pragma once

class QTableView;

namespace leukolens::ui {

/// Rows are chosen whole, nothing is edited in place, no grid.
void styleTable(QTableView& view);
/// Columns as wide as their texts; the first takes what is left.
void fitColumns(QTableView& view);

}  // namespace leukolens::ui
