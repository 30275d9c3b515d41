// Tables in the program's look.
#pragma once

class QTableView;

namespace leukolens::ui {

/// Rows are chosen whole, nothing is edited in place, no grid.
void styleTable(QTableView& view);
/// Columns as wide as their texts; where there is room left the first takes it. Call it again when the model has other columns.
void fitColumns(QTableView& view);
/// Columns of one width where every text has room in that, otherwise as fitColumns().
void spreadColumns(QTableView& view);

}  // namespace leukolens::ui
