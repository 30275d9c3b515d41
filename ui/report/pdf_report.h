// Reports drawn as A4 PDF. Needs a QGuiApplication (the offscreen platform will do); call from any one thread.
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/report/case_report.h"
#include "core/report/run_report.h"

namespace leukolens::ui {

struct PdfWritten {
    std::filesystem::path file;
    int pages = 0;
};

/// Patient's name, counts, blast percentage with interval, every cell's picture with probability under its class,
/// corrections marked, model and hash, date, research-use notice on each page. Pictures are read from the cells' paths; one that is
/// gone or changed is drawn as a marked empty frame. Saved atomically.
Result<PdfWritten> writeCaseReport(const report::CaseReport& report, const std::filesystem::path& file, ProgressSink& progress,
                                   const CancelToken& cancel);

/// Settings, table of folds with mean, accuracy and loss curves of each fold, notices.
Result<PdfWritten> writeRunReport(const report::RunReport& report, const std::filesystem::path& file);

}  // namespace leukolens::ui
