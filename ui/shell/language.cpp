#include "ui/shell/language.h"

#include <QCoreApplication>
#include <QPointer>
#include <QTranslator>

#include <algorithm>
#include <memory>

#include "ui/shell/theme.h"

namespace leukolens::ui {

const std::vector<std::pair<QString, const char*>>& shippedLanguages() {
    static const std::vector<std::pair<QString, const char*>> languages = {{"en", "English"}, {"de", "Deutsch"}, {"id", "Bahasa Indonesia"}};
    return languages;
}

QLocale shownLocale(const QString& language, const QLocale& system) {
    // English as it is written most widely: in some countries the month comes first.
    const QLocale own = language == QLatin1String("en") ? QLocale(QLocale::English, QLocale::World) : QLocale(language);
    return system.language() == own.language() ? system : own;
}

QString languageOf(const QString& choice) {
    const QLocale locale = choice == QLatin1String("system") ? QLocale::system() : QLocale(choice);
    const QString code = locale.uiLanguages().value(0).section('-', 0, 0);
    const auto& languages = shippedLanguages();
    return std::ranges::any_of(languages, [&](const auto& shipped) { return shipped.first == code; }) ? code : QStringLiteral("en");
}

void installLanguage(QCoreApplication& application, const QString& choice) {
    Theme::initResources();
    static QList<QPointer<QTranslator>> installed;
    for (const QPointer<QTranslator>& earlier : installed) delete earlier;  // which also takes it out
    installed.clear();
    const QString code = languageOf(choice);
    const QLocale system = QLocale::system();
    const bool isSystems = choice == QLatin1String("system") && code != system.uiLanguages().value(0).section('-', 0, 0);
    QLocale::setDefault(isSystems ? system : shownLocale(code, system));
    const auto install = [&](const QString& file) {
        auto translator = std::make_unique<QTranslator>(&application);
        if (!translator->load(file) || !application.installTranslator(translator.get())) return;
        installed << translator.release();
    };
    install(":/i18n/qtbase_" + code + ".qm");  // Qt's own words ("Cancel"); English has none
    install(":/i18n/leukolens_" + code + ".qm");
}

}  // namespace leukolens::ui
