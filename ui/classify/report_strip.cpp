#include "ui/classify/report_strip.h"

#include <QDesktopServices>
#include <QPushButton>
#include <QUrl>

#include "core/base/files.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

ReportStrip::ReportStrip(QWidget* parent) : NoticeStrip("reportStrip", parent) {
    setIcon("check-circle", Theme::success());
    m_text = addLine("reportStripText");
    QPushButton* open = addButton("openReport", tr("Open"), tr("Open the report in the program for PDF files"));
    connect(open, &QPushButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_file)); });
    addDismiss("dismissReport");
    hide();
}

void ReportStrip::showWritten(const PdfWritten& written) {
    m_file = QString::fromStdString(toUtf8(written.file));
    m_text->setFullText(written.pages == 1 ? tr("Report saved, 1 page: %1").arg(m_file)
                                           : tr("Report saved, %1 pages: %2").arg(written.pages).arg(m_file));
    show();
}

}  // namespace leukolens::ui
