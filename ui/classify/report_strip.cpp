#include "ui/classify/report_strip.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <QUrl>

#include "core/base/files.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

ReportStrip::ReportStrip(QWidget* parent) : QFrame(parent) {
    setObjectName("reportStrip");
    setProperty("message", "notice");
    auto* icon = new QLabel(this);
    icon->setPixmap(Theme::icon("check-circle", Theme::success()).pixmap(20, 20));
    m_text = new ElidedLabel(Qt::ElideMiddle, this);
    m_text->setObjectName("reportStripText");
    auto* open = new QPushButton(tr("Open"), this);
    open->setObjectName("openReport");
    open->setToolTip(tr("Open the report in the program for PDF files"));
    connect(open, &QPushButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_file)); });
    auto* dismiss = new QToolButton(this);
    dismiss->setObjectName("dismissReport");
    dismiss->setIcon(Theme::icon("close"));
    dismiss->setToolTip(tr("Dismiss this message"));
    dismiss->setAccessibleName(tr("Dismiss this message"));
    connect(dismiss, &QToolButton::clicked, this, &QWidget::hide);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 8, 6);
    row->setSpacing(12);
    row->addWidget(icon);
    row->addWidget(m_text, 1);
    row->addWidget(open);
    row->addWidget(dismiss);
    hide();
}

void ReportStrip::showWritten(const PdfWritten& written) {
    m_file = QString::fromStdString(toUtf8(written.file));
    m_text->setFullText(written.pages == 1 ? tr("Report saved, 1 page: %1").arg(m_file)
                                           : tr("Report saved, %1 pages: %2").arg(written.pages).arg(m_file));
    show();
}

}  // namespace leukolens::ui
