#include "ui/shell/shortcuts.h"

#include <QAbstractButton>
#include <QAction>
#include <QCoreApplication>
#include <QShortcut>
#include <QStringList>

#include <algorithm>
#include <utility>

namespace leukolens::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Shortcuts)
};

/// The one that is asked: of the window that was made last.
Shortcuts*& living() {
    static Shortcuts* object = nullptr;
    return object;
}

std::size_t indexOf(ShortcutId id) {
    const auto& table = Shortcuts::table();
    return static_cast<std::size_t>(std::ranges::find(table, id, &ShortcutSpec::id) - table.begin());
}

/// As they stand in the settings; what a later or an earlier program wrote there and this one does not know is passed over.
std::vector<QKeySequence> storedKeys(const AppSettings& settings) {
    std::vector<QKeySequence> keys;
    for (const ShortcutSpec& spec : Shortcuts::table()) keys.push_back(spec.defaultKeys);
    for (const QString& line : settings.value(SettingKey::Shortcuts).toStringList()) {
        const qsizetype at = line.indexOf('=');
        const ShortcutSpec* spec = at > 0 ? Shortcuts::specNamed(line.left(at)) : nullptr;
        if (spec) keys[indexOf(spec->id)] = QKeySequence(line.mid(at + 1), QKeySequence::PortableText);
    }
    return keys;
}

bool isFunctionKey(int key) { return key >= Qt::Key_F1 && key <= Qt::Key_F24; }

/// Taken in fields of text, or by lists, wherever these are.
bool isOfEditing(const QKeySequence& keys) {
    for (const auto standard : {QKeySequence::Copy, QKeySequence::Cut, QKeySequence::Paste, QKeySequence::SelectAll, QKeySequence::Undo, QKeySequence::Redo, QKeySequence::MoveToNextWord, QKeySequence::MoveToPreviousWord})
        if (QKeySequence::keyBindings(standard).contains(keys)) return true;
    return keys == QKeySequence("Ctrl+Y");  // also redoes in Classify, on every desktop
}

bool activeTogether(ShortcutScope a, ShortcutScope b) {
    const auto ofWindow = [](ShortcutScope scope) { return scope != ShortcutScope::ModelsList && scope != ShortcutScope::ReportPages; };
    return a == b || (ofWindow(a) && ofWindow(b) && (a == ShortcutScope::Window || b == ShortcutScope::Window));
}

}  // namespace

ShortcutId workspaceShortcut(int number) {
    constexpr ShortcutId kOfWorkspaces[] = {ShortcutId::Workspace1, ShortcutId::Workspace2, ShortcutId::Workspace3, ShortcutId::Workspace4, ShortcutId::Workspace5, ShortcutId::Workspace6};
    return kOfWorkspaces[std::clamp(number, 1, 6) - 1];
}

Shortcuts::Shortcuts(AppSettings& settings, QObject* parent) : QObject(parent), m_settings(settings), m_keys(storedKeys(settings)) {
    living() = this;
    connect(&settings, &AppSettings::changed, this, [this](SettingKey key) {
        if (key == SettingKey::Shortcuts) read();
    });
}

Shortcuts::~Shortcuts() {
    if (living() == this) living() = nullptr;
}

void Shortcuts::read() {
    const auto before = std::exchange(m_keys, storedKeys(m_settings));
    for (std::size_t i = 0; i < m_keys.size(); ++i)
        if (m_keys[i] != before[i]) Q_EMIT changed(table()[i].id);
}

const ShortcutSpec& Shortcuts::spec(ShortcutId id) { return table()[indexOf(id)]; }

const ShortcutSpec* Shortcuts::specNamed(const QString& name) {
    const auto found = std::ranges::find_if(table(), [&](const ShortcutSpec& spec) { return name == QLatin1String(spec.name); });
    return found == table().end() ? nullptr : &*found;
}

QString Shortcuts::label(ShortcutId id) { return QCoreApplication::translate("Shortcuts", spec(id).label); }

QString Shortcuts::title(ShortcutScope scope) {
    switch (scope) {
        case ShortcutScope::Window: return Words::tr("Everywhere");
        case ShortcutScope::Classify: return Words::tr("Classify");
        case ShortcutScope::Slides: return Words::tr("Slides");
        case ShortcutScope::Data: return Words::tr("Data");
        case ShortcutScope::Train: return Words::tr("Train");
        case ShortcutScope::Evaluate: return Words::tr("Evaluate");
        case ShortcutScope::Cases: return Words::tr("Cases");
        case ShortcutScope::ModelsList: return Words::tr("List of models");
        case ShortcutScope::ReportPages: return Words::tr("Pages of a report");
    }
    return {};
}

QKeySequence Shortcuts::keys(ShortcutId id) { return living() ? living()->m_keys[indexOf(id)] : spec(id).defaultKeys; }

QKeySequence Shortcuts::keysIn(const AppSettings& settings, ShortcutId id) { return storedKeys(settings)[indexOf(id)]; }

QString Shortcuts::keysText(ShortcutId id) { return keys(id).toString(QKeySequence::NativeText); }

QString Shortcuts::problemWith(ShortcutId id, const QKeySequence& keys, const std::function<QKeySequence(ShortcutId)>& others) {
    const ShortcutSpec& own = spec(id);
    if (keys.isEmpty()) return {};
    if (keys.count() > 1) return Words::tr("One combination of keys only.");
    for (const ShortcutSpec& other : table())
        if (other.id != id && activeTogether(own.scope, other.scope) && others(other.id) == keys) return Words::tr("Taken by: %1 (%2).").arg(label(other.id), title(other.scope));
    if (keys == own.defaultKeys) return {};
    const QKeyCombination pressed = keys[0];
    if (!pressed.keyboardModifiers().testFlag(Qt::ControlModifier) && !isFunctionKey(pressed.key())) return Words::tr("Use Ctrl or a function key: other keys are for typing, menus and review.");
    if (isOfEditing(keys)) return Words::tr("Fields of text use these keys.");
    return {};
}

void Shortcuts::set(AppSettings& settings, ShortcutId id, const QKeySequence& keys) {
    auto all = storedKeys(settings);
    if (!problemWith(id, keys, [&](ShortcutId other) { return all[indexOf(other)]; }).isEmpty()) return;
    all[indexOf(id)] = keys;
    QStringList lines;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i] != table()[i].defaultKeys) lines << QLatin1String(table()[i].name) + '=' + all[i].toString(QKeySequence::PortableText);
    settings.set(SettingKey::Shortcuts, lines);
}

void Shortcuts::follow(QObject* receiver, ShortcutId id, std::function<void()> show) {
    show();
    if (!living()) return;
    connect(living(), &Shortcuts::changed, receiver, [id, show = std::move(show)](ShortcutId changed) {
        if (changed == id) show();
    });
}

void Shortcuts::bind(QAction* action, ShortcutId id) {
    follow(action, id, [action, id] { action->setShortcut(keys(id)); });
}

void Shortcuts::bind(QShortcut* shortcut, ShortcutId id) {
    follow(shortcut, id, [shortcut, id] { shortcut->setKey(keys(id)); });
}

void Shortcuts::bind(QAbstractButton* button, ShortcutId id) {
    follow(button, id, [button, id] { button->setShortcut(keys(id)); });
}

void Shortcuts::describe(QWidget* widget, ShortcutId id, const QString& help) {
    follow(widget, id, [widget, id, help] { widget->setToolTip(withKeys(help, id)); });
}

void Shortcuts::describe(QAction* action, ShortcutId id, const QString& help) {
    follow(action, id, [action, id, help] { action->setToolTip(withKeys(help, id)); });
}

QString Shortcuts::withKeys(const QString& help, ShortcutId id) {
    const QString text = keysText(id);
    //: what a button does, and the keys that do the same
    return text.isEmpty() ? help : Words::tr("%1 (%2)").arg(help, text);
}

}  // namespace leukolens::ui
