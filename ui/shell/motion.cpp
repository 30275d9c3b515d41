#include "ui/shell/motion.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QProgressBar>
#include <QStyle>

namespace leukolens::ui {
namespace {

constexpr const char* kGnomeKey = "enable-animations";
constexpr const char* kKdeKey = "AnimationDurationFactor";

struct State {
    QString choice = "system";
    bool desktopAsks = false;
};

State& state() {
    static State current;
    return current;
}

/// The answer comes when it comes; a desktop without a portal gives none.
void askPortal(const QString& group, const QString& key) {
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) return;
    QDBusMessage question = QDBusMessage::createMethodCall("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings", "Read");
    question << group << key;
    auto* answer = new QDBusPendingCallWatcher(bus.asyncCall(question), qApp);
    QObject::connect(answer, &QDBusPendingCallWatcher::finished, answer, [answer, key] {
        const QDBusPendingReply<QDBusVariant> reply = *answer;
        if (reply.isValid()) {
            // Portals wrap the value twice.
            QVariant value = reply.value().variant();
            if (value.canConvert<QDBusVariant>()) value = value.value<QDBusVariant>().variant();
            if (Motion::asksForLess(key, value)) state().desktopAsks = true;
        }
        answer->deleteLater();
    });
}

void askDesktop() {
    static bool asked = false;
    if (asked) return;
    asked = true;
    if (QApplication::style()->styleHint(QStyle::SH_Widget_Animation_Duration) == 0) state().desktopAsks = true;
    askPortal("org.gnome.desktop.interface", kGnomeKey);
    askPortal("org.kde.kdeglobals.KDE", kKdeKey);
}

}  // namespace

void Motion::apply(const QString& choice) {
    state().choice = choice;
    if (choice == "system") askDesktop();
}

bool Motion::isReduced() {
    return state().choice == "on" || (state().choice == "system" && state().desktopAsks);
}

bool Motion::asksForLess(const QString& key, const QVariant& value) {
    if (key == kGnomeKey) return value.typeId() == QMetaType::Bool && !value.toBool();
    bool isNumber = false;
    return key == kKdeKey && value.toDouble(&isNumber) == 0 && isNumber;
}

void Motion::showBusy(QProgressBar& bar) {
    bar.setRange(0, isReduced() ? 1 : 0);
    bar.setValue(0);
}

}  // namespace leukolens::ui
