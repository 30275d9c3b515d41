// The program's log: a rotating file that Help → Show log opens. Thread-safe after start().
#pragma once

#include <QString>

#include <string>

#include "core/base/error.h"

namespace leukolens::ui::log {

/// Opens `folder`/log.txt (1 MiB, three kept); folder empty: the standard place. Where it cannot be written the
/// messages go to standard error. Qt's own warnings are logged too.
void start(const QString& folder = {});

/// File the log is written to; empty where it could not be opened.
QString file();

void info(const std::string& text);
void warning(const std::string& text);
void error(const std::string& text);
/// An error as it is shown to a person, with its code in brackets: "SUMMARY [not_found] FILE: what. Advice."
void failure(const QString& summary, const Error& error);

}  // namespace leukolens::ui::log
