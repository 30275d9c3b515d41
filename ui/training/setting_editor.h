// The editor of one setting of the table: a box, a list, a number, or a line of text.
#pragma once

#include <QObject>
#include <QString>

#include <span>

#include "core/experiment/setting_table.h"

class QWidget;

namespace leukolens::ui {

/// GUI thread only. The widget belongs to the parent given.
class SettingEditor : public QObject {
    Q_OBJECT
public:
    SettingEditor(const experiment::Setting& setting, QWidget* parent);

    const experiment::Setting& setting() const { return m_setting; }
    QWidget* widget() const { return m_widget; }
    bool isSwitch() const { return m_isSwitch; }  ///< a check box, which carries its own label
    QString label() const;                        ///< translated, with the unit where the widget does not show it

    void setValue(const experiment::Setting::Value& value);
    /// Of a choice by word: offers these in the place of the table's; what was chosen stays, or becomes the first where it is none of them.
    void setChoices(std::span<const experiment::SettingWord> words);
    experiment::Setting::Value value() const;

Q_SIGNALS:
    void changed();

private:
    QWidget* makeChoice(QWidget* parent);
    QWidget* makeWhole(QWidget* parent);
    QWidget* makeNumber(QWidget* parent);
    QWidget* makeText(QWidget* parent);
    QString unit() const;

    const experiment::Setting& m_setting;
    QWidget* m_widget = nullptr;
    bool m_isSwitch = false;
};

}  // namespace leukolens::ui
