#include "ui/classify/summary_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include "ui/shell/class_words.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

SummaryStrip::SummaryStrip(QWidget* parent) : QFrame(parent) {
    setObjectName("summaryStrip");
    setProperty("card", true);
    m_blast = new QLabel(this);
    m_blast->setObjectName("summaryBlast");
    m_blast->setFont(Theme::font(1.7, QFont::DemiBold));
    m_interval = makeMuted({}, this);
    m_interval->setObjectName("summaryInterval");
    m_interval->setWordWrap(false);
    m_interval->setToolTip(tr("Wilson interval of a counted proportion: counting error only, not errors of the model"));
    m_total = new QLabel(this);
    m_total->setObjectName("summaryTotal");
    m_total->setFont(Theme::font(1.05, QFont::DemiBold));
    m_counts = makeText({}, this);
    m_counts->setObjectName("summaryCounts");
    m_notice = new QLabel(this);
    m_notice->setObjectName("summaryNotice");
    m_notice->setProperty("role", "warning");
    m_notice->setWordWrap(true);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 8, 16, 8);
    row->setSpacing(Theme::kMarginPx);
    row->addWidget(m_blast);
    row->addWidget(m_interval);
    row->addSpacing(Theme::kMarginPx);
    auto* words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(m_total);
    words->addWidget(m_counts);
    row->addLayout(words, 3);
    row->addWidget(m_notice, 2);
}

void SummaryStrip::setCounts(const report::CaseReport& report) {
    QStringList counts;
    int corrected = 0;
    for (const report::ClassCount& count : report.counts) {
        counts << tr("%1: %2").arg(classTitle(count.className), locale().toString(count.count));
        corrected += count.corrected;
    }
    m_total->setText(report.total == 1 ? tr("1 cell") : tr("%1 cells").arg(locale().toString(report.total)));
    if (corrected > 0) counts << tr("corrected: %1").arg(locale().toString(corrected));
    m_counts->setText(counts.join(QStringLiteral("  ·  ")));
}

void SummaryStrip::setReport(const report::CaseReport& report) {
    setCounts(report);
    m_blast->setVisible(report.hasBlast);
    m_interval->setVisible(report.hasBlast);
    if (report.hasBlast) {
        m_blast->setText(percentText(report.blast.value, 1));
        m_interval->setText(tr("blasts, %1 of %2\n95 % interval %3 to %4")
                                .arg(locale().toString(report.blasts), locale().toString(report.identified),
                                     percentText(report.blast.low, 1), percentText(report.blast.high, 1)));
    }
    m_notice->setVisible(report.total > 0 && report.fewCells);
    m_notice->setText(tr("Fewer than 100 identified cells (%1): the percentage is uncertain. 200 is the usual count.")
                          .arg(locale().toString(report.identified)));
}

}  // namespace leukolens::ui
