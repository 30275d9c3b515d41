// The program's languages: German and English ship inside the program.
#pragma once

#include <QString>

#include <utility>
#include <vector>

class QCoreApplication;

namespace leukolens::ui {

/// Code ("en") and own name ("English", never translated) of each.
const std::vector<std::pair<QString, const char*>>& shippedLanguages();

/// Installs the translators for "system" or a code; numbers and dates follow the system's locale in any case. English
/// where the system's language is not shipped. Call once, before the first widget.
void installLanguage(QCoreApplication& application, const QString& choice);

}  // namespace leukolens::ui
