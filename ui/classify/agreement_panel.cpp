#include "ui/classify/agreement_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/shell/class_words.h"
#include "ui/shell/dates.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

namespace {
constexpr int kDecimals = 3;
constexpr int kEnoughCells = 50;  // below, the large-sample error tells too little
}  // namespace

AgreementPanel::AgreementPanel(QWidget* parent) : QFrame(parent) {
    setObjectName("agreementPanel");
    help::setPlace(this, "classify#let-a-second-person-read-the-same-cells");
    setProperty("card", true);
    m_who = new QComboBox(this);
    m_who->setObjectName("agreementWho");
    m_who->setToolTip(tr("Who is compared"));
    m_who->setAccessibleName(tr("Who is compared"));
    m_kappa = new QLabel(this);
    m_kappa->setObjectName("agreementKappa");
    m_kappa->setFont(Theme::font(1.3, QFont::DemiBold));
    m_kappa->setToolTip(tr("Cohen's kappa: 0 as chance would agree, 1 complete agreement. Interval: 95 %, large-sample standard error (Fleiss, Cohen & Everitt 1969)"));
    m_detail = makeMuted({}, this);
    m_detail->setObjectName("agreementDetail");
    m_table = new QTableWidget(this);
    m_table->setObjectName("agreementTable");
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionMode(QAbstractItemView::NoSelection);
    m_table->setAccessibleName(tr("Cells by both readers' classes"));
    m_table->setToolTip(tr("Rows: the first of the two. Columns: the second"));
    m_table->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
    auto* close = new QToolButton(this);
    close->setObjectName("closeAgreement");
    close->setIcon(Theme::icon("close"));
    close->setToolTip(tr("Close the comparison"));
    close->setAccessibleName(tr("Close the comparison"));
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_who, &QComboBox::currentIndexChanged, this, &AgreementPanel::showChosen);

    auto* words = new QVBoxLayout;
    words->addWidget(m_who);
    words->addWidget(m_kappa);
    words->addWidget(m_detail);
    words->addStretch(1);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 8, 8, 8);
    row->setSpacing(Theme::kMarginPx);
    row->addLayout(words, 1);
    row->addWidget(m_table, 1);
    row->addWidget(close, 0, Qt::AlignTop);
    hide();
}

void AgreementPanel::setAgreements(std::vector<ReaderAgreement> agreements) {
    m_agreements = std::move(agreements);
    m_who->clear();
    for (const ReaderAgreement& one : m_agreements) {
        const QString reader = QString::fromStdString(one.reading.reader);
        //: who is compared: the people who decided the case and the model; or a second reader, since when
        m_who->addItem(one.withModel ? tr("First reader and model") : tr("First reader and %1 (%2)").arg(reader, isoTimeText(one.reading.started)));
    }
    // The newest reading is what a person who asks now has in mind.
    m_who->setCurrentIndex(m_who->count() - 1);
    showChosen();
    show();
}

void AgreementPanel::showChosen() {
    const int chosen = m_who->currentIndex();
    if (chosen < 0 || chosen >= static_cast<int>(m_agreements.size())) return;
    const ReaderAgreement& one = m_agreements[static_cast<std::size_t>(chosen)];
    const evaluation::Agreement& agreement = one.agreement;
    const auto number = [this](double value) { return locale().toString(value, 'f', kDecimals); };
    if (agreement.interval)
        m_kappa->setText(tr("κ = %1 (95 % interval %2 to %3)").arg(number(agreement.kappa), number(agreement.interval->low), number(agreement.interval->high)));
    else
        m_kappa->setText(agreement.cells == 0 ? tr("No cell that both have decided") : tr("κ is undefined: both used the same class throughout"));
    QString detail = tr("Cells compared: %1. Left out, because one of the two has not decided or has excluded them: %2.")
                         .arg(locale().toString(static_cast<qlonglong>(agreement.cells)), locale().toString(one.leftOut));
    if (agreement.cells > 0) detail += ' ' + tr("Same class: %1.").arg(percentText(agreement.observed, 1));
    //: who is who in the table beside it
    detail += ' ' + (one.withModel ? tr("Rows: first reader; columns: model.") : tr("Rows: first reader; columns: %1.").arg(QString::fromStdString(one.reading.reader)));
    if (agreement.cells > 0 && agreement.cells < kEnoughCells) detail += ' ' + tr("Fewer than %1 cells: do not rely on the interval.").arg(kEnoughCells);
    m_detail->setText(detail);

    const int classes = static_cast<int>(agreement.classes.size());
    QStringList titles;
    for (const std::string& name : agreement.classes) titles << classTitle(name);
    m_table->setRowCount(classes);
    m_table->setColumnCount(classes);
    m_table->setHorizontalHeaderLabels(titles);
    m_table->setVerticalHeaderLabels(titles);
    for (int row = 0; row < classes; ++row) {
        for (int column = 0; column < classes; ++column) {
            const auto count = agreement.counts.at(static_cast<std::size_t>(row), static_cast<std::size_t>(column));
            auto* cell = new QTableWidgetItem(locale().toString(static_cast<qlonglong>(count)));
            cell->setTextAlignment(Qt::AlignCenter);
            if (row == column) cell->setFont(Theme::font(1.0, QFont::DemiBold));
            m_table->setItem(row, column, cell);
        }
    }
    m_table->resizeColumnsToContents();
    m_table->setVisible(classes > 0);
    constexpr int kFramePx = 4;
    m_table->setFixedHeight(m_table->horizontalHeader()->height() + classes * m_table->verticalHeader()->defaultSectionSize() + kFramePx);
}

}  // namespace leukolens::ui
