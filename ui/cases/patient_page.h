// All of the chosen patient: sessions, facts, comparison, notes, and what is done with the chosen session.
#pragma once

#include <QFrame>

#include "ui/cases/cases_session.h"

class QLabel;
class QPushButton;
class QTabWidget;

namespace leukolens::ui {

class CaseExports;
class ElidedLabel;
class SessionsPanel;
struct Figure;

/// GUI thread.
class PatientPage : public QFrame {
    Q_OBJECT
public:
    PatientPage(CasesSession& session, CaseExports& exports, QWidget* parent = nullptr);

    casebook::CaseId chosenSession() const;  ///< 0: none

Q_SIGNALS:
    void openRequested(qlonglong session);
    void failed(const QString& summary, const leukolens::Error& error);
    void saveRequested(const leukolens::ui::Figure& figure);

private:
    QWidget* createHead();
    QWidget* createTabs();
    void showPatient();

    CasesSession& m_session;
    CaseExports& m_exports;
    ElidedLabel* m_name = nullptr;
    QLabel *m_stateIcon = nullptr, *m_state = nullptr;
    QPushButton *m_open = nullptr, *m_report = nullptr, *m_export = nullptr;
    QTabWidget* m_tabs = nullptr;
    SessionsPanel* m_sessions = nullptr;
};

}  // namespace leukolens::ui
