// Where the report went, with a way to open it; until dismissed.
#pragma once

#include "ui/classify/notice_strip.h"
#include "ui/report/pdf_report.h"

namespace leukolens::ui {

class ElidedLabel;

class ReportStrip : public NoticeStrip {
    Q_OBJECT
public:
    explicit ReportStrip(QWidget* parent = nullptr);
    void showWritten(const PdfWritten& written);

private:
    ElidedLabel* m_text = nullptr;
    QString m_file;
};

}  // namespace leukolens::ui
