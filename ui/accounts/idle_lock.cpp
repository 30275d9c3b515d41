#include "ui/accounts/idle_lock.h"

#include <QCoreApplication>
#include <QEvent>

#include <time.h>

#include <algorithm>

namespace leukolens::ui {
namespace {

using namespace std::chrono_literals;

/// Timers stand still while the computer sleeps: this is how long after waking it is noticed, if no input comes first.
constexpr std::chrono::milliseconds kLookEvery = 1s;

/// Goes on while the computer sleeps, and nobody sets it.
std::chrono::milliseconds sinceBoot() {
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec));
}

bool isInput(QEvent::Type type) {
    switch (type) {
        case QEvent::KeyPress:
        case QEvent::KeyRelease:
        case QEvent::ShortcutOverride:  // comes before the key, and before what the key is a shortcut of
        case QEvent::MouseButtonPress:
        case QEvent::MouseButtonRelease:
        case QEvent::MouseButtonDblClick:
        case QEvent::MouseMove:
        case QEvent::HoverMove:
        case QEvent::Wheel:
        case QEvent::TouchBegin:
        case QEvent::TouchUpdate:
        case QEvent::TabletPress:
        case QEvent::TabletMove:
        case QEvent::DragMove:
        case QEvent::Drop: return true;
        default: return false;
    }
}

}  // namespace

IdleLock::IdleLock(QObject* parent) : QObject(parent), m_clock(sinceBoot) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { isOver(); });
    qApp->installEventFilter(this);
}

void IdleLock::setClock(Clock clock) {
    m_clock = std::move(clock);
    if (m_interval > 0ms) begin();
}

void IdleLock::setIntervalMs(int intervalMs) {
    const std::chrono::milliseconds wanted(std::max(0, intervalMs));
    if (wanted == m_interval) return;
    m_interval = wanted;
    m_timer.stop();
    if (m_interval > 0ms) begin();
}

void IdleLock::begin() {
    m_lastInput = m_clock();
    m_timer.start(std::min(m_interval, kLookEvery));
}

bool IdleLock::isOver() {
    const auto left = m_lastInput + m_interval - m_clock();
    if (left > 0ms) {
        m_timer.start(std::min(left, kLookEvery));
        return false;
    }
    setIntervalMs(0);
    Q_EMIT idle();
    return true;
}

bool IdleLock::eventFilter(QObject* watched, QEvent* event) {
    // The page has the focus by then, and would take it for the passphrase's first letter.
    const bool follows = m_lateKey && event->type() == QEvent::KeyPress;
    if (follows || event->type() == QEvent::ShortcutOverride) m_lateKey = false;
    if (follows) return true;
    if (m_interval == 0ms || !isInput(event->type())) return QObject::eventFilter(watched, event);
    if (isOver()) {
        m_lateKey = event->type() == QEvent::ShortcutOverride;
        event->accept();  // a key that nobody wants would be looked up as shortcut
        return true;
    }
    m_lastInput = m_clock();
    return QObject::eventFilter(watched, event);
}

}  // namespace leukolens::ui
