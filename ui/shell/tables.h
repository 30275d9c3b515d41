// Tables in the program's look.
#pragma once

class QTableView;

namespace leukolens::ui {

/// Rows are chosen whole, nothing is edited in place, no grid.
void styleTable(QTableView& view);
/// Columns as wide as their texts; where there is room left the first takes it. Call it again when the model has other columns.
void fitColumns(QTableView& view);
/// As fitColumns(), but instead of a scroll bar the last columns go where there is no room: say in a tooltip of another what they say.
void dropColumns(QTableView& view);
/// Columns of one width where every text has room in that, otherwise as fitColumns().
void spreadColumns(QTableView& view);

}  // namespace leukolens::ui
