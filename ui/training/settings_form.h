// All settings of a training as fields, in groups that fold open, built from the table of settings.
#pragma once

#include <QWidget>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/experiment/setting_table.h"

class QGridLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace leukolens::ui {

class SettingEditor;

class SettingsForm : public QWidget {
    Q_OBJECT
public:
    /// elsewhere: keys of settings that have a field outside this form.
    explicit SettingsForm(const std::set<std::string>& elsewhere, QWidget* parent = nullptr);

    /// What the fields say, on top of `base`.
    experiment::TrainSettings applyTo(experiment::TrainSettings base) const;
    void fill(const experiment::TrainSettings& settings);  ///< changed() is not told

Q_SIGNALS:
    void changed();

private:
    struct Group {
        QPushButton* head = nullptr;
        QWidget* body = nullptr;
        QPushButton* more = nullptr;  ///< null where nothing is advanced
        QWidget* advanced = nullptr;
    };
    void addGroup(experiment::SettingGroup group, const std::set<std::string>& elsewhere, QVBoxLayout& column);
    void addFields(QWidget& page, const std::vector<const experiment::Setting*>& settings);
    void follow();  ///< fields that the protocol and the network leave open
    void followNetwork(const experiment::TrainSettings& now);  ///< what another network offers, and its usual input
    SettingEditor& editorOf(std::string_view key);
    void open(Group& group, bool isOpen);
    void openMore(Group& group, bool isOpen);

    std::vector<SettingEditor*> m_editors;
    std::map<const SettingEditor*, QLabel*> m_labels;  ///< none of switches
    std::vector<std::unique_ptr<Group>> m_groups;
    std::string m_network;  ///< that the fields are for
    bool m_filling = false;
};

}  // namespace leukolens::ui
