#include "ui/shell/help_request.h"

#include <QPointer>
#include <QVariant>
#include <QWidget>

#include <utility>

namespace leukolens::ui::help {
namespace {

constexpr const char* kProperty = "helpPage";

struct Opener {
    QPointer<QObject> owner;
    std::function<void(const QString&)> open;
};

Opener& opener() {
    static Opener current;
    return current;
}

}  // namespace

void setPlace(QWidget* widget, const char* place) { widget->setProperty(kProperty, QString::fromLatin1(place)); }

QString placeOf(const QWidget* widget) {
    for (; widget; widget = widget->parentWidget()) {
        const QString place = widget->property(kProperty).toString();
        if (!place.isEmpty()) return place;
    }
    return {};
}

QString placeOf(ErrorCode code) {
    const std::string_view name = toString(code);
    return QStringLiteral("troubleshooting#") + QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

bool isAvailable() { return opener().owner && opener().open; }

void open(const QString& place) {
    if (isAvailable()) opener().open(place);
}

void setOpener(QObject* owner, std::function<void(const QString&)> open) { opener() = {owner, std::move(open)}; }

}  // namespace leukolens::ui::help
