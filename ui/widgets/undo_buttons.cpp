#include "ui/widgets/undo_buttons.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QShortcut>
#include <QToolButton>
#include <QUndoStack>

#include "ui/shell/shortcuts.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

struct UndoButtons {
    Q_DECLARE_TR_FUNCTIONS(UndoButtons)
};

}  // namespace

QWidget* makeUndoButtons(QUndoStack& stack, QWidget* scope, QWidget* parent) {
    auto* bar = new QWidget(parent);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    const auto add = [&](const char* name, ShortcutId id) {
        auto* button = new QToolButton(bar);
        button->setObjectName(name);
        button->setIcon(Theme::icon(name));
        row->addWidget(button);
        auto* shortcut = new QShortcut(QKeySequence(), scope, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
        Shortcuts::bind(shortcut, id);
        QObject::connect(shortcut, &QShortcut::activated, button, &QToolButton::click);
        return button;
    };
    QToolButton* undo = add("undo", ShortcutId::Undo);
    QToolButton* redo = add("redo", ShortcutId::Redo);
    const auto follow = [](QToolButton* button, bool isPossible, ShortcutId id, const QString& help) {
        button->setEnabled(isPossible);
        button->setToolTip(Shortcuts::withKeys(help, id));
        button->setAccessibleName(button->toolTip());
    };
    const auto refresh = [&stack, undo, redo, follow] {
        follow(undo, stack.canUndo(), ShortcutId::Undo, stack.canUndo() ? UndoButtons::tr("Undo: %1").arg(stack.undoText()) : UndoButtons::tr("Undo"));
        follow(redo, stack.canRedo(), ShortcutId::Redo, stack.canRedo() ? UndoButtons::tr("Redo: %1").arg(stack.redoText()) : UndoButtons::tr("Redo"));
    };
    QObject::connect(&stack, &QUndoStack::indexChanged, bar, refresh);
    for (const ShortcutId id : {ShortcutId::Undo, ShortcutId::Redo}) Shortcuts::follow(bar, id, refresh);
    QObject::connect(undo, &QToolButton::clicked, &stack, &QUndoStack::undo);
    QObject::connect(redo, &QToolButton::clicked, &stack, &QUndoStack::redo);
    return bar;
}

}  // namespace leukolens::ui
