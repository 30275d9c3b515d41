#include "tests/ui/access/parts_of_qt.h"

#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollBar>
#include <QTabBar>
#include <QToolButton>

namespace leukolens::test {

bool isPartOfQt(const QWidget& widget) {
    if (qobject_cast<const QScrollBar*>(&widget) || qobject_cast<const QHeaderView*>(&widget)) return true;
    if (widget.objectName().startsWith("qt_") && !qobject_cast<const QTabBar*>(&widget)) return true;
    for (const QWidget* above = widget.parentWidget(); above; above = above->parentWidget()) {
        const QString name = QString::fromLatin1(above->metaObject()->className());
        if (name.startsWith("QComboBox") && name != "QComboBox") return true;  // what it drops down
        if (qobject_cast<const QHeaderView*>(above)) return true;
    }
    const QWidget* parent = widget.parentWidget();
    if (!parent) return false;
    if (QString::fromLatin1(widget.metaObject()->className()) == "QTableCornerButton") return true;
    // Viewports and corners of what scrolls.
    if (qobject_cast<const QAbstractScrollArea*>(parent) && QString::fromLatin1(widget.metaObject()->className()) == "QWidget") return true;
    if (qobject_cast<const QTabBar*>(parent) && qobject_cast<const QToolButton*>(&widget)) return true;
    if (qobject_cast<const QLineEdit*>(parent) && qobject_cast<const QToolButton*>(&widget) && widget.focusPolicy() == Qt::NoFocus) return true;
    return qobject_cast<const QLineEdit*>(&widget) && (qobject_cast<const QComboBox*>(parent) || qobject_cast<const QAbstractSpinBox*>(parent));
}

}  // namespace leukolens::test
