#include "ui/shell/accessible_role.h"

#include <QAccessibleWidget>
#include <QVariant>
#include <QWidget>

namespace leukolens::ui {
namespace {

constexpr const char* kRole = "leukolensAccessibleRole";

/// Asked for each class that the object is, before Qt's own answers.
QAccessibleInterface* withRole(const QString&, QObject* object) {
    auto* widget = qobject_cast<QWidget*>(object);
    const QVariant role = widget ? widget->property(kRole) : QVariant();
    return role.isValid() ? new QAccessibleWidget(widget, static_cast<QAccessible::Role>(role.toInt())) : nullptr;
}

}  // namespace

void setAccessibleRole(QWidget& widget, QAccessible::Role role) {
    static const bool installed = [] {
        QAccessible::installFactory(withRole);
        return true;
    }();
    Q_UNUSED(installed)
    widget.setProperty(kRole, static_cast<int>(role));
    // What was told of it before, such as when it got its name, is kept by Qt.
    if (QAccessibleInterface* before = QAccessible::queryAccessibleInterface(&widget); before->role() != role) QAccessible::deleteAccessibleInterface(QAccessible::uniqueId(before));
}

}  // namespace leukolens::ui
