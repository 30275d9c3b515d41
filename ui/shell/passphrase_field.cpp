#include "ui/shell/passphrase_field.h"

namespace leukolens::ui {

PassphraseField::PassphraseField(const char* name, const QString& placeholder, QWidget* parent) : QLineEdit(parent) {
    setObjectName(name);
    setEchoMode(QLineEdit::Password);
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    setMaxLength(1024);
}

}  // namespace leukolens::ui
