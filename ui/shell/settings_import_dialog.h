// What an import of settings would change, and what of the file it leaves out: shown before anything is changed.
#pragma once

#include <QDialog>

#include "ui/shell/settings_file.h"

namespace leukolens::ui {

/// Accepted: apply the changes.
class SettingsImportDialog : public QDialog {
    Q_OBJECT
public:
    explicit SettingsImportDialog(const SettingsImport& found, QWidget* parent = nullptr);
};

}  // namespace leukolens::ui
