#include "ui/classify/summary_strip.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
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
    m_review = makeMuted({}, this);
    m_review->setObjectName("summaryReview");
    m_review->setWordWrap(false);
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
    auto* totals = new QHBoxLayout;
    totals->setSpacing(12);
    totals->addWidget(m_total);
    totals->addWidget(m_review, 1);
    words->addLayout(totals);
    words->addWidget(m_counts);
    row->addLayout(words, 3);
    row->addWidget(m_notice, 2);
    row->addWidget(createSigning());
    setSigning({});
}

QWidget* SummaryStrip::createSigning() {
    m_signing = new QWidget(this);
    auto* row = new QHBoxLayout(m_signing);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kSpacingPx);
    m_signed = new QLabel(m_signing);
    m_signed->setObjectName("signedBy");
    m_signed->setFont(Theme::font(1.0, QFont::DemiBold));
    m_sign = new QPushButton(Theme::icon("check"), tr("Sign"), m_signing);
    m_sign->setObjectName("signCase");
    m_sign->setAccessibleName(tr("Sign this case"));
    m_reopen = new QPushButton(tr("Reopen…"), m_signing);
    m_reopen->setObjectName("reopenCase");
    m_reopen->setToolTip(tr("Unlock this case for changes; this is recorded"));
    m_reason = new QLineEdit(m_signing);
    m_reason->setObjectName("reopenReason");
    m_reason->setPlaceholderText(tr("Why is it reopened?"));
    m_reason->setAccessibleName(tr("Reason for reopening"));
    m_reason->setToolTip(tr("Recorded with your name; Esc cancels"));
    m_reason->setMinimumWidth(180);
    m_reopenNow = new QPushButton(tr("Reopen"), m_signing);
    m_reopenNow->setObjectName("reopenNow");
    m_reopenNow->setToolTip(tr("Reopen the case for this reason"));
    for (QWidget* widget : {static_cast<QWidget*>(m_signed), static_cast<QWidget*>(m_sign), static_cast<QWidget*>(m_reopen), static_cast<QWidget*>(m_reason),
                            static_cast<QWidget*>(m_reopenNow)})
        row->addWidget(widget);
    const auto reopen = [this] {
        if (m_reason->text().trimmed().isEmpty()) return;
        askForReason(false);
        Q_EMIT reopenRequested(m_reason->text());
    };
    connect(m_sign, &QPushButton::clicked, this, &SummaryStrip::signRequested);
    connect(m_reopen, &QPushButton::clicked, this, [this] {
        m_reason->clear();
        askForReason(true);
        m_reason->setFocus(Qt::OtherFocusReason);
    });
    connect(m_reason, &QLineEdit::textChanged, this, [this] { m_reopenNow->setEnabled(!m_reason->text().trimmed().isEmpty()); });
    connect(m_reason, &QLineEdit::returnPressed, this, reopen);
    connect(m_reopenNow, &QPushButton::clicked, this, reopen);
    m_reason->installEventFilter(this);
    return m_signing;
}

bool SummaryStrip::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        askForReason(false);
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

void SummaryStrip::askForReason(bool asking) {
    m_reopen->setVisible(m_state.isSigned && m_state.mayReopen && !asking);
    m_signed->setVisible(m_state.isSigned && !asking);
    m_reason->setVisible(asking);
    m_reopenNow->setVisible(asking);
    m_reopenNow->setEnabled(!m_reason->text().trimmed().isEmpty());
}

void SummaryStrip::setSigning(const SigningState& state) {
    const bool wasSigned = m_state.isSigned;
    m_state = state;
    m_signing->setVisible(state.offered);
    m_sign->setVisible(!state.isSigned);
    m_sign->setEnabled(state.whyNot.isEmpty());
    m_sign->setToolTip(state.whyNot.isEmpty() ? tr("Sign this case with your name; it can be reopened") : state.whyNot);
    m_signed->setText(tr("Signed by %1\n%2").arg(state.signedBy, state.signedAt));
    if (!state.isSigned || !wasSigned) askForReason(false);
}

void SummaryStrip::setCounts(const report::CaseReport& report, bool concealed) {
    QStringList counts;
    int corrected = 0;
    for (const report::ClassCount& count : report.counts) {
        QString text = tr("%1: %2").arg(classTitle(count.className), locale().toString(count.count));
        //: behind the count as people left it: how many the model had called so
        if (!concealed && count.predicted != count.count) text += ' ' + tr("(model %1)").arg(locale().toString(count.predicted));
        counts << text;
        corrected += count.corrected;
    }
    m_total->setText(report.total == 1 ? tr("1 cell") : tr("%1 cells").arg(locale().toString(report.total)));
    if (corrected > 0 && !concealed) counts << tr("corrected: %1").arg(locale().toString(corrected));
    m_counts->setText(counts.join(QStringLiteral("  ·  ")));
    QStringList review;
    if (report.excluded > 0) review << tr("%1 excluded").arg(locale().toString(report.excluded));
    if (report.notReviewed > 0) review << tr("%1 not reviewed yet").arg(locale().toString(report.notReviewed));
    else if (report.total > 0) review << tr("all reviewed");
    m_review->setText(review.join(QStringLiteral(" · ")));
}

void SummaryStrip::setReport(const report::CaseReport& report, bool concealed) {
    setCounts(report, concealed);
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
