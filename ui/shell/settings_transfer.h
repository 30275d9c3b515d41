// The row of the settings dialog that exports and imports all settings. An import can be taken back until the dialog is closed.
#pragma once

#include <QWidget>

#include <vector>

#include "ui/shell/settings_file.h"

class QLabel;
class QPushButton;

namespace leukolens::ui {

class SettingsTransfer : public QWidget {
    Q_OBJECT
public:
    explicit SettingsTransfer(AppSettings& settings, QWidget* parent = nullptr);

private:
    void exportFile();
    void importFile();
    void undoImport();
    void say(const QString& words, const char* role);

    AppSettings& m_settings;
    QPushButton* m_undo = nullptr;
    QLabel* m_result = nullptr;
    std::vector<SettingChange> m_before;  ///< of the last import
};

}  // namespace leukolens::ui
