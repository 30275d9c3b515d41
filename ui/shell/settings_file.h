// Settings of the dialog and shortcuts as a file, for another seat or for later: what it holds, and what it would change.
#pragma once

#include <QString>
#include <QStringList>

#include <filesystem>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "ui/shell/app_settings.h"
#include "ui/shell/shortcuts.h"

namespace leukolens::ui {

/// The JSON text: format, version, every exported setting and every shortcut. Left out are a person's name, what was opened last, and the address of a server, which names a user and a computer.
std::string exportedSettings(const AppSettings& settings);

/// One line of what an import changes; all words translated.
struct SettingChange {
    std::optional<SettingKey> key;  ///< nothing: a shortcut
    ShortcutId shortcut = {};
    QVariant value;                 ///< of a shortcut its QKeySequence
    QString label, now, then;
};

struct SettingsImport {
    std::vector<SettingChange> changes;
    QStringList refused;  ///< one sentence each, which begins with the name in the file
    int same = 0;         ///< entries that stand here already
};

/// Checks every entry against the tables. Fails for the file as a whole: NotFound and the like, TooLarge, InvalidArgument (no settings of this program, or of a newer one).
Result<SettingsImport> readSettings(const std::filesystem::path& file, const AppSettings& settings);

/// What stood before in each place that `changes` names: applied, it takes them back.
std::vector<SettingChange> presentValues(const AppSettings& settings, const std::vector<SettingChange>& changes);
void applyChanges(AppSettings& settings, const std::vector<SettingChange>& changes);

}  // namespace leukolens::ui
