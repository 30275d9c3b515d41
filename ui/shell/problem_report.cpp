#include "ui/shell/problem_report.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSysInfo>

#include <pwd.h>
#include <unistd.h>

#include "ui/shell/computer_facts.h"
#include "ui/shell/known_names.h"
#include "ui/shell/log.h"
#include "ui/shell/redactor.h"

namespace leukolens::ui {
namespace {

constexpr qint64 kMostLogBytes = 2 * 1024 * 1024;  ///< more than the log lets a file grow

/// Texts and places say only whether there are any.
QString settingsText(const AppSettings& settings) {
    QJsonObject values;
    for (const SettingSpec& spec : AppSettings::table()) {
        switch (spec.kind) {
            case SettingKind::Choice: values.insert(spec.name, settings.text(spec.key)); break;
            case SettingKind::Integer: values.insert(spec.name, settings.number(spec.key)); break;
            case SettingKind::Flag: values.insert(spec.name, settings.flag(spec.key)); break;
            case SettingKind::Store: values.insert(spec.name, settings.text(spec.key).isEmpty() ? "standard place" : settings.casesOnServer() ? "a server" : "a file"); break;
            case SettingKind::Text:
            case SettingKind::Lines:
            case SettingKind::Path:
            case SettingKind::Picture:
            case SettingKind::Folder: values.insert(spec.name, settings.text(spec.key).isEmpty() ? "not set" : "set"); break;
            case SettingKind::Hidden: break;
        }
    }
    return QString::fromUtf8(QJsonDocument(values).toJson());
}

void addSeat(Redactor& redactor) {
    redactor.addName(QSysInfo::machineHostName(), "HOST");
    redactor.addName(QSysInfo::machineHostName().section('.', 0, 0), "HOST");
    // The full name too: people sign with it.
    if (const passwd* entry = ::getpwuid(::getuid())) {
        redactor.addName(QString::fromLocal8Bit(entry->pw_name), "USER");
        if (entry->pw_gecos) redactor.addName(QString::fromLocal8Bit(entry->pw_gecos).section(',', 0, 0), "USER");
    }
    for (const char* variable : {"USER", "LOGNAME"}) redactor.addName(qEnvironmentVariable(variable), "USER");
}

/// Newest first, as log::start() rotates them: log.txt, log.1.txt and so on.
std::vector<ReportEntry> logs(const QString& file) {
    std::vector<ReportEntry> found;
    if (file.isEmpty()) return {{"log.txt", QStringLiteral("The log file could not be opened.\n")}};
    const QFileInfo info(file);
    for (int number = 0;; ++number) {
        const QString name = number == 0 ? info.fileName() : QStringLiteral("%1.%2.%3").arg(info.completeBaseName()).arg(number).arg(info.suffix());
        QFile log(info.dir().filePath(name));
        if (number > 0 && !log.exists()) return found;
        const QString entry = number == 0 ? QStringLiteral("log.txt") : QStringLiteral("log.%1.txt").arg(number);
        if (!log.open(QIODevice::ReadOnly)) found.push_back({entry, QStringLiteral("The file could not be read.\n")});
        else found.push_back({entry, QString::fromUtf8(log.read(kMostLogBytes))});
    }
}

}  // namespace

ProblemSources problemSources(const AppSettings& settings, const std::string& store, const QString& device) {
    ProblemSources sources{versionsText(), computerText(device), settingsText(settings), log::file(), store, {}};
    for (const SettingKey key : {SettingKey::UserName, SettingKey::LastAccount, SettingKey::LabName}) sources.people.push_back(settings.text(key));
    for (const QString& line : settings.text(SettingKey::LabAddress).split('\n')) sources.people.push_back(line);
    return sources;
}

ProblemReport collectProblemReport(const ProblemSources& sources) {
    auto redactor = std::make_shared<Redactor>();
    addSeat(*redactor);
    for (const QString& name : sources.people) redactor->addName(name, "NAME");
    ProblemReport report;
    const auto names = namesInStore(sources.store);
    if (names) {
        for (const std::string& name : *names) redactor->addName(QString::fromStdString(name), "NAME");
    } else {
        report.namesKnown = false;
    }
    // These are put together from facts of the program and the system, in which a name would be chance; but a chance is enough.
    for (const auto& [name, text] : {std::pair("versions.txt", sources.versions), std::pair("computer.txt", sources.computer), std::pair("settings.json", sources.settings)})
        report.entries.push_back({name, redactor->withoutKnownNames(text)});
    for (ReportEntry& log : logs(sources.logFile)) {
        log.text = report.namesKnown ? redactor->redacted(log.text) : withoutWords(log.text);
        report.entries.push_back(std::move(log));
    }
    report.redactor = std::move(redactor);
    return report;
}

QString redactedWords(const ProblemReport& report, const QString& typed) {
    Redactor own = *report.redactor;  // numbers that it gives away while a person types are not kept
    return own.redacted(typed);
}

}  // namespace leukolens::ui
