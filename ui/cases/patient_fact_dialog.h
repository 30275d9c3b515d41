// One fact of a patient typed in: what it is, its value in the editor that fits, when it was found, a note.
#pragma once

#include <QDialog>

#include <string>

#include "core/casebook/patients.h"

class QCheckBox;
class QComboBox;
class QDateEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace leukolens::ui {

/// Emits what was typed when a person saves. GUI thread.
class PatientFactDialog : public QDialog {
    Q_OBJECT
public:
    /// `fact` with an id is changed, its kind stays; one without is added, and starts with its name if it has one.
    PatientFactDialog(const casebook::PatientFact& fact, QWidget* parent = nullptr);

Q_SIGNALS:
    void saved(const leukolens::casebook::PatientFact& fact);

private:
    QWidget* createValueEditors();
    QWidget* createDate();
    void showKind();
    void showFact();
    casebook::PatientFact typed() const;
    std::string typedValue() const;
    void check();
    void save();

    casebook::PatientFact m_fact;
    QComboBox* m_kind = nullptr;
    QStackedWidget* m_editors = nullptr;
    QLineEdit* m_number = nullptr;
    QComboBox *m_choice = nullptr, *m_text = nullptr;
    QDateEdit *m_day = nullptr, *m_found = nullptr;
    QCheckBox* m_foundKnown = nullptr;
    QLineEdit* m_note = nullptr;
    QLabel *m_unit = nullptr, *m_help = nullptr, *m_wrong = nullptr;
    QPushButton* m_save = nullptr;
};

}  // namespace leukolens::ui
