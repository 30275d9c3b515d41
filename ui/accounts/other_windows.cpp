#include "ui/accounts/other_windows.h"

#include <QApplication>
#include <QDialog>
#include <QEvent>
#include <QFileDialog>
#include <QPrintDialog>
#include <QToolTip>
#include <QWindow>

#include <algorithm>
#include <utility>

namespace leukolens::ui {
namespace {

/// Their exec() ends when they are hidden, and there is nothing in them but a choice that is made anew in a moment.
bool cannotWait(const QWidget& window) { return qobject_cast<const QFileDialog*>(&window) || qobject_cast<const QAbstractPrintDialog*>(&window); }

void takeOffScreen(QWidget& window) {
    window.hide();
    window.setAttribute(Qt::WA_DontShowOnScreen, false);
}

/// The later it was made, the higher: a question stays over the dialog that asks it.
qsizetype heightOf(const QWidget& window) { return QGuiApplication::topLevelWindows().indexOf(window.windowHandle()); }

}  // namespace

OtherWindows::OtherWindows(QWidget& mainWindow, QObject* parent) : QObject(parent), m_mainWindow(mainWindow) { setObjectName("otherWindows"); }

bool OtherWindows::isOther(const QWidget& window) const {
    // Menus and tips come up where somebody points at something, which is the page that locks.
    return window.isWindow() && &window != &m_mainWindow && &window != m_allowed && window.windowType() != Qt::Popup && window.windowType() != Qt::ToolTip;
}

void OtherWindows::putAway() {
    while (QWidget* popup = QApplication::activePopupWidget())
        if (!popup->close()) break;
    QToolTip::hideText();
    m_activeBefore = QApplication::activeWindow();
    qApp->installEventFilter(this);
    auto windows = QApplication::topLevelWidgets();
    std::stable_sort(windows.begin(), windows.end(), [](const QWidget* a, const QWidget* b) { return heightOf(*a) < heightOf(*b); });
    std::vector<QPointer<QWidget>> all(windows.begin(), windows.end());
    for (const auto& window : all)
        if (window && window->isVisible() && isOther(*window)) hide(*window);
    // Input goes where it went, unless another program has it.
    if (m_activeBefore && m_activeBefore != &m_mainWindow) m_mainWindow.activateWindow();
}

void OtherWindows::hide(QWidget& window) {
    if (auto* dialog = qobject_cast<QDialog*>(&window); dialog && cannotWait(window)) return dialog->reject();
    const bool wasSeen = !window.testAttribute(Qt::WA_DontShowOnScreen);
    remember(window, wasSeen ? std::optional(window.pos()) : std::nullopt);
    takeOffScreen(window);
}

void OtherWindows::remember(QWidget& window, std::optional<QPoint> place) {
    const auto known = std::find_if(m_away.begin(), m_away.end(), [&](const Away& away) { return away.window == &window; });
    if (known != m_away.end()) return;
    m_away.push_back({&window, place, window.focusWidget()});
    // A job that has ended may close what waited for it.
    if (auto* dialog = qobject_cast<QDialog*>(&window)) connect(dialog, &QDialog::finished, this, [this, dialog] { forget(dialog); });
}

void OtherWindows::forget(const QObject* window) {
    std::erase_if(m_away, [window](const Away& away) { return away.window == window; });
}

void OtherWindows::bringBack() {
    qApp->removeEventFilter(this);
    m_allowed = nullptr;
    for (const Away& away : std::exchange(m_away, {})) {
        if (!away.window) continue;
        away.window->disconnect(this);
        if (away.window->testAttribute(Qt::WA_DontShowOnScreen)) takeOffScreen(*away.window);  // it has opened just now
        const bool fills = away.window->isMaximized() || away.window->isFullScreen();
        if (away.place && !fills) away.window->move(*away.place);
        away.window->show();
        if (away.focus) away.focus->setFocus(Qt::OtherFocusReason);
    }
    if (m_activeBefore) m_activeBefore->activateWindow();
}

void OtherWindows::giveUp() {
    const auto all = m_away;
    // The last one first: it asks on behalf of those before.
    for (auto away = all.rbegin(); away != all.rend(); ++away) {
        const QPointer<QDialog> dialog = qobject_cast<QDialog*>(away->window.data());
        if (dialog) dialog->reject();
        if (dialog) dialog->setAttribute(Qt::WA_DontShowOnScreen, false);
    }
    bringBack();
}

bool OtherWindows::eventFilter(QObject* watched, QEvent* event) {
    auto* window = event->type() == QEvent::Show || event->type() == QEvent::Close ? qobject_cast<QWidget*>(watched) : nullptr;
    if (!window || !isOther(*window)) return QObject::eventFilter(watched, event);
    if (event->type() == QEvent::Close) {
        if (!qobject_cast<QDialog*>(window)) forget(window);
    } else if (!window->testAttribute(Qt::WA_DontShowOnScreen)) {
        // It is about to be put on the screen, and cannot be hidden before that is over.
        window->setAttribute(Qt::WA_DontShowOnScreen);
        remember(*window, std::nullopt);
        QMetaObject::invokeMethod(this, [this, shown = QPointer<QWidget>(window)] {
            if (shown && shown->testAttribute(Qt::WA_DontShowOnScreen)) hide(*shown);
        }, Qt::QueuedConnection);
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace leukolens::ui
