// The settings dialog, made from AppSettings::table(): a new row in the table is a new line in its section. Changes hold at once.
#pragma once

#include <QDialog>

#include <vector>

#include "ui/shell/app_settings.h"

class QLabel;
class QLineEdit;
class QListWidget;
class QScrollArea;
class QVBoxLayout;

namespace leukolens::ui {

class JobRunner;
class SettingsPage;

class SettingsDialog : public QDialog {
    Q_OBJECT
public:
    /// `worker`: tries whether a server can be reached.
    SettingsDialog(AppSettings& settings, JobRunner& worker, QWidget* parent = nullptr);

    void showSection(SettingSection section);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void createPages();
    QWidget* createSections();
    QWidget* createArea();
    QWidget* createButtons();
    void fitToScreen();
    /// The section that is chosen, or of all sections the rows that match what is searched.
    void showRows();

    AppSettings& m_settings;
    JobRunner& m_worker;
    QLineEdit* m_search = nullptr;
    QListWidget* m_sections = nullptr;
    QScrollArea* m_area = nullptr;
    QVBoxLayout* m_column = nullptr;
    QLabel* m_nothing = nullptr;
    std::vector<SettingsPage*> m_pages;  ///< in the order of the list
};

}  // namespace leukolens::ui
