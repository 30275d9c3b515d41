// The report's options as the person set them.
#pragma once

#include "ui/report/pdf_report.h"

namespace leukolens::ui {

class AppSettings;

/// GUI thread only. The language is a code, or empty where the report speaks as the window does.
ReportOptions reportOptions(const AppSettings& settings);

}  // namespace leukolens::ui
