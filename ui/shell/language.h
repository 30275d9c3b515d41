// The program's languages, which ship inside the program.
#pragma once

#include <QLocale>
#include <QString>

#include <utility>
#include <vector>

class QCoreApplication;

namespace leukolens::ui {

/// Code ("en") and own name ("English", never translated) of each, for the window and for reports.
const std::vector<std::pair<QString, const char*>>& shippedLanguages();

/// How numbers and dates are written beside texts of that language (a code): the system's way where the system speaks it, otherwise the
/// language's own.
QLocale shownLocale(const QString& language, const QLocale& system);

/// Code of the language that "system" or a code stands for; "en" where it is not shipped.
QString languageOf(const QString& choice);

/// Installs the translators for "system" or a code in place of those of an earlier call, and makes shownLocale() the default. Where the
/// system's language is not shipped, texts are English, numbers and dates the system's. Widgets that are there already keep their words.
void installLanguage(QCoreApplication& application, const QString& choice);

}  // namespace leukolens::ui
