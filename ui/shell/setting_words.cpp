#include "ui/shell/setting_words.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

#include "ui/shell/core_texts.h"

namespace leukolens::ui {
namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(Settings)
};

QString withUnit(const QString& number, const experiment::Setting& setting) {
    const QString unit = coreText(setting.unit);
    return unit.isEmpty() ? number : number + ' ' + unit;
}

QString wordOf(const experiment::Setting& setting, const std::string& value) {
    const auto known = std::ranges::find_if(setting.words, [&value](const experiment::SettingWord& word) { return word.word == value; });
    if (known != setting.words.end()) return coreText(known->label);
    return value.empty() ? QStringLiteral("–") : QString::fromStdString(value);
}

}  // namespace

QString settingTitle(const experiment::Setting& setting) { return coreText(setting.label); }

QString settingValue(const experiment::Setting& setting, const experiment::TrainSettings& settings) {
    QLocale locale;
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    const auto value = setting.get(settings);
    if (const auto* is = std::get_if<bool>(&value)) return *is ? Words::tr("on") : Words::tr("off");
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return withUnit(locale.toString(static_cast<qlonglong>(*whole)), setting);
    if (const auto* number = std::get_if<double>(&value)) return withUnit(locale.toString(*number, 'f', QLocale::FloatingPointShortest), setting);
    return wordOf(setting, std::get<std::string>(value));
}

}  // namespace leukolens::ui
