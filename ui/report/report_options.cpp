#include "ui/report/report_options.h"

#include "ui/shell/app_settings.h"

namespace leukolens::ui {

ReportOptions reportOptions(const AppSettings& settings) {
    ReportOptions options;
    options.paper = settings.text(SettingKey::PaperSize) == QLatin1String("letter") ? Paper::Letter : Paper::A4;
    const QString language = settings.text(SettingKey::ReportLanguage);
    if (language != QLatin1String("window")) options.language = language;
    options.allCells = settings.flag(SettingKey::ReportAllCells);
    options.lab.name = settings.text(SettingKey::LabName).trimmed().toStdString();
    for (const QString& line : settings.text(SettingKey::LabAddress).split(u'\n'))
        if (!line.trimmed().isEmpty()) options.lab.address.push_back(line.trimmed().toStdString());
    options.lab.logo = std::filesystem::path(settings.text(SettingKey::LabLogo).toStdString());
    return options;
}

}  // namespace leukolens::ui
