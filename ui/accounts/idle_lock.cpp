#include "ui/accounts/idle_lock.h"

#include <QCoreApplication>
#include <QEvent>

namespace leukolens::ui {

IdleLock::IdleLock(QObject* parent) : QObject(parent) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &IdleLock::idle);
}

void IdleLock::setIntervalMs(int intervalMs) {
    m_timer.stop();
    qApp->removeEventFilter(this);
    if (intervalMs <= 0) return;
    qApp->installEventFilter(this);
    m_timer.start(intervalMs);
}

bool IdleLock::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
        case QEvent::KeyPress:
        case QEvent::MouseButtonPress:
        case QEvent::MouseMove:
        case QEvent::HoverMove:
        case QEvent::Wheel:
        case QEvent::TouchBegin:
        case QEvent::TabletPress:
        case QEvent::DragMove: m_timer.start(); break;
        default: break;
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace leukolens::ui
