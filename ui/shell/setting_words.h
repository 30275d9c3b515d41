// Settings of a training as the window names them, outside the form that changes them.
#pragma once

#include <QString>

#include "core/experiment/setting_table.h"

namespace leukolens::ui {

QString settingTitle(const experiment::Setting& setting);
/// "Patient-safe", "50", "299 px", "on"; "–" for an empty text.
QString settingValue(const experiment::Setting& setting, const experiment::TrainSettings& settings);

}  // namespace leukolens::ui
