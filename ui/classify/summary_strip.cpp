#include "ui/classify/summary_strip.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include <initializer_list>

#include "ui/shell/class_words.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/passphrase_field.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

SummaryStrip::SummaryStrip(QWidget* parent) : QFrame(parent) {
    setObjectName("summaryStrip");
    help::setPlace(this, "classify#read-the-result");
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
    m_signed->setTextFormat(Qt::PlainText);
    m_signed->setFont(Theme::font(1.0, QFont::DemiBold));
    m_whyNot = makeMuted({}, m_signing);
    m_whyNot->setObjectName("whyNotSigned");
    m_whyNot->setMinimumWidth(150);
    m_sign = new QPushButton(Theme::icon("check"), tr("Sign"), m_signing);
    m_sign->setObjectName("signCase");
    m_sign->setAccessibleName(tr("Sign this case"));
    m_passphrase = new PassphraseField("signPassphrase", tr("Your passphrase"), m_signing);
    m_passphrase->setAccessibleName(tr("Passphrase for signing"));
    m_passphrase->setToolTip(tr("Your passphrase once more, as your signature; Esc cancels"));
    m_passphrase->setMinimumWidth(180);
    m_signNow = new QPushButton(tr("Sign"), m_signing);
    m_signNow->setObjectName("signNow");
    m_signNow->setToolTip(tr("Sign this case with your name and passphrase; it can be reopened"));
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
    for (QWidget* widget : std::initializer_list<QWidget*>{m_signed, m_whyNot, m_sign, m_passphrase, m_signNow, m_reopen, m_reason, m_reopenNow}) row->addWidget(widget);
    connect(m_sign, &QPushButton::clicked, this, [this] {
        if (!m_state.asksPassphrase) return Q_EMIT signRequested({});
        ask(Asking::Passphrase);
    });
    connect(m_reopen, &QPushButton::clicked, this, [this] { ask(Asking::Reason); });
    connect(m_reason, &QLineEdit::textChanged, this, [this] { m_reopenNow->setEnabled(!m_reason->text().trimmed().isEmpty()); });
    connect(m_reason, &QLineEdit::returnPressed, this, &SummaryStrip::giveReason);
    connect(m_reopenNow, &QPushButton::clicked, this, &SummaryStrip::giveReason);
    connect(m_passphrase, &QLineEdit::textChanged, this, [this] { m_signNow->setEnabled(!m_passphrase->text().isEmpty()); });
    connect(m_passphrase, &QLineEdit::returnPressed, this, &SummaryStrip::givePassphrase);
    connect(m_signNow, &QPushButton::clicked, this, &SummaryStrip::givePassphrase);
    for (QLineEdit* field : std::initializer_list<QLineEdit*>{m_reason, m_passphrase}) field->installEventFilter(this);
    return m_signing;
}

bool SummaryStrip::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        ask(Asking::Nothing);
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

void SummaryStrip::giveReason() {
    const QString reason = m_reason->text();
    if (reason.trimmed().isEmpty()) return;
    ask(Asking::Nothing);
    Q_EMIT reopenRequested(reason);
}

void SummaryStrip::givePassphrase() {
    const QString passphrase = m_passphrase->passphrase();
    if (passphrase.isEmpty()) return;
    ask(Asking::Nothing);
    Q_EMIT signRequested(passphrase);
}

void SummaryStrip::ask(Asking asking) {
    m_asking = asking;
    // A passphrase stands nowhere longer than it is needed.
    m_passphrase->clear();
    m_reason->clear();
    const bool nothing = asking == Asking::Nothing, held = m_state.isSigned || m_state.awaitsSecond;
    m_sign->setVisible(nothing && !m_state.isSigned);
    m_signed->setVisible(nothing && held);
    m_whyNot->setVisible(nothing && !m_state.isSigned && m_state.showWhyNot);
    m_reopen->setVisible(nothing && held && m_state.mayReopen);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_passphrase, m_signNow}) widget->setVisible(asking == Asking::Passphrase);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_reason, m_reopenNow}) widget->setVisible(asking == Asking::Reason);
    m_reopenNow->setEnabled(false);
    m_signNow->setEnabled(false);
    if (asking == Asking::Reason) m_reason->setFocus(Qt::OtherFocusReason);
    if (asking == Asking::Passphrase) m_passphrase->setFocus(Qt::OtherFocusReason);
}

void SummaryStrip::setSigning(const SigningState& state) {
    const SigningState before = m_state;
    m_state = state;
    m_signing->setVisible(state.offered);
    m_sign->setEnabled(state.whyNot.isEmpty());
    m_sign->setToolTip(!state.whyNot.isEmpty() ? state.whyNot : state.asksPassphrase ? tr("Sign this case with your name and passphrase; it can be reopened") : tr("Sign this case with your name; it can be reopened"));
    m_whyNot->setText(state.whyNot);
    m_signed->setText(state.awaitsSecond ? tr("Signed by %1\nA second signature is needed").arg(state.signedBy) : tr("Signed by %1\n%2").arg(state.signedBy, state.signedAt));
    const bool goesOn = (m_asking == Asking::Reason && state.mayReopen && (state.isSigned || state.awaitsSecond)) || (m_asking == Asking::Passphrase && state.whyNot.isEmpty() && !state.isSigned);
    // What is being typed stays while the case does.
    if (!goesOn || before.isSigned != state.isSigned || before.awaitsSecond != state.awaitsSecond) ask(Asking::Nothing);
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
