// Days and times as the person's locale writes them, the year always in four digits: 11/12/26 could be three days.
#pragma once

#include <QDateTime>
#include <QString>

namespace leukolens::ui {

QString dateFormat();                       ///< of dateText(), as QDate and editors of dates take it
QString dateText(QDate day);                ///< empty where it is none
QString timeText(const QDateTime& time);    ///< day and time of day to the minute, in the zone that `time` has; empty where it is none

}  // namespace leukolens::ui
