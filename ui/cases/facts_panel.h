// Facts of the chosen patient as a timeline: added, changed, removed with undo; the risk group that follows from them.
#pragma once

#include <QPointer>
#include <QWidget>

#include "ui/cases/cases_session.h"
#include "ui/cases/fact_history.h"

class QLabel;
class QPushButton;
class QTableView;

namespace leukolens::ui {

class ConflictStrip;
class PatientFactDialog;
class TextTable;

/// GUI thread.
class FactsPanel : public QWidget {
    Q_OBJECT
public:
    explicit FactsPanel(CasesSession& session, QWidget* parent = nullptr);

Q_SIGNALS:
    void failed(const QString& summary, const leukolens::Error& error);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* createButtons();
    QWidget* createRisk();
    void showFacts();
    void follow();  ///< what can be done now
    const casebook::PatientFact* chosen() const;
    void edit(const casebook::PatientFact& fact);
    void changeChosen();
    void removeChosen();
    PatientFactDialog* asking() const;  ///< whose save is being answered; null: none
    void showFailure(const Error& error);
    void askConflict(const FactHistory::Conflict& conflict);

    CasesSession& m_session;
    FactHistory m_history;
    std::vector<casebook::PatientFact> m_facts;
    casebook::PatientId m_patient = 0;
    TextTable* m_table = nullptr;
    QTableView* m_view = nullptr;
    ConflictStrip* m_conflict = nullptr;
    QPointer<PatientFactDialog> m_dialog;
    QWidget* m_undo = nullptr;
    QPushButton *m_add = nullptr, *m_change = nullptr, *m_remove = nullptr;
    QLabel *m_none = nullptr, *m_riskGroup = nullptr, *m_riskWords = nullptr;
};

}  // namespace leukolens::ui
