#include "ui/shell/shortcut_editor.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

bool isModifier(int key) {
    return key == 0 || key == Qt::Key_unknown || key == Qt::Key_Control || key == Qt::Key_Shift || key == Qt::Key_Alt || key == Qt::Key_AltGr || key == Qt::Key_Meta || key == Qt::Key_CapsLock || key == Qt::Key_NumLock;
}

constexpr int kClearButtonPx = 48;  ///< with the field's margins

/// Shift counts where it does not only reach a sign: on many keyboards "?" is typed with it.
bool countsShift(const QString& text) { return text.isEmpty() || !text.front().isPrint() || text.front().isLetterOrNumber() || text.front().isSpace(); }

}  // namespace

void KeysEdit::keyPressEvent(QKeyEvent* event) {
    if (isModifier(event->key())) return event->accept();
    if (event->key() == Qt::Key_Escape) return event->ignore();
    Qt::KeyboardModifiers modifiers = event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier);
    if (event->modifiers().testFlag(Qt::ShiftModifier) && countsShift(event->text())) modifiers |= Qt::ShiftModifier;
    event->accept();
    Q_EMIT pressed(QKeySequence(QKeyCombination(modifiers, static_cast<Qt::Key>(event->key()))));
}

void KeysEdit::keyReleaseEvent(QKeyEvent* event) { event->accept(); }

ShortcutEditor::ShortcutEditor(AppSettings& settings, ShortcutId id, QWidget* parent) : QWidget(parent), m_settings(settings), m_id(id) {
    const QString name = QStringLiteral("shortcut_%1").arg(QLatin1String(Shortcuts::spec(id).name));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 2, 0, 2);
    column->setSpacing(2);
    auto* row = new QHBoxLayout;
    row->setSpacing(Theme::kSpacingPx);
    m_edit = new KeysEdit(this);
    m_edit->setObjectName(name);
    m_edit->setClearButtonEnabled(true);
    // Where there is little room the names beside it wrap, and the keys can still be read.
    m_edit->setMinimumWidth(m_edit->fontMetrics().horizontalAdvance(QStringLiteral("Ctrl+Shift+PgDown")) + kClearButtonPx);
    m_edit->setAccessibleName(Shortcuts::label(id));
    m_edit->setAccessibleDescription(tr("Press the keys that shall do this"));
    row->addWidget(m_edit, 1);
    m_reset = new QToolButton(this);
    m_reset->setObjectName(name + "_reset");
    m_reset->setIcon(Theme::icon("undo"));
    const QString help = tr("Set back to %1").arg(Shortcuts::spec(id).defaultKeys.toString(QKeySequence::NativeText));
    m_reset->setToolTip(help);
    m_reset->setAccessibleName(tr("%1: %2").arg(Shortcuts::label(id), help));
    row->addWidget(m_reset);
    column->addLayout(row);
    m_problem = makeText(QString(), this);
    m_problem->setObjectName(name + "_problem");
    m_problem->setFont(Theme::font(0.9));
    m_problem->hide();
    setRole(m_problem, "failure");
    column->addWidget(m_problem);
    setFocusProxy(m_edit);
    showKeys();
    connect(m_edit, &KeysEdit::pressed, this, &ShortcutEditor::take);
    connect(m_edit, &QKeySequenceEdit::keySequenceChanged, this, [this](const QKeySequence& keys) {
        if (keys.isEmpty()) take({});  // the button that clears the field
    });
    connect(m_reset, &QToolButton::clicked, this, [this] { take(Shortcuts::spec(m_id).defaultKeys); });
    connect(&settings, &AppSettings::changed, this, [this](SettingKey key) {
        if (key != SettingKey::Shortcuts) return;
        showKeys();
        say({});
    });
}

void ShortcutEditor::take(const QKeySequence& keys) {
    const QString problem = Shortcuts::problemWith(m_id, keys, [this](ShortcutId other) { return Shortcuts::keysIn(m_settings, other); });
    if (problem.isEmpty()) Shortcuts::set(m_settings, m_id, keys);
    showKeys();
    say(problem.isEmpty() ? QString() : tr("%1 was not taken. %2").arg(keys.toString(QKeySequence::NativeText), problem));
}

void ShortcutEditor::showKeys() {
    const QSignalBlocker blocker(m_edit);
    const QKeySequence keys = Shortcuts::keysIn(m_settings, m_id);
    m_edit->setKeySequence(keys);
    m_reset->setEnabled(keys != Shortcuts::spec(m_id).defaultKeys);
}

void ShortcutEditor::say(const QString& problem) {
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
    m_edit->setAccessibleDescription(problem.isEmpty() ? tr("Press the keys that shall do this") : problem);
}

}  // namespace leukolens::ui
