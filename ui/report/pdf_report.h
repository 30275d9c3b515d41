// Reports drawn as PDF. Needs a QGuiApplication (the offscreen platform will do); call from any one thread.
#pragma once

#include <QByteArray>
#include <QString>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/experiment/model_comparison.h"
#include "core/report/case_report.h"
#include "core/report/lab_head.h"
#include "core/report/run_report.h"

namespace leukolens::ui {

enum class Paper { A4, Letter };

/// How the report of a case is written; report_options.h takes them from the settings.
struct ReportOptions {
    Paper paper = Paper::A4;
    QString language = {};   ///< a code of shippedLanguages(); empty: the window's. Another one is InvalidArgument
    bool allCells = false;   ///< every cell's picture behind the report, instead of the strips' selection alone
    report::LabHead lab = {};  ///< stands on no deidentified() report
    friend bool operator==(const ReportOptions&, const ReportOptions&) = default;
};

struct PdfWritten {
    std::filesystem::path file;
    int pages = 0;
};

struct PdfDrawn {
    QByteArray bytes;
    int pages = 0;
};

/// One to three pages: lab, patient with facts and risk group, sample, counts with intervals, signatures or lines for them, pictures of each class, timeline, model with threshold and calibration, audit head; on each page its
/// number and the research-use notice. Pictures are read from the cells' paths; one that is gone or changed is drawn as a marked empty frame. The same report and options give the same bytes: times in it are
/// CaseReport::made. Fails with Cancelled, InvalidArgument, or where the lab's logo cannot be used (the error names its file).
Result<PdfDrawn> drawCaseReport(const report::CaseReport& report, const ReportOptions& options, ProgressSink& progress, const CancelToken& cancel);

/// The same into a file, saved atomically.
Result<PdfWritten> writeCaseReport(const report::CaseReport& report, const ReportOptions& options, const std::filesystem::path& file, ProgressSink& progress, const CancelToken& cancel);

/// A4: settings, table of folds with mean, accuracy and loss curves of each fold, notices.
Result<PdfWritten> writeRunReport(const report::RunReport& report, const std::filesystem::path& file);

/// A4: the table of a comparison of models, what was published of each network and on which data, failures, settings. `made`: ISO 8601, local time with offset.
Result<PdfWritten> writeComparisonReport(const experiment::ModelComparison& comparison, const std::string& made, const std::filesystem::path& file);

}  // namespace leukolens::ui
