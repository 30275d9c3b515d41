// The report of a case in a window of its own.
#pragma once

#include <QDialog>

#include "ui/report/report_preview.h"

namespace leukolens::ui {

/// GUI thread. Keeps its window to itself while it is open, so that what it shows stays the case as it is. Goes once the report is saved.
class ReportDialog : public QDialog {
    Q_OBJECT
public:
    explicit ReportDialog(AppContext& context, QWidget* parent = nullptr);
    /// Deletes itself when it is closed.
    void open(report::CaseReport report);

Q_SIGNALS:
    void saved(const leukolens::ui::PdfWritten& written);

private:
    ReportPreview* m_preview = nullptr;
};

}  // namespace leukolens::ui
