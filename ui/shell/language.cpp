#include "ui/shell/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QTranslator>

#include <algorithm>

#include "ui/shell/theme.h"

namespace leukolens::ui {

const std::vector<std::pair<QString, const char*>>& shippedLanguages() {
    static const std::vector<std::pair<QString, const char*>> languages = {{"en", "English"}, {"de", "Deutsch"}};
    return languages;
}

const std::vector<std::pair<QString, const char*>>& reportLanguages() {
    static const auto languages = [] {
        auto more = shippedLanguages();
        more.emplace_back("id", "Bahasa Indonesia");
        return more;
    }();
    return languages;
}

QLocale shownLocale(const QString& language, const QLocale& system) {
    // English as it is written most widely: in some countries the month comes first.
    const QLocale own = language == QLatin1String("en") ? QLocale(QLocale::English, QLocale::World) : QLocale(language);
    return system.language() == own.language() ? system : own;
}

void installLanguage(QCoreApplication& application, const QString& choice) {
    Theme::initResources();
    const QLocale locale = choice == "system" ? QLocale::system() : QLocale(choice);
    QString code = locale.uiLanguages().value(0).section('-', 0, 0);
    const auto& languages = shippedLanguages();
    if (std::none_of(languages.begin(), languages.end(), [&](const auto& shipped) { return shipped.first == code; }))
        code = "en";
    else if (const QLocale system = QLocale::system(), shown = shownLocale(code, system); shown != system)
        QLocale::setDefault(shown);
    auto* own = new QTranslator(&application);
    if (own->load(":/i18n/leukolens_" + code + ".qm")) application.installTranslator(own);
    // Qt's own words ("Cancel"): the system's package may be absent, then they stay English.
    auto* qts = new QTranslator(&application);
    if (qts->load("qtbase_" + code, QLibraryInfo::path(QLibraryInfo::TranslationsPath))) application.installTranslator(qts);
}

}  // namespace leukolens::ui
