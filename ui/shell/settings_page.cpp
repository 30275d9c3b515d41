#include "ui/shell/settings_page.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>
#include <optional>

#include "ui/shell/labels.h"
#include "ui/shell/setting_editors.h"
#include "ui/shell/shortcut_editor.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

SettingsPage::SettingsPage(const QString& title, QWidget* parent) : QWidget(parent), m_title(title) {
    m_form = new QGridLayout(this);
    m_form->setContentsMargins(0, 0, Theme::kMarginPx, 0);
    m_form->setHorizontalSpacing(24);
    m_form->setVerticalSpacing(0);
    m_form->setColumnStretch(1, 1);
    QLabel* heading = makeHeading(title, this);
    heading->setContentsMargins(0, 0, 0, Theme::kSpacingPx);
    m_form->addWidget(heading, 0, 0, 1, 2);
}

void SettingsPage::addSettings(AppSettings& settings, SettingSection section, JobRunner& worker) {
    for (const SettingSpec& spec : AppSettings::table()) {
        if (spec.kind == SettingKind::Hidden || spec.section != section) continue;
        QStringList choices;
        for (const auto& [value, label] : spec.choices) choices << settingText(label);
        addRow(settingText(spec.label), makeSettingEditor(settings, spec, worker, this), settingText(spec.help), choices.join(' '));
    }
}

void SettingsPage::addRow(const QString& label, QWidget* editor, const QString& help, const QString& terms) {
    auto* name = new QLabel(label, this);
    name->setWordWrap(true);
    name->setBuddy(editor);
    const int row = m_form->rowCount();
    m_form->addWidget(name, row, 0, Qt::AlignVCenter);
    m_form->addWidget(editor, row, 1);
    m_rows.push_back({{name, editor}, QStringList{label, help, terms}.join(' '), Row::Kind::Setting});
    if (help.isEmpty()) return;
    QLabel* explanation = makeMuted(help, this);
    explanation->setFont(Theme::font(0.9));
    explanation->setContentsMargins(0, 2, 0, 10);
    m_form->addWidget(explanation, row + 1, 1);
    m_rows.back().parts.push_back(explanation);
}

void SettingsPage::addWide(QWidget* content) {
    m_form->addWidget(content, m_form->rowCount(), 0, 1, 2);
    m_rows.push_back({{content}, {}, Row::Kind::Wide});
}

void SettingsPage::addGroup(const QString& title) {
    auto* label = new QLabel(title, this);
    label->setFont(Theme::font(1.0, QFont::DemiBold));
    label->setContentsMargins(0, Theme::kMarginPx, 0, 4);
    addWide(label);
    m_rows.back().kind = Row::Kind::Group;
}

void SettingsPage::addShortcuts(AppSettings& settings) {
    addWide(makeMuted(tr("Click into a field and press the keys. They hold at once. Keys of review without Ctrl (digits, letters, Space, Enter) are fixed, and so are those on slides and in lists of cells; ? shows them in Classify."), this));
    auto* all = new QPushButton(tr("Set all shortcuts back"), this);
    all->setObjectName("resetShortcuts");
    all->setAutoDefault(false);
    connect(all, &QPushButton::clicked, this, [&settings] { settings.reset(SettingKey::Shortcuts); });
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, Theme::kSpacingPx, 0, 0);
    row->addWidget(all);
    row->addStretch(1);
    addWide(bar);
    std::optional<ShortcutScope> group;
    for (const ShortcutSpec& spec : Shortcuts::table()) {
        if (spec.scope != group) {
            group = spec.scope;
            addGroup(Shortcuts::title(spec.scope));
        }
        addRow(Shortcuts::label(spec.id), new ShortcutEditor(settings, spec.id, this), {}, Shortcuts::title(spec.scope));
    }
}

int SettingsPage::filter(const QStringList& words) {
    int shown = 0;
    const Row* group = nullptr;
    const auto show = [](const Row& row, bool visible) {
        for (QWidget* part : row.parts) part->setVisible(visible);
    };
    for (const Row& row : m_rows) {
        if (row.kind == Row::Kind::Group) group = &row;
        const bool matches = row.kind == Row::Kind::Setting && std::ranges::all_of(words, [&](const QString& word) { return row.text.contains(word, Qt::CaseInsensitive) || m_title.contains(word, Qt::CaseInsensitive); });
        show(row, words.isEmpty() || matches);
        shown += matches;
        if (matches && group) show(*group, true);
    }
    return shown;
}

}  // namespace leukolens::ui
