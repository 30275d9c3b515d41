#include "ui/shell/tables.h"

#include <QHeaderView>
#include <QTableView>

namespace leukolens::ui {

void styleTable(QTableView& view) {
    view.setShowGrid(false);
    view.setAlternatingRowColors(false);
    view.setSelectionBehavior(QAbstractItemView::SelectRows);
    view.setEditTriggers(QAbstractItemView::NoEditTriggers);
    view.verticalHeader()->hide();
    view.verticalHeader()->setDefaultSectionSize(28);
    view.horizontalHeader()->setHighlightSections(false);
    view.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view.setFrameShape(QFrame::NoFrame);
    view.setCornerWidget(new QWidget(&view));  // the style draws a button there
    view.setTabKeyNavigation(false);
}

void fitColumns(QTableView& view) {
    view.horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    if (view.model()->columnCount() > 0) view.horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    view.horizontalHeader()->setMinimumSectionSize(40);
}

}  // namespace leukolens::ui
