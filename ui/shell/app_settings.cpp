#include "ui/shell/app_settings.h"

#include <QByteArray>
#include <QDir>
#include <QSize>
#include <QStandardPaths>

#include <algorithm>

namespace leukolens::ui {
namespace {

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
