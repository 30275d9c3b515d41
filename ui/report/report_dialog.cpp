#include "ui/report/report_dialog.h"

#include <QScreen>
#include <QVBoxLayout>

#include "ui/shell/theme.h"

namespace leukolens::ui {

ReportDialog::ReportDialog(AppContext& context, QWidget* parent) : QDialog(parent) {
    setObjectName("reportDialog");
    setWindowTitle(tr("Report"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::kMarginPx, Theme::kMarginPx, Theme::kMarginPx, Theme::kMarginPx);
    m_preview = new ReportPreview(context, this);
    column->addWidget(m_preview);
    connect(m_preview, &ReportPreview::saved, this, [this](const PdfWritten& written) {
        Q_EMIT saved(written);
        accept();
    });
    constexpr QSize kWanted(1000, 1100);
    constexpr double kShareOfScreen = 0.9;
    resize(kWanted.boundedTo(screen()->availableSize() * kShareOfScreen));
}

void ReportDialog::open(report::CaseReport report) {
    m_preview->show(std::move(report));
    QDialog::open();
    m_preview->setFocus();
}

}  // namespace leukolens::ui
