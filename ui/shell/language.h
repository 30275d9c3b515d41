// The program's languages, which ship inside the program: German and English; of reports Indonesian too.
#pragma once

#include <QLocale>
#include <QString>

#include <utility>
#include <vector>

class QCoreApplication;

namespace leukolens::ui {

/// Code ("en") and own name ("English", never translated) of each that the window speaks.
const std::vector<std::pair<QString, const char*>>& shippedLanguages();

/// The same of the reports. More than the window's: only what reports say is translated into Indonesian, and a window that is half English is worse than an English one.
const std::vector<std::pair<QString, const char*>>& reportLanguages();

/// How numbers and dates are written beside texts of that language (a code): the system's way where the system speaks it, otherwise the
/// language's own.
QLocale shownLocale(const QString& language, const QLocale& system);

/// Installs the translators for "system" or a code, and makes shownLocale() the default. Where the system's language is not shipped,
/// texts are English, numbers and dates the system's. Call once, before the first widget.
void installLanguage(QCoreApplication& application, const QString& choice);

}  // namespace leukolens::ui
