// Agreement of people with the model and with each other: Cohen's kappa with its interval, and the counts behind it.
#pragma once

#include <QFrame>

#include "ui/classify/agreement_job.h"

class QComboBox;
class QLabel;
class QTableWidget;

namespace leukolens::ui {

/// Hidden until it is shown, closed by its button. GUI thread only.
class AgreementPanel : public QFrame {
    Q_OBJECT
public:
    explicit AgreementPanel(QWidget* parent = nullptr);
    void setAgreements(std::vector<ReaderAgreement> agreements);  ///< and shows itself

private:
    void showChosen();

    std::vector<ReaderAgreement> m_agreements;
    QComboBox* m_who = nullptr;
    QLabel *m_kappa = nullptr, *m_detail = nullptr;
    QTableWidget* m_table = nullptr;
};

}  // namespace leukolens::ui
