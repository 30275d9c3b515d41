// What an alarm says to people: what is seen, and what to do.
#pragma once

#include <QString>

#include "core/experiment/alarms.h"

namespace leukolens::ui {

QString alarmSentence(const experiment::Alarm& alarm);
QString alarmAdvice(const experiment::Alarm& alarm);

}  // namespace leukolens::ui
