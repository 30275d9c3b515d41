// What stands behind the words of a row that a delegate draws itself.
#pragma once

#include <QRect>

class QPainter;
class QStyleOptionViewItem;

namespace leukolens::ui {

/// A rounded box, filled where the row is chosen or under the pointer, with a ring where it has the focus. Returns the box.
QRect paintRowBackground(QPainter& painter, const QStyleOptionViewItem& option);

}  // namespace leukolens::ui
