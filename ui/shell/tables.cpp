#include "ui/shell/tables.h"

#include <QEvent>
#include <QHeaderView>
#include <QTableView>

namespace leukolens::ui {
namespace {

/// Decides anew whenever the table gets another size.
class ColumnFitter : public QObject {
public:
    explicit ColumnFitter(QTableView& view) : QObject(&view), m_view(view) { view.viewport()->installEventFilter(this); }

    void fit() {
        QHeaderView& header = *m_view.horizontalHeader();
        if (header.count() == 0) return;
        header.setSectionResizeMode(QHeaderView::ResizeToContents);
        header.resizeSections(QHeaderView::ResizeToContents);
        if (header.length() < m_view.viewport()->width()) header.setSectionResizeMode(0, QHeaderView::Stretch);
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Resize) fit();
        return QObject::eventFilter(watched, event);
    }

private:
    QTableView& m_view;
};

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

void fitColumns(QTableView& view) {
    constexpr const char* kName = "columnFitter";
    auto* fitter = static_cast<ColumnFitter*>(view.findChild<QObject*>(kName, Qt::FindDirectChildrenOnly));
    if (!fitter) {
        fitter = new ColumnFitter(view);
        fitter->setObjectName(kName);
    }
    fitter->fit();
}

}  // namespace leukolens::ui
