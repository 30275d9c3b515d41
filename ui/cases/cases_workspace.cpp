#include "ui/cases/cases_workspace.h"

#include <QDir>
#include <QEvent>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

#include "ui/cases/audit_panel.h"
#include "ui/cases/case_exports.h"
#include "ui/cases/cases_session.h"
#include "ui/cases/patient_list.h"
#include "ui/cases/patient_page.h"
#include "ui/figures/figure_view.h"
#include "ui/shell/app_context.h"
#include "ui/shell/empty_state.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/pass_focus.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kClassifyWorkspace = 1;
constexpr int kListWidthPx = 520, kPageWidthPx = 740;

}  // namespace

CasesWorkspace::CasesWorkspace(AppContext& sharedContext, CaseWriter& writer, QWidget* parent) : Workspace(sharedContext, parent) {
    setObjectName("casesWorkspace");
    help::setPlace(this, "cases");
    m_session = new CasesSession(writer, this);
    m_exports = new CaseExports(context(), *m_session, this);
    m_tabs = new QTabWidget(this);
    m_tabs->setObjectName("casesTabs");
    m_tabs->setDocumentMode(true);
    m_pages = new QStackedWidget(m_tabs);
    m_pages->setContentsMargins(0, Theme::kSpacingPx, 0, 0);
    m_pages->addWidget(new QWidget(m_pages));  // until the list has been read
    m_pages->addWidget(m_empty = createEmptyState());
    m_pages->addWidget(m_refused = createRefused());
    m_pages->addWidget(m_work = createPatients());
    m_tabs->addTab(m_pages, tr("Patients"));
    m_tabs->addTab(m_audit = new AuditPanel(context(), *m_session, m_tabs), tr("Audit trail"));
    m_tabs->setCornerWidget(createCorner());
    contentLayout()->addWidget(m_tabs, 1);
    createShortcuts();
    connectSession();
    showPage();
}

QString CasesWorkspace::title() const { return tr("Cases"); }

QWidget* CasesWorkspace::createEmptyState() {
    auto* empty = new EmptyState("cases", tr("No patients yet"), tr("Patients appear here as soon as cells are classified: drop pictures on Classify, and give the case a name or number."), this);
    empty->setObjectName("casesEmpty");
    QPushButton* classify = empty->addButton("casesGoToClassify", "classify", tr("Go to Classify"), tr("Classify cells of a first patient"), true);
    connect(classify, &QPushButton::clicked, this, [this] { Q_EMIT context().workspaceRequested(kClassifyWorkspace); });
    return empty;
}

QWidget* CasesWorkspace::createRefused() {
    auto* refused = new EmptyState("cases", tr("The case store is not open"), tr("It is on a server that asks for a password. Until then nothing of cases can be shown or saved."), this);
    refused->setObjectName("casesRefused");
    QPushButton* ask = refused->addButton("casesTypePassword", "user", tr("Type the password…"), tr("Connect to the server of the case store"), true);
    connect(ask, &QPushButton::clicked, m_session, &CasesSession::refresh);
    return refused;
}

QWidget* CasesWorkspace::createPatients() {
    auto* both = new QSplitter(Qt::Horizontal, this);
    both->setObjectName("casesSplitter");
    both->setChildrenCollapsible(false);
    both->setHandleWidth(Theme::kMarginPx);
    both->addWidget(m_list = new PatientListPanel(both));
    both->addWidget(m_patient = new PatientPage(*m_session, *m_exports, both));
    both->setStretchFactor(0, 0);
    both->setStretchFactor(1, 1);
    both->setSizes({kListWidthPx, kPageWidthPx});
    passFocus(*this, m_list);
    return both;
}

QWidget* CasesWorkspace::createCorner() {
    QPushButton* import = makeButton("folder-open", tr("Import…"), this);
    import->setObjectName("importCase");
    import->setToolTip(tr("Open a whole case that was exported on another computer"));
    connect(import, &QPushButton::clicked, m_exports, [this] { m_exports->importCase(); });
    return import;
}

void CasesWorkspace::createShortcuts() {
    const auto add = [this](ShortcutId id) {
        auto* shortcut = new QShortcut(QKeySequence(), this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
        Shortcuts::bind(shortcut, id);
        return shortcut;
    };
    connect(add(ShortcutId::FindCase), &QShortcut::activated, this, [this] {
        if (m_tabs->currentWidget() == m_audit) return m_audit->focusSearch();
        if (m_pages->currentWidget() == m_work) m_list->focusSearch();
    });
    connect(add(ShortcutId::PatientReport), &QShortcut::activated, this, [this] {
        if (m_pages->currentWidget() == m_work) m_exports->showReport(m_patient->chosenSession(), false);
    });
    connect(add(ShortcutId::RefreshCases), &QShortcut::activated, m_session, &CasesSession::refresh);
}

Workspace::Memory CasesWorkspace::remember() const {
    if (!m_session->opened()) return {};
    return [id = m_session->opened()->summary.patient.id](Workspace& later) { static_cast<CasesWorkspace&>(later).m_session->choose(id); };
}

void CasesWorkspace::connectSession() {
    connect(m_session, &CasesSession::patientsChanged, this, [this] {
        m_list->set(m_session->patients(), m_session->blastClass());
        showPage();
    });
    connect(m_session, &CasesSession::failed, this, &Workspace::showError);
    connect(&m_session->writer(), &CaseWriter::passwordNeeded, this, &CasesWorkspace::showPage);
    connect(&m_session->writer(), &CaseWriter::opened, this, [this] {
        dismissMessages();
        showPage();
    });
    connect(m_list, &PatientListPanel::patientChosen, m_session, [this](qlonglong id) { m_session->choose(id); });
    connect(m_list, &PatientListPanel::openRequested, this, &CasesWorkspace::openLastSession);
    connect(m_patient, &PatientPage::openRequested, this, [this](qlonglong id) { Q_EMIT context().openCaseRequested(id); });
    connect(m_patient, &PatientPage::failed, this, &Workspace::showError);
    connect(m_patient, &PatientPage::failed, &this->context(), &AppContext::stayRequested);
    connect(m_patient, &PatientPage::saveRequested, this, &CasesWorkspace::saveFigureOf);
    connect(&context(), &AppContext::importCaseRequested, m_exports, [this](const QString& archive) { m_exports->importCase(archive); });
    connect(m_exports, &CaseExports::failed, this, &Workspace::showError);
    connect(m_exports, &CaseExports::noticed, this, &Workspace::showNotice);
    connect(m_exports, &CaseExports::imported, this, [this](qlonglong id) {
        m_tabs->setCurrentWidget(m_pages);
        m_list->choose(id);
    });
    connect(m_audit, &AuditPanel::failed, this, &Workspace::showError);
    connect(m_audit, &AuditPanel::noticed, this, &Workspace::showNotice);
}

void CasesWorkspace::showPage() {
    if (!m_session->hasList()) return m_pages->setCurrentIndex(m_session->writer().refused() ? m_pages->indexOf(m_refused) : 0);
    m_pages->setCurrentWidget(m_session->patients()->empty() ? m_empty : m_work);
}

void CasesWorkspace::openLastSession(qlonglong patient) {
    for (const auto& known : *m_session->patients()) {
        if (known.patient.id != patient) continue;
        if (known.sessions.empty()) return showNotice(tr("This patient has no session yet: classify cells under the same name or number."));
        const auto chosen = m_session->opened() && m_session->opened()->summary.patient.id == patient ? m_patient->chosenSession() : 0;
        Q_EMIT context().openCaseRequested(chosen != 0 ? chosen : known.sessions.back().id);
    }
}

void CasesWorkspace::saveFigureOf(const Figure& figure) {
    saveFigure(this, figure, QDir::homePath(), context().fileWorker, this, [this](const Result<QString>& saved) {
        if (!saved) return showError(tr("The figure could not be saved"), saved.error());
        showNotice(tr("The figure was saved: %1").arg(*saved));
    });
}

void CasesWorkspace::showEvent(QShowEvent* event) {
    Workspace::showEvent(event);
    window()->installEventFilter(this);
    m_session->setShown(true);
}

void CasesWorkspace::hideEvent(QHideEvent* event) {
    Workspace::hideEvent(event);
    m_session->setShown(false);
}

bool CasesWorkspace::eventFilter(QObject* watched, QEvent* event) {
    if (watched == window() && event->type() == QEvent::Close) Q_EMIT m_session->commitRequested();
    return Workspace::eventFilter(watched, event);
}

}  // namespace leukolens::ui
