// Where cases are kept, in the settings dialog: a file, or a server that can be tried at once. A password is never saved.
#pragma once

#include <QWidget>

#include "ui/shell/app_settings.h"

class QLabel;
class QLayout;
class QLineEdit;
class QPushButton;

namespace leukolens::ui {

class JobRunner;

/// GUI thread; a server is reached on `worker`.
class StoreSettingEditor : public QWidget {
    Q_OBJECT
public:
    StoreSettingEditor(AppSettings& settings, const SettingSpec& spec, const QString& objectName, JobRunner& worker, QWidget* parent = nullptr);

private:
    QWidget* createLine(const QString& objectName);
    QLayout* createTest();
    void showSetting();
    void commit();
    void choose();
    void test();
    void say(const QString& words, const char* role);

    AppSettings& m_settings;
    const SettingSpec& m_spec;
    JobRunner& m_worker;
    QLineEdit* m_line = nullptr;
    QPushButton* m_test = nullptr;
    QLabel* m_result = nullptr;
    QString m_typed, m_saved;  ///< with its password, for as long as the dialog is open, and as it was saved
};

}  // namespace leukolens::ui
