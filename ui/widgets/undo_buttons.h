// Undo and redo of a stack, as buttons and keys.
#pragma once

class QUndoStack;
class QWidget;

namespace leukolens::ui {

/// Two buttons in a row ("undo", "redo" as object names), whose help says what they would undo. The keys work while the focus is in `scope`.
QWidget* makeUndoButtons(QUndoStack& stack, QWidget* scope, QWidget* parent);

}  // namespace leukolens::ui
