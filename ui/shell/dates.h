// Days and times as the person's locale writes them, the year always in four digits: 11/12/26 could be three days.
#pragma once

#include <QDateTime>
#include <QString>

#include <string>

namespace leukolens::ui {

QString dateFormat();                       ///< of dateText(), as QDate and editors of dates take it
QString dateText(QDate day);                ///< empty where it is none
QString timeText(const QDateTime& time);    ///< day and time of day to the minute, in the zone that `time` has; empty where it is none
/// A time as the core writes it (ISO 8601), in the zone of this computer; invalid where it is none.
QDateTime isoTime(const std::string& iso);
/// The same in words; as it is where it is no time.
QString isoTimeText(const std::string& iso);
QString isoDateText(const std::string& iso);   ///< its day, likewise

}  // namespace leukolens::ui
