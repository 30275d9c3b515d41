#include "ui/widgets/undo_buttons.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QShortcut>
#include <QToolButton>
#include <QUndoStack>

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
    const auto add = [&](const char* name, const QKeySequence& key) {
        auto* button = new QToolButton(bar);
        button->setObjectName(name);
        button->setIcon(Theme::icon(name));
        row->addWidget(button);
        auto* shortcut = new QShortcut(key, scope, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
        QObject::connect(shortcut, &QShortcut::activated, button, &QToolButton::click);
        return button;
    };
    QToolButton* undo = add("undo", QKeySequence::Undo);
    QToolButton* redo = add("redo", QKeySequence::Redo);
    const auto follow = [](QToolButton* button, bool isPossible, const QString& help) {
        button->setEnabled(isPossible);
        button->setToolTip(help);
        button->setAccessibleName(help);
    };
    const auto refresh = [&stack, undo, redo, follow] {
        follow(undo, stack.canUndo(), stack.canUndo() ? UndoButtons::tr("Undo: %1 (Ctrl+Z)").arg(stack.undoText()) : UndoButtons::tr("Undo (Ctrl+Z)"));
        follow(redo, stack.canRedo(), stack.canRedo() ? UndoButtons::tr("Redo: %1 (Ctrl+Shift+Z)").arg(stack.redoText()) : UndoButtons::tr("Redo (Ctrl+Shift+Z)"));
    };
    QObject::connect(&stack, &QUndoStack::indexChanged, bar, refresh);
    refresh();
    QObject::connect(undo, &QToolButton::clicked, &stack, &QUndoStack::undo);
    QObject::connect(redo, &QToolButton::clicked, &stack, &QUndoStack::redo);
    return bar;
}

}  // namespace leukolens::ui
