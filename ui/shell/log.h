// The program's log: a rotating file that Help → Show log opens. Thread-safe after start().
#pragma once

#include <QString>

#include <string>

namespace leukolens::ui::log {

/// Opens `folder`/log.txt (1 MiB, three kept); folder empty: the standard place. Where it cannot be written the
/// messages go to standard error. Qt's own warnings are logged too.
void start(const QString& folder = {});

/// File the log is written to; empty where it could not be opened.
QString file();

void info(const std::string& text);
void warning(const std::string& text);
void error(const std::string& text);

}  // namespace leukolens::ui::log
