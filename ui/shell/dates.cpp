#include "ui/shell/dates.h"

#include <QLocale>

namespace leukolens::ui {
namespace {

QString withWholeYear(QString format) {
    if (!format.contains("yyyy")) format.replace("yy", "yyyy");
    return format;
}

}  // namespace

QString dateFormat() { return withWholeYear(QLocale().dateFormat(QLocale::ShortFormat)); }

QString dateText(QDate day) { return day.isValid() ? QLocale().toString(day, dateFormat()) : QString(); }

QString timeText(const QDateTime& time) { return time.isValid() ? QLocale().toString(time, withWholeYear(QLocale().dateTimeFormat(QLocale::ShortFormat))) : QString(); }

QDateTime isoTime(const std::string& iso) { return QDateTime::fromString(QString::fromStdString(iso), Qt::ISODateWithMs).toLocalTime(); }

QString isoTimeText(const std::string& iso) {
    const QDateTime time = isoTime(iso);
    return time.isValid() ? timeText(time) : QString::fromStdString(iso);
}

QString isoDateText(const std::string& iso) {
    const QDateTime time = isoTime(iso);
    return time.isValid() ? dateText(time.date()) : QString::fromStdString(iso);
}

}  // namespace leukolens::ui
