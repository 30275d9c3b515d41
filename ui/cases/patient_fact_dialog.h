// One fact of a patient typed in: what it is, its value in the editor that fits, when it was found, a note. It stays open until it is saved.
#pragma once

#include <QDialog>

#include <optional>
#include <string>

#include "core/casebook/patients.h"

class QCheckBox;
class QComboBox;
class QDateEdit;
class QFrame;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace leukolens::ui {

/// Asks for what was typed to be saved, and waits for the answer: accept(), showFailure() or showConflict(). What was typed stays until it is saved or a person gives it up. GUI thread.
class PatientFactDialog : public QDialog {
    Q_OBJECT
public:
    /// `fact` with an id is changed, its kind stays; one without is added, and starts with its name if it has one.
    PatientFactDialog(const casebook::PatientFact& fact, QWidget* parent = nullptr);

    bool isSaving() const { return m_saving; }
    void showFailure(const Error& error);
    /// Nothing of theirs was overwritten; saving once more does it. `theirs`: what stands now, nothing where they have removed it; `words`: of that.
    void showConflict(const std::optional<casebook::PatientFact>& theirs, const QString& words);

Q_SIGNALS:
    /// `seen`: what stood there as far as the person knows; without id where it is new.
    void saveRequested(const leukolens::casebook::PatientFact& seen, const leukolens::casebook::PatientFact& wanted);

protected:
    // While it saves neither closes it: what becomes of the fact is told here.
    void keyPressEvent(QKeyEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    QWidget* createFields();
    QWidget* createValueEditors();
    QWidget* createDate();
    QWidget* createProblem();
    QWidget* createButtons();
    void showKind();
    void showFact();
    casebook::PatientFact typed() const;
    std::string typedValue() const;
    void check();
    void save();
    void setSaving(bool saving);
    void showProblem(const char* message, const QString& words);

    casebook::PatientFact m_fact;
    bool m_saving = false;
    QWidget* m_fields = nullptr;
    QComboBox* m_kind = nullptr;
    QStackedWidget* m_editors = nullptr;
    QLineEdit* m_number = nullptr;
    QComboBox *m_choice = nullptr, *m_text = nullptr;
    QDateEdit *m_day = nullptr, *m_found = nullptr;
    QCheckBox* m_foundKnown = nullptr;
    QLineEdit* m_note = nullptr;
    QFrame* m_problem = nullptr;
    QLabel *m_unit = nullptr, *m_help = nullptr, *m_wrong = nullptr, *m_problemWords = nullptr;
    QPushButton *m_save = nullptr, *m_cancel = nullptr;
    QString m_saveText;
};

}  // namespace leukolens::ui
