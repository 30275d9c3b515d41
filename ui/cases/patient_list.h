// The list of patients with its search.
#pragma once

#include <QFrame>

#include "ui/cases/patient_model.h"

class QLabel;
class QLineEdit;
class QTableView;

namespace leukolens::ui {

/// GUI thread.
class PatientListPanel : public QFrame {
    Q_OBJECT
public:
    explicit PatientListPanel(QWidget* parent = nullptr);

    /// The chosen patient stays chosen, also where a search hides it; the first is where there was none.
    void set(PatientListPointer patients, const std::string& blastClass);
    void choose(casebook::PatientId id);
    casebook::PatientId chosen() const { return m_chosen; }  ///< 0: none
    void focusSearch();

Q_SIGNALS:
    void patientChosen(qlonglong id);
    void openRequested(qlonglong id);  ///< Return or a double click

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fitList();
    void search();
    void showChosen();
    void describe();

    PatientModel m_model;
    PatientFilter m_found;
    casebook::PatientId m_chosen = 0;
    bool m_filling = false;
    QLineEdit* m_search = nullptr;
    QTableView* m_table = nullptr;
    QLabel *m_count = nullptr, *m_nothing = nullptr;
};

}  // namespace leukolens::ui
