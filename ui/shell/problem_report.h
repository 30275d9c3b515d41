// What a report of a problem holds: versions, computer, settings and log, without images and without names. Text only.
#pragma once

#include <QString>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "ui/shell/app_settings.h"

namespace leukolens::ui {

class Redactor;

/// One file of the zip.
struct ReportEntry {
    QString name;  ///< in the zip
    QString text;
};

/// What is gathered in the GUI thread before the rest is read.
struct ProblemSources {
    QString versions, computer, settings;
    QString logFile;               ///< log::file(); the earlier ones lie beside it
    std::string store;             ///< AppContext::caseStore()
    std::vector<QString> people;   ///< names that the settings know
};
ProblemSources problemSources(const AppSettings& settings, const std::string& store, const QString& device);

struct ProblemReport {
    std::vector<ReportEntry> entries;
    std::shared_ptr<const Redactor> redactor;  ///< for what a person types
    bool namesKnown = true;                    ///< false: the store could not be read, and of the log only times, levels and codes are in
};

/// Reads log and store and takes everything out that names a person, a computer or a place. On a worker: reads files. A log that cannot be read is said in its entry.
ProblemReport collectProblemReport(const ProblemSources& sources);

/// What a person typed, as it goes into the zip.
QString redactedWords(const ProblemReport& report, const QString& typed);

/// Writes or replaces `file` at once, or leaves it as it was.
Result<void> saveProblemZip(const std::filesystem::path& file, const std::vector<ReportEntry>& entries);

}  // namespace leukolens::ui
