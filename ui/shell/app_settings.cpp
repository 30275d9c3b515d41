#include "ui/shell/app_settings.h"

#include <QByteArray>
#include <QDir>
#include <QSize>
#include <QStandardPaths>

#include <algorithm>

#include "ui/shell/language.h"

namespace leukolens::ui {
namespace {

std::vector<SettingSpec> makeTable() {
    std::vector<std::pair<QString, const char*>> languages = {{"system", QT_TRANSLATE_NOOP("Settings", "As the system")}};
    for (const auto& [code, name] : shippedLanguages()) languages.emplace_back(code, name);
    std::vector<std::pair<QString, const char*>> ofReports = {{"window", QT_TRANSLATE_NOOP("Settings", "As the window")}};
    for (const auto& [code, name] : shippedLanguages()) ofReports.emplace_back(code, name);
    return {
        {SettingKey::Theme,
         "theme",
         SettingKind::Choice,
         "system",
         QT_TRANSLATE_NOOP("Settings", "Appearance"),
         QT_TRANSLATE_NOOP("Settings", "Light or dark colours."),
         {{"system", QT_TRANSLATE_NOOP("Settings", "As the system")},
          {"light", QT_TRANSLATE_NOOP("Settings", "Light")},
          {"dark", QT_TRANSLATE_NOOP("Settings", "Dark")}}},
        {SettingKey::Language, "language", SettingKind::Choice, "system", QT_TRANSLATE_NOOP("Settings", "Language"),
         QT_TRANSLATE_NOOP("Settings", "Changes when the settings are closed, or as soon as what is running has ended."), languages},
        {SettingKey::UserName,
         "user_name",
         SettingKind::Text,
         "",
         QT_TRANSLATE_NOOP("Settings", "Your name"),
         QT_TRANSLATE_NOOP("Settings", "Written beside each correction. Empty: your login name."),
         {}},
        {SettingKey::CaseFile,
         "case_file",
         SettingKind::Store,
         "",
         QT_TRANSLATE_NOOP("Settings", "Case store"),
         QT_TRANSLATE_NOOP("Settings", "A file, or postgresql://user@server/database. Empty: the standard place. Used from the next start."),
         {}},
        {SettingKey::ModelFile,
         "model_file",
         SettingKind::Path,
         "",
         QT_TRANSLATE_NOOP("Settings", "Model"),
         QT_TRANSLATE_NOOP("Settings", "The model that classifies cells."),
         {}},
        {SettingKey::ModelsFolder,
         "models_folder",
         SettingKind::Folder,
         "",
         QT_TRANSLATE_NOOP("Settings", "Models"),
         QT_TRANSLATE_NOOP("Settings", "Where the models of the list are kept. Empty: the standard place."),
         {}},
        {SettingKey::RunsFolder,
         "runs_folder",
         SettingKind::Folder,
         "",
         QT_TRANSLATE_NOOP("Settings", "Training runs"),
         QT_TRANSLATE_NOOP("Settings", "Where training puts its results. Empty: the standard place."),
         {}},
        {SettingKey::DataFolder,
         "data_folder",
         SettingKind::Folder,
         "",
         QT_TRANSLATE_NOOP("Settings", "Data folder"),
         QT_TRANSLATE_NOOP("Settings", "The folder of labelled cells opened last."),
         {}},
        {SettingKey::Device,
         "device",
         SettingKind::Choice,
         "auto",
         QT_TRANSLATE_NOOP("Settings", "Compute on"),
         QT_TRANSLATE_NOOP("Settings", "Where networks run. Automatic takes a GPU when there is one."),
         {{"auto", QT_TRANSLATE_NOOP("Settings", "Automatic")},
          {"cpu", QT_TRANSLATE_NOOP("Settings", "Processor (CPU)")},
          {"cuda", QT_TRANSLATE_NOOP("Settings", "NVIDIA GPU (CUDA)")}}},
        {SettingKey::CardSizePx,
         "card_size_px",
         SettingKind::Integer,
         112,
         QT_TRANSLATE_NOOP("Settings", "Size of cell cards"),
         QT_TRANSLATE_NOOP("Settings", "Side of a picture in Classify, in pixels."),
         {},
         64,
         320},
        {SettingKey::ShowProbability,
         "show_probability",
         SettingKind::Flag,
         true,
         QT_TRANSLATE_NOOP("Settings", "Show probabilities"),
         QT_TRANSLATE_NOOP("Settings", "Write the probability on each cell card."),
         {}},
        {SettingKey::Answers,
         "answers",
         SettingKind::Choice,
         "one_look",
         QT_TRANSLATE_NOOP("Settings", "Answers"),
         QT_TRANSLATE_NOOP("Settings", "How the model is asked about each picture in Classify. More answers take longer and tell how far they differ."),
         {{"one_look", QT_TRANSLATE_NOOP("Settings", "One look")},
          {"eight_views", QT_TRANSLATE_NOOP("Settings", "Eight views")},
          {"all_folds", QT_TRANSLATE_NOOP("Settings", "All folds of the training")}}},
        {SettingKey::QuickNumbers,
         "quick_numbers",
         SettingKind::Flag,
         false,
         QT_TRANSLATE_NOOP("Settings", "Quickest numbers"),
         QT_TRANSLATE_NOOP("Settings", "Compute in 8 bits in Classify where the model offers it: quicker on a processor, and a few cells in a thousand may get another class."),
         {}},
        {SettingKey::CellPictureUm,
         "cell_picture_um",
         SettingKind::Integer,
         30,
         QT_TRANSLATE_NOOP("Settings", "Side of cut-out cells (µm)"),
         QT_TRANSLATE_NOOP("Settings", "How much of a slide each picture shows that Find cells hands to Classify. Best is what the model's training pictures show."),
         {},
         15,
         120},
        {SettingKey::LabName,
         "lab_name",
         SettingKind::Text,
         "",
         QT_TRANSLATE_NOOP("Settings", "Laboratory"),
         QT_TRANSLATE_NOOP("Settings", "Its name, at the top of reports."),
         {}},
        {SettingKey::LabAddress,
         "lab_address",
         SettingKind::Lines,
         "",
         QT_TRANSLATE_NOOP("Settings", "Address"),
         QT_TRANSLATE_NOOP("Settings", "Lines under the laboratory's name."),
         {}},
        {SettingKey::LabLogo,
         "lab_logo",
         SettingKind::Picture,
         "",
         QT_TRANSLATE_NOOP("Settings", "Logo"),
         QT_TRANSLATE_NOOP("Settings", "PNG or SVG, beside the laboratory's name."),
         {}},
        {SettingKey::PaperSize,
         "paper_size",
         SettingKind::Choice,
         "a4",
         QT_TRANSLATE_NOOP("Settings", "Paper of reports"),
         QT_TRANSLATE_NOOP("Settings", "Size of a report's pages."),
         {{"a4", QT_TRANSLATE_NOOP("Settings", "A4")}, {"letter", QT_TRANSLATE_NOOP("Settings", "Letter")}}},
        {SettingKey::ReportLanguage,
         "report_language",
         SettingKind::Choice,
         "window",
         QT_TRANSLATE_NOOP("Settings", "Language of reports"),
         QT_TRANSLATE_NOOP("Settings", "What the report of a case is written in, whatever the window's language."),
         ofReports},
        {SettingKey::ReportAllCells,
         "report_all_cells",
         SettingKind::Flag,
         false,
         QT_TRANSLATE_NOOP("Settings", "All cells in reports"),
         QT_TRANSLATE_NOOP("Settings", "Every cell's picture on further pages, not only a choice of each class."),
         {}},
        {SettingKey::SlidesFolder, "slides_folder", SettingKind::Hidden, "", "", "", {}},
        {SettingKey::FinderFile, "finder_file", SettingKind::Hidden, "", "", "", {}},
        {SettingKey::LastAccount, "last_account", SettingKind::Hidden, "", "", "", {}},
        {SettingKey::StoresWithAccounts, "stores_with_accounts", SettingKind::Hidden, QStringList(), "", "", {}},
        {SettingKey::WelcomeSeen, "welcome_seen", SettingKind::Hidden, false, "", "", {}},
        {SettingKey::SampleCase, "sample_case", SettingKind::Hidden, "", "", "", {}},
        {SettingKey::WindowGeometry, "window_geometry", SettingKind::Hidden, QByteArray(), "", "", {}},
        {SettingKey::HelpSize, "help_size", SettingKind::Hidden, QSize(), "", "", {}},
        {SettingKey::HelpZoom, "help_zoom", SettingKind::Hidden, 100, "", "", {}},
        {SettingKey::LastWorkspace, "last_workspace", SettingKind::Hidden, 1, "", "", {}},
    };
}

const SettingSpec& specOf(SettingKey key) {
    const auto& table = AppSettings::table();
    return *std::find_if(table.begin(), table.end(), [key](const SettingSpec& spec) { return spec.key == key; });
}

/// The value in the type of the table, or nothing if it cannot be meant so. A settings file holds everything as text.
QVariant checked(const SettingSpec& spec, const QVariant& raw) {
    switch (spec.kind) {
        case SettingKind::Choice: {
            const QString text = raw.toString();
            for (const auto& choice : spec.choices) {
                if (choice.first == text) return text;
            }
            return {};
        }
        case SettingKind::Text:
        case SettingKind::Lines:
        case SettingKind::Path:
        case SettingKind::Picture:
        case SettingKind::Folder:
        case SettingKind::Store: return raw.typeId() == QMetaType::QString ? raw : QVariant();
        case SettingKind::Integer: {
            bool isNumber = false;
            const int number = raw.toInt(&isNumber);
            return isNumber && number >= spec.low && number <= spec.high ? QVariant(number) : QVariant();
        }
        case SettingKind::Flag: {
            if (raw.typeId() == QMetaType::Bool) return raw;
            const QString text = raw.toString();
            return text == "true" ? QVariant(true) : text == "false" ? QVariant(false) : QVariant();
        }
        case SettingKind::Hidden: {
            QVariant converted = raw;
            return converted.convert(spec.defaultValue.metaType()) ? converted : QVariant();
        }
    }
    return {};
}

QString standardFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
}

QString standardCaseFile() { return QDir(standardFolder()).filePath("cases.leukocases"); }

}  // namespace

AppSettings::AppSettings(const QString& file, QObject* parent)
    : QObject(parent),
      m_store(file.isEmpty()
                  ? std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope, "leukolens", "leukolens")
                  : std::make_unique<QSettings>(file, QSettings::IniFormat)) {}

const std::vector<SettingSpec>& AppSettings::table() {
    static const std::vector<SettingSpec> specs = makeTable();
    return specs;
}

QVariant AppSettings::value(SettingKey key) const {
    const SettingSpec& spec = specOf(key);
    const QVariant raw = m_store->value(spec.name);
    if (!raw.isValid()) return spec.defaultValue;
    const QVariant value = checked(spec, raw);
    return value.isValid() ? value : spec.defaultValue;
}

void AppSettings::set(SettingKey key, const QVariant& newValue) {
    const SettingSpec& spec = specOf(key);
    const QVariant value = checked(spec, newValue);
    if (!value.isValid() || value == this->value(key)) return;
    m_store->setValue(spec.name, value);
    Q_EMIT changed(key);
}

void AppSettings::reset(SettingKey key) {
    const QVariant before = value(key);
    m_store->remove(specOf(key).name);
    if (value(key) != before) Q_EMIT changed(key);
}

QString AppSettings::caseFile() const {
    const QString set = text(SettingKey::CaseFile);
    return set.isEmpty() ? standardCaseFile() : set;
}

bool AppSettings::casesOnServer() const {
    const QString address = text(SettingKey::CaseFile);
    return address.startsWith("postgresql://") || address.startsWith("postgres://");
}

QString AppSettings::localCaseFile() const { return casesOnServer() ? standardCaseFile() : caseFile(); }

QString AppSettings::runsFolder() const {
    const QString set = text(SettingKey::RunsFolder);
    return set.isEmpty() ? QDir(standardFolder()).filePath("runs") : set;
}

QString AppSettings::modelsFolder() const {
    const QString set = text(SettingKey::ModelsFolder);
    return set.isEmpty() ? QDir(standardFolder()).filePath("models") : set;
}

QString AppSettings::demoFolder() {
    return QDir(standardFolder()).filePath("demo-cells");
}

QString AppSettings::correctionsFile() {
    return QDir(standardFolder()).filePath("corrections.json");
}

QString AppSettings::decisionsFile() {
    return QDir(standardFolder()).filePath("duplicates.json");
}

QString AppSettings::factsFile() {
    return QDir(standardFolder()).filePath("facts.json");
}

}  // namespace leukolens::ui
