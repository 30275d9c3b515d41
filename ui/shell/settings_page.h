// One section of the settings dialog: a heading, and below it a row for each setting. A section that is searched shows the rows that match.
#pragma once

#include <QWidget>

#include <vector>

#include "ui/shell/app_settings.h"

class QGridLayout;

namespace leukolens::ui {

class JobRunner;

class SettingsPage : public QWidget {
    Q_OBJECT
public:
    SettingsPage(const QString& title, QWidget* parent = nullptr);

    QString title() const { return m_title; }

    /// The settings of `section`, in the table's order.
    void addSettings(AppSettings& settings, SettingSection section, JobRunner& worker);

    /// A row with help below it; `terms`: further words that it is found by.
    void addRow(const QString& label, QWidget* editor, const QString& help, const QString& terms = {});
    /// Over the whole width, and shown only while nothing is searched.
    void addWide(QWidget* content);
    /// Of the rows that follow, and shown with any of them.
    void addGroup(const QString& title);

    /// A row for each shortcut, in groups by where they work.
    void addShortcuts(AppSettings& settings);

    /// Shows the rows that hold every one of the words; all where there are none. Returns how many.
    int filter(const QStringList& words);

private:
    struct Row {
        std::vector<QWidget*> parts;
        QString text;
        enum class Kind { Setting, Wide, Group } kind = Kind::Setting;
    };
    QString m_title;
    QGridLayout* m_form = nullptr;
    std::vector<Row> m_rows;
};

}  // namespace leukolens::ui
