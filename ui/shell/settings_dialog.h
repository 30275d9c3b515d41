// The settings dialog, made from AppSettings::table(): a new row in the table is a new line here. Changes hold at once.
#pragma once

#include <QDialog>

#include "ui/shell/app_settings.h"

class QGridLayout;

namespace leukolens::ui {

class JobRunner;

class SettingsDialog : public QDialog {
    Q_OBJECT
public:
    /// `worker`: tries whether a server can be reached.
    SettingsDialog(AppSettings& settings, JobRunner& worker, QWidget* parent = nullptr);

private:
    void addRow(QGridLayout& form, const SettingSpec& spec);
    QWidget* makeEditor(const SettingSpec& spec);
    QWidget* makeChoice(const SettingSpec& spec);
    QWidget* makeText(const SettingSpec& spec);
    QWidget* makeLines(const SettingSpec& spec);
    QWidget* makePath(const SettingSpec& spec);
    QWidget* makeInteger(const SettingSpec& spec);
    QWidget* makeFlag(const SettingSpec& spec);
    /// Keeps the editor in step when the value changes elsewhere (Defaults).
    void onChange(QWidget* editor, SettingKey key, std::function<void()> refresh);

    AppSettings& m_settings;
    JobRunner& m_worker;
};

}  // namespace leukolens::ui
