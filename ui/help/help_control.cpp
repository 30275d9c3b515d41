#include "ui/help/help_control.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMenuBar>

#include "ui/help/help_window.h"
#include "ui/shell/help_request.h"
#include "ui/shell/main_window.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/workspace.h"

namespace leukolens::ui {

HelpControl::HelpControl(AppSettings& settings, MainWindow& window) : QObject(&window), m_settings(settings), m_window(window) {
    help::setOpener(this, [this](const QString& place) { open(place); });
    qApp->installEventFilter(this);
}

void HelpControl::open(const QString& place) {
    if (!m_help) m_help = new HelpWindow(m_settings, &m_window);
    m_help->present(place);
}

bool HelpControl::eventFilter(QObject* watched, QEvent* event) {
    const bool isKey = event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride;
    auto* focused = isKey ? qobject_cast<QWidget*>(watched) : nullptr;
    const auto* key = focused ? static_cast<QKeyEvent*>(event) : nullptr;
    // Who is not logged in gets no further windows; where a menu or list is open, its keys are its own.
    if (!key || QKeySequence(key->keyCombination()) != Shortcuts::keys(ShortcutId::Help) || !m_window.menuBar()->isEnabled() || QApplication::activePopupWidget())
        return QObject::eventFilter(watched, event);
    // The menu's entry shows the key, and leads to the index; the key leads to where the person is.
    if (event->type() == QEvent::ShortcutOverride) event->accept();
    else if (m_help && m_help->isAncestorOf(focused)) m_help->raise();
    else open(placeFrom(focused));
    return true;
}

/// What stands beside the workspaces, such as the rail, leads to the one that is shown.
QString HelpControl::placeFrom(const QWidget* focused) const {
    const QString place = help::placeOf(focused);
    return place.isEmpty() ? help::placeOf(m_window.workspace(m_window.currentWorkspace())) : place;
}

}  // namespace leukolens::ui
