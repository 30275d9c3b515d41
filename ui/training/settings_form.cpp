#include "ui/training/settings_form.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/experiment/planned_split.h"
#include "core/experiment/presets.h"
#include "core/nn/network_info.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"
#include "ui/training/setting_editor.h"

namespace leukolens::ui {
namespace {

using experiment::Setting;
using experiment::SettingGroup;

constexpr std::array kGroups = {SettingGroup::Protocol, SettingGroup::Network, SettingGroup::Optimisation, SettingGroup::Augmentation};

QString groupName(SettingGroup group) {
    switch (group) {
        case SettingGroup::Protocol: return SettingsForm::tr("Data and protocol");
        case SettingGroup::Network: return SettingsForm::tr("Network");
        case SettingGroup::Optimisation: return SettingsForm::tr("Optimisation");
        case SettingGroup::Augmentation: return SettingsForm::tr("Augmentation");
    }
    return {};
}

/// Two fields stand beside each other, but what is long has the row to itself.
bool isWide(const SettingEditor& editor) {
    if (qobject_cast<const QLineEdit*>(editor.widget())) return true;
    const auto* choice = qobject_cast<const QComboBox*>(editor.widget());
    if (!choice) return false;
    int longest = 0;
    for (int i = 0; i < choice->count(); ++i) longest = std::max(longest, static_cast<int>(choice->itemText(i).size()));
    return longest > 16;
}

}  // namespace

SettingsForm::SettingsForm(const std::set<std::string>& elsewhere, QWidget* parent) : QWidget(parent) {
    setObjectName("settingsForm");
    help::setPlace(this, "train#change-single-settings");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    for (const SettingGroup group : kGroups) addGroup(group, elsewhere, *column);
    open(*m_groups.front(), true);
    follow();
}

void SettingsForm::addGroup(SettingGroup which, const std::set<std::string>& elsewhere, QVBoxLayout& column) {
    std::vector<const Setting*> plain, advanced;
    for (const Setting& setting : experiment::settingTable()) {
        if (setting.group != which || elsewhere.contains(setting.key)) continue;
        (setting.advanced ? advanced : plain).push_back(&setting);
    }
    if (plain.empty() && advanced.empty()) return;
    m_groups.push_back(std::make_unique<Group>());
    Group& group = *m_groups.back();
    group.head = new QPushButton(groupName(which), this);
    group.head->setObjectName(QString("settingGroup%1").arg(static_cast<int>(which)));
    group.head->setProperty("groupHead", true);
    group.head->setCheckable(true);
    group.head->setToolTip(tr("Show or hide these settings"));
    column.addWidget(group.head);
    group.body = new QWidget(this);
    auto* page = new QVBoxLayout(group.body);
    page->setContentsMargins(0, 2, 0, 8);
    page->setSpacing(8);
    auto* fields = new QWidget(group.body);
    addFields(*fields, plain);
    page->addWidget(fields);
    if (!advanced.empty()) {
        group.more = new QPushButton(tr("More"), group.body);
        group.more->setObjectName(QString("settingMore%1").arg(static_cast<int>(which)));
        group.more->setProperty("link", true);
        group.more->setCheckable(true);
        group.more->setToolTip(tr("Show or hide settings that are seldom changed"));
        page->addWidget(group.more, 0, Qt::AlignLeft);
        group.advanced = new QWidget(group.body);
        addFields(*group.advanced, advanced);
        page->addWidget(group.advanced);
        connect(group.more, &QPushButton::toggled, this, [this, &group](bool isOpen) { openMore(group, isOpen); });
        openMore(group, plain.empty());
    }
    column.addWidget(group.body);
    connect(group.head, &QPushButton::toggled, this, [this, &group](bool isOpen) { open(group, isOpen); });
    open(group, false);
}

void SettingsForm::addFields(QWidget& page, const std::vector<const Setting*>& settings) {
    auto* grid = new QGridLayout(&page);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    int row = 0, side = 0;
    for (const Setting* setting : settings) {
        auto* editor = new SettingEditor(*setting, &page);
        m_editors.push_back(editor);
        connect(editor, &SettingEditor::changed, this, [this] {
            follow();
            if (!m_filling) Q_EMIT changed();
        });
        auto* cell = new QVBoxLayout;
        cell->setSpacing(2);
        if (!editor->isSwitch()) {
            auto* words = new QLabel(editor->label(), &page);
            words->setProperty("role", "muted");
            words->setFont(Theme::font(0.92));
            words->setBuddy(editor->widget());
            words->setToolTip(editor->widget()->toolTip());
            cell->addWidget(words);
            m_labels[editor] = words;
            editor->widget()->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        }
        cell->addWidget(editor->widget());
        const bool wide = isWide(*editor) || editor->isSwitch();
        if (wide && side == 1) {
            ++row;
            side = 0;
        }
        grid->addLayout(cell, row, side, 1, wide ? 2 : 1);
        if (wide || side == 1) {
            ++row;
            side = 0;
        } else {
            side = 1;
        }
    }
}

void SettingsForm::open(Group& group, bool isOpen) {
    const QSignalBlocker silent(group.head);
    group.head->setChecked(isOpen);
    group.head->setIcon(Theme::icon(isOpen ? "chevron-down" : "chevron-right"));
    group.body->setVisible(isOpen);
}

void SettingsForm::openMore(Group& group, bool isOpen) {
    const QSignalBlocker silent(group.more);
    group.more->setChecked(isOpen);
    group.more->setIcon(Theme::icon(isOpen ? "chevron-down" : "chevron-right", Theme::accent()));
    group.more->setText(isOpen ? tr("Less") : tr("More"));
    group.advanced->setVisible(isOpen);
}

experiment::TrainSettings SettingsForm::applyTo(experiment::TrainSettings base) const {
    for (const SettingEditor* editor : m_editors) {
        const Setting::Value now = editor->value();
        // A number box shows seven decimals: what nobody changed keeps every digit.
        const Setting::Value was = editor->setting().get(base);
        if (const double* exact = std::get_if<double>(&was)) {
            if (std::abs(std::get<double>(now) - *exact) < 5e-8) continue;
        }
        if (now != was) editor->setting().set(base, now);
    }
    if (base.protocol == dataset::Protocol::Official) base.folds = dataset::kOfficialFolds;
    if (base.protocol != dataset::Protocol::Own) base.splitFile.clear();
    return base;
}

void SettingsForm::fill(const experiment::TrainSettings& settings) {
    m_filling = true;
    for (SettingEditor* editor : m_editors) editor->setValue(editor->setting().get(settings));
    m_filling = false;
    follow();
}

void SettingsForm::follow() {
    const experiment::TrainSettings now = applyTo({});
    if (now.network != m_network) followNetwork(now);
    const auto protocol = now.protocol;
    for (SettingEditor* editor : m_editors) {
        const std::string_view key = editor->setting().key;
        if (key == "folds") editor->widget()->setEnabled(experiment::choosesFolds(protocol));
        if (key != "splitFile") continue;
        editor->widget()->setVisible(protocol == dataset::Protocol::Own);
        m_labels.at(editor)->setVisible(protocol == dataset::Protocol::Own);
    }
}

void SettingsForm::followNetwork(const experiment::TrainSettings& now) {
    experiment::TrainSettings before = now;
    before.network = std::exchange(m_network, now.network);
    const bool filling = std::exchange(m_filling, true);
    if (!filling) editorOf("inputPx").setValue(std::int64_t{experiment::withNetwork(before, m_network).inputPx});
    editorOf("frozenUpTo").setChoices(experiment::frozenChoices(m_network));
    m_filling = filling;
    const auto info = nn::networkInfo(m_network);
    if (!info) return;
    for (SettingEditor* editor : m_editors) {
        const bool counts = experiment::counts(editor->setting(), *info);
        editor->widget()->setEnabled(counts);
        if (const auto label = m_labels.find(editor); label != m_labels.end()) label->second->setEnabled(counts);
    }
}

SettingEditor& SettingsForm::editorOf(std::string_view key) {
    return **std::ranges::find_if(m_editors, [key](const SettingEditor* editor) { return editor->setting().key == key; });
}

}  // namespace leukolens::ui
