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

}  // namespace leukolens::ui
