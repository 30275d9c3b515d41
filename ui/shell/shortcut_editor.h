// One line of the shortcuts page: the keys, a button that sets them back, and why keys that were pressed were not taken.
#pragma once

#include <QKeySequenceEdit>
#include <QWidget>

#include "ui/shell/shortcuts.h"

class QLabel;
class QToolButton;

namespace leukolens::ui {

/// Takes one combination at once; Qt's own waits a second for up to four. Tab and Esc do what they do elsewhere.
class KeysEdit : public QKeySequenceEdit {
    Q_OBJECT
public:
    using QKeySequenceEdit::QKeySequenceEdit;

Q_SIGNALS:
    void pressed(const QKeySequence& keys);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
};

/// Object names "shortcut_NAME" of the field, "shortcut_NAME_reset" and "shortcut_NAME_problem".
class ShortcutEditor : public QWidget {
    Q_OBJECT
public:
    ShortcutEditor(AppSettings& settings, ShortcutId id, QWidget* parent = nullptr);

private:
    void take(const QKeySequence& keys);
    void showKeys();
    void say(const QString& problem);

    AppSettings& m_settings;
    const ShortcutId m_id;
    KeysEdit* m_edit = nullptr;
    QToolButton* m_reset = nullptr;
    QLabel* m_problem = nullptr;
};

}  // namespace leukolens::ui
