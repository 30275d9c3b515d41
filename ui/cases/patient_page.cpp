#include "ui/cases/patient_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QTabWidget>
#include <QVBoxLayout>

#include "ui/cases/case_exports.h"
#include "ui/cases/case_words.h"
#include "ui/cases/compare_panel.h"
#include "ui/cases/facts_panel.h"
#include "ui/cases/notes_box.h"
#include "ui/cases/sessions_panel.h"
#include "ui/shell/labels.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

PatientPage::PatientPage(CasesSession& session, CaseExports& exports, QWidget* parent) : QFrame(parent), m_session(session), m_exports(exports) {
    setObjectName("patientPage");
    setProperty("card", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    column->setSpacing(Theme::kSpacingPx);
    column->addWidget(createHead());
    column->addWidget(createTabs(), 1);
    connect(&session, &CasesSession::openedChanged, this, &PatientPage::showPatient);
    showPatient();
}

QWidget* PatientPage::createHead() {
    auto* head = new QWidget(this);
    // Two rows: beside the buttons a name would have no room in a narrow window.
    auto* rows = new QVBoxLayout(head);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(Theme::kSpacingPx);
    auto* row = new QHBoxLayout();
    row->setSpacing(Theme::kSpacingPx);
    rows->addLayout(row);
    m_name = new ElidedLabel(Qt::ElideRight, head);
    m_name->setObjectName("patientTitle");
    m_name->setFont(Theme::font(1.3, QFont::DemiBold));
    row->addWidget(m_name, 1);
    m_stateIcon = new QLabel(head);
    row->addWidget(m_stateIcon);
    m_state = makeMuted(QString(), head);
    m_state->setObjectName("patientState");
    m_state->setWordWrap(false);
    row->addWidget(m_state);
    row = new QHBoxLayout();
    row->setSpacing(Theme::kSpacingPx);
    rows->addLayout(row);
    m_open = makeButton("classify", tr("Open in Classify"), head);
    m_open->setObjectName("openInClassify");
    m_open->setIcon(Theme::icon("classify", Theme::onAccent()));
    m_open->setProperty("primary", true);
    m_open->setToolTip(tr("Show the cells of the chosen session in Classify"));
    m_report = makeButton("report", tr("Report…"), head);
    m_report->setObjectName("caseReport");
    Shortcuts::describe(m_report, ShortcutId::PatientReport, tr("Look at the report of the chosen session, save or print it"));
    row->addWidget(m_report);
    m_export = makeButton("export", tr("Export"), head);
    m_export->setObjectName("caseExport");
    m_export->setProperty("menu", true);
    m_export->setToolTip(tr("Save the chosen session or the whole case for other programs"));
    auto* menu = new QMenu(m_export);
    m_exports.fillMenu(*menu, [this] { return chosenSession(); });
    m_export->setMenu(menu);
    row->addWidget(m_export);
    row->addStretch(1);
    row->addWidget(m_open);
    connect(m_report, &QPushButton::clicked, this, [this] { m_exports.showReport(chosenSession(), false); });
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT openRequested(chosenSession()); });
    return head;
}

QWidget* PatientPage::createTabs() {
    m_tabs = new QTabWidget(this);
    m_tabs->setObjectName("patientTabs");
    m_tabs->setDocumentMode(true);
    auto* facts = new FactsPanel(m_session, m_tabs);
    auto* compare = new ComparePanel(m_session, m_tabs);
    auto* notes = new NotesBox(m_session, m_tabs);
    m_tabs->addTab(m_sessions = new SessionsPanel(m_session, m_tabs), tr("Sessions"));
    m_tabs->addTab(facts, tr("Facts"));
    m_tabs->addTab(compare, tr("Compare"));
    m_tabs->addTab(notes, tr("Notes"));
    connect(m_sessions, &SessionsPanel::openRequested, this, &PatientPage::openRequested);
    connect(m_sessions, &SessionsPanel::chosenChanged, this, &PatientPage::showPatient);
    connect(m_sessions, &SessionsPanel::saveRequested, this, &PatientPage::saveRequested);
    connect(m_sessions, &SessionsPanel::failed, this, &PatientPage::failed);
    connect(facts, &FactsPanel::failed, this, &PatientPage::failed);
    connect(compare, &ComparePanel::failed, this, &PatientPage::failed);
    connect(notes, &NotesBox::failed, this, &PatientPage::failed);
    return m_tabs;
}

casebook::CaseId PatientPage::chosenSession() const { return m_sessions->chosen(); }

void PatientPage::showPatient() {
    if (!m_sessions) return;
    const auto& opened = m_session.opened();
    setEnabled(opened.has_value());
    for (QPushButton* button : {m_open, m_report, m_export}) button->setEnabled(opened && chosenSession() != 0);
    if (!opened) return;
    m_name->setFullText(patientTitle(opened->summary.patient.label));
    const bool any = !opened->summary.sessions.empty();
    m_stateIcon->setPixmap(any ? stateIcon(opened->summary.state()).pixmap(16, 16) : QPixmap());
    m_state->setText(any ? stateTitle(opened->summary.state()) : tr("No session yet"));
}

}  // namespace leukolens::ui
