#include "ui/shell/tables.h"

#include <QEvent>
#include <QHeaderView>
#include <QTableView>

#include <algorithm>

namespace leukolens::ui {
namespace {

enum class Columns { Fit, Spread, Drop };

/// Decides anew whenever the table gets another size.
class ColumnFitter : public QObject {
public:
    ColumnFitter(QTableView& view, Columns columns) : QObject(&view), m_view(view), m_columns(columns) { view.viewport()->installEventFilter(this); }

    void fit() {
        QHeaderView& header = *m_view.horizontalHeader();
        if (header.count() == 0) return;
        if (m_columns == Columns::Drop)
            for (int section = 0; section < header.count(); ++section) header.setSectionHidden(section, false);
        header.setSectionResizeMode(QHeaderView::ResizeToContents);
        header.resizeSections(QHeaderView::ResizeToContents);
        int widest = 0;
        for (int section = 0; section < header.count(); ++section) widest = std::max(widest, header.sectionSize(section));
        if (m_columns == Columns::Drop)
            for (int last = header.count() - 1; last > 0 && header.length() > m_view.viewport()->width(); --last) header.setSectionHidden(last, true);
        // Keys go on from the current cell, which must be one that is shown.
        if (const QModelIndex current = m_view.currentIndex(); current.isValid() && header.isSectionHidden(current.column())) m_view.setCurrentIndex(current.siblingAtColumn(0));
        if (m_columns == Columns::Spread && widest * header.count() <= m_view.viewport()->width()) header.setSectionResizeMode(QHeaderView::Stretch);
        else if (header.length() < m_view.viewport()->width()) header.setSectionResizeMode(0, QHeaderView::Stretch);
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Resize) fit();
        return QObject::eventFilter(watched, event);
    }

private:
    QTableView& m_view;
    Columns m_columns;
};

void fit(QTableView& view, Columns columns) {
    constexpr const char* kName = "columnFitter";
    auto* fitter = static_cast<ColumnFitter*>(view.findChild<QObject*>(kName, Qt::FindDirectChildrenOnly));
    if (!fitter) {
        fitter = new ColumnFitter(view, columns);
        fitter->setObjectName(kName);
    }
    fitter->fit();
}

}  // namespace

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

void fitColumns(QTableView& view) { fit(view, Columns::Fit); }

void dropColumns(QTableView& view) { fit(view, Columns::Drop); }

void spreadColumns(QTableView& view) { fit(view, Columns::Spread); }

}  // namespace leukolens::ui
