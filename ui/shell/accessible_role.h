// What a widget that draws itself is to a screen reader: Qt knows only that it is some widget.
#pragma once

#include <QAccessible>

class QWidget;

namespace leukolens::ui {

/// In the widget's constructor, beside its accessible name. GUI thread.
void setAccessibleRole(QWidget& widget, QAccessible::Role role);

}  // namespace leukolens::ui
