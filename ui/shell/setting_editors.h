// The editor of one setting, by its kind in AppSettings::table(). What is changed in it holds at once.
#pragma once

#include "ui/shell/app_settings.h"

class QWidget;

namespace leukolens::ui {

class JobRunner;

/// Of a setting that is not Hidden. Object name "setting_NAME" of what is typed or chosen in; it follows changes made elsewhere. `worker`: tries whether a server can be reached.
QWidget* makeSettingEditor(AppSettings& settings, const SettingSpec& spec, JobRunner& worker, QWidget* parent);

/// A label or help text of the table in the program's language.
QString settingText(const char* source);

}  // namespace leukolens::ui
