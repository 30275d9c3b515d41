// What this program and this computer are, as plain text for a report of a problem. Nothing of a person.
#pragma once

#include <QString>

namespace leukolens::ui {

/// Program, Qt, compiler, and the libraries that are loaded, by the names of their files.
QString versionsText();

/// System, processor, memory, screens and languages. `device`: as the status bar says it; empty: not known. GUI thread.
QString computerText(const QString& device);

}  // namespace leukolens::ui
