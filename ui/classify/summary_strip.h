// The patient in one line: counts of people and of the model, blast percentage with its interval, what is left to review, and the signature.
#pragma once

#include <QFrame>

#include "core/report/case_report.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace leukolens::ui {

class PassphraseField;

/// What the strip offers beside the figures.
struct SigningState {
    bool offered = true;      ///< no signing during a second reading, nor where the model's answers are concealed
    bool isSigned = false;
    bool awaitsSecond = false;  ///< signed by one of two: not isSigned yet
    bool asksPassphrase = false;
    bool mayReopen = false;
    QString signedBy = {}, signedAt = {};  ///< in words
    QString whyNot = {};      ///< why it cannot be signed now; empty: it can
    bool showWhyNot = false;  ///< beside the button, for it does not pass
};

/// GUI thread only.
class SummaryStrip : public QFrame {
    Q_OBJECT
public:
    explicit SummaryStrip(QWidget* parent = nullptr);
    /// concealed: the model's counts are not shown.
    void setReport(const report::CaseReport& report, bool concealed = false);
    void setSigning(const SigningState& state);

Q_SIGNALS:
    void signRequested(const QString& passphrase);  ///< empty where none is asked for
    void reopenRequested(const QString& reason);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;  ///< of reason and passphrase: Esc gives them up

private:
    QWidget* createSigning();
    void setCounts(const report::CaseReport& report, bool concealed);
    enum class Asking { Nothing, Reason, Passphrase };
    void ask(Asking asking);
    void giveReason();
    void givePassphrase();

    QLabel* m_blast = nullptr;
    QLabel* m_interval = nullptr;
    QLabel* m_total = nullptr;
    QLabel* m_review = nullptr;
    QLabel* m_counts = nullptr;
    QLabel* m_notice = nullptr;
    QWidget* m_signing = nullptr;
    QLabel* m_signed = nullptr;
    QLabel* m_whyNot = nullptr;
    QPushButton *m_sign = nullptr, *m_signNow = nullptr, *m_reopen = nullptr, *m_reopenNow = nullptr;
    QLineEdit* m_reason = nullptr;
    PassphraseField* m_passphrase = nullptr;
    Asking m_asking = Asking::Nothing;
    SigningState m_state;
};

}  // namespace leukolens::ui
