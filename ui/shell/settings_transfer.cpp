#include "ui/shell/settings_transfer.h"

#include <QDir>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/base/files.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/labels.h"
#include "ui/shell/settings_import_dialog.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

SettingsTransfer::SettingsTransfer(AppSettings& settings, QWidget* parent) : QWidget(parent), m_settings(settings) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->setSpacing(Theme::kSpacingPx);
    const auto add = [&](const char* name, const QString& text, auto slot) {
        auto* button = new QPushButton(text, this);
        button->setObjectName(name);
        button->setAutoDefault(false);
        row->addWidget(button);
        connect(button, &QPushButton::clicked, this, slot);
        return button;
    };
    QPushButton* first = add("exportSettings", tr("Export settings…"), &SettingsTransfer::exportFile);
    add("importSettings", tr("Import settings…"), &SettingsTransfer::importFile);
    m_undo = add("undoImport", tr("Undo import"), &SettingsTransfer::undoImport);
    m_undo->hide();
    row->addStretch(1);
    column->addLayout(row);
    m_result = makeText(QString(), this);
    m_result->setObjectName("transferResult");
    m_result->hide();
    column->addWidget(m_result);
    setFocusProxy(first);
}

void SettingsTransfer::exportFile() {
    const QString file = dialogs::saveFile(this, tr("Export settings"), QDir::home().filePath("leukolens-settings.json"), tr("Settings (*.json)"));
    if (file.isEmpty()) return;
    const auto saved = writeFileAtomically(std::filesystem::path(file.toStdString()), exportedSettings(m_settings));
    if (!saved) return say(errorWords(saved.error()), "failure");
    say(tr("Saved: %1").arg(file), "");
}

void SettingsTransfer::importFile() {
    const QString file = dialogs::openFile(this, tr("Import settings"), QDir::homePath(), tr("Settings (*.json)"));
    if (file.isEmpty()) return;
    const auto found = readSettings(std::filesystem::path(file.toStdString()), m_settings);
    if (!found) return say(errorWords(found.error()), "failure");
    SettingsImportDialog dialog(*found, this);
    if (dialogs::run(dialog) != QDialog::Accepted) return say(tr("Nothing was changed."), "");
    m_before = presentValues(m_settings, found->changes);
    applyChanges(m_settings, found->changes);
    m_undo->show();
    say(tr("%Ln setting(s) were changed. They can be taken back until this dialog is closed.", "", static_cast<int>(found->changes.size())), "");
}

void SettingsTransfer::undoImport() {
    applyChanges(m_settings, m_before);
    m_before.clear();
    m_undo->hide();
    say(tr("The import was taken back."), "");
}

void SettingsTransfer::say(const QString& words, const char* role) {
    m_result->setText(words);
    setRole(m_result, role);
    m_result->setVisible(!words.isEmpty());
}

}  // namespace leukolens::ui
