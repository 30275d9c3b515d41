// Workspace 6: patients and their sessions, facts, audit trail, reports and exports.
#pragma once

#include "ui/shell/workspace.h"

#include "core/casebook/case_types.h"

class QStackedWidget;
class QTabWidget;

namespace leukolens::ui {

class AuditPanel;
class CaseExports;
class CaseWriter;
class CasesSession;
class PatientListPanel;
class PatientPage;
struct Figure;

class CasesWorkspace : public Workspace {
    Q_OBJECT
public:
    /// `writer`: of the store, which outlives this.
    CasesWorkspace(AppContext& context, CaseWriter& writer, QWidget* parent = nullptr);

    QString title() const override;
    QString iconName() const override { return "cases"; }
    Memory remember() const override;  ///< the patient

    CasesSession& session() { return *m_session; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;  ///< of the window

private:
    QWidget* createEmptyState();
    QWidget* createRefused();
    QWidget* createPatients();
    QWidget* createCorner();
    void createShortcuts();
    void connectSession();
    void showPage();
    void openLastSession(qlonglong patient);
    void saveFigureOf(const Figure& figure);

    CasesSession* m_session = nullptr;
    CaseExports* m_exports = nullptr;
    QTabWidget* m_tabs = nullptr;
    QStackedWidget* m_pages = nullptr;
    QWidget *m_empty = nullptr, *m_refused = nullptr, *m_work = nullptr;
    PatientListPanel* m_list = nullptr;
    PatientPage* m_patient = nullptr;
    AuditPanel* m_audit = nullptr;
};

}  // namespace leukolens::ui
