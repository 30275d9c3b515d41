#include "ui/cases/sessions_panel.h"

#include <QCheckBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/cases/case_words.h"
#include "ui/cases/course_chart.h"
#include "ui/cases/sample_editor.h"
#include "ui/shell/class_words.h"
#include "ui/shell/dates.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/tables.h"
#include "ui/shell/theme.h"
#include "ui/widgets/text_table.h"

namespace leukolens::ui {
namespace {

QString countsText(const casebook::CaseSummary& session) {
    QStringList counts;
    for (const auto& count : session.counts)
        if (count.cells > 0) counts << SessionsPanel::tr("%1: %2").arg(classTitle(count.className), QLocale().toString(count.cells));
    return counts.join(QStringLiteral(" · "));
}

}  // namespace

SessionsPanel::SessionsPanel(CasesSession& session, QWidget* parent) : QWidget(parent), m_session(session) {
    setObjectName("sessionsPanel");
    help::setPlace(this, "cases#look-at-the-sessions-of-a-patient");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, Theme::kSpacingPx, 0, 0);
    column->setSpacing(Theme::kSpacingPx);
    m_table = new TextTable(this);
    m_view = new QTableView(this);
    m_view->setObjectName("sessionTable");
    m_view->setAccessibleName(tr("Sessions of the patient"));
    m_view->setToolTip(tr("Return or a double click opens a session in Classify"));
    styleTable(*m_view);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setModel(m_table);
    m_view->installEventFilter(this);
    column->addWidget(m_view, 2);
    m_sample = new SampleEditor(session, this);
    column->addWidget(m_sample);
    m_byDay = new QCheckBox(tr("Days since the start of treatment"), this);
    m_byDay->setObjectName("courseByDay");
    column->addWidget(m_byDay);
    m_chart = new CourseChart(this);
    column->addWidget(m_chart, 3);
    m_noCourse = makeMuted(tr("No session has identified cells yet: the course appears with the first of them."), this);
    m_noCourse->setObjectName("noCourse");
    column->addWidget(m_noCourse, 3, Qt::AlignTop);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        if (!m_filling && current.isValid()) choose(m_sessions[static_cast<std::size_t>(current.row())].id);
    });
    connect(m_view, &QTableView::doubleClicked, this, [this] { Q_EMIT openRequested(m_chosen); });
    connect(m_byDay, &QCheckBox::toggled, this, &SessionsPanel::showChosen);
    connect(m_chart, &CourseChart::sessionChosen, this, &SessionsPanel::choose);
    connect(m_chart, &FigureView::saveRequested, this, &SessionsPanel::saveRequested);
    connect(m_sample, &SampleEditor::failed, this, &SessionsPanel::failed);
    connect(&session, &CasesSession::openedChanged, this, &SessionsPanel::showPatient);
    connect(&session, &CasesSession::patientsChanged, this, &SessionsPanel::showPatient);
    showPatient();
}

void SessionsPanel::showPatient() {
    const auto& opened = m_session.opened();
    m_sessions = opened ? opened->summary.sessions : std::vector<casebook::CaseSummary>();
    std::ranges::reverse(m_sessions);  // what was looked at last is what is asked for
    const auto patient = opened ? opened->summary.patient.id : 0;
    const bool isOther = patient != m_patient;
    m_patient = patient;
    fillTable();
    const bool isThere = std::ranges::find(m_sessions, m_chosen, &casebook::CaseSummary::id) != m_sessions.end();
    m_chosen = isThere ? m_chosen : m_sessions.empty() ? 0 : m_sessions.front().id;
    const bool hasStart = opened && std::ranges::any_of(opened->facts, [](const auto& fact) { return fact.name == "treatmentStart"; });
    m_byDay->setEnabled(hasStart);
    m_byDay->setToolTip(hasStart ? tr("Show days since the recorded start of treatment in place of dates") : tr("Record the start of treatment among the facts first."));
    if (isOther || hasStart != m_hadStart) m_byDay->setChecked(hasStart);
    m_hadStart = hasStart;
    showChosen();
    Q_EMIT chosenChanged();
}

void SessionsPanel::fillTable() {
    std::vector<std::vector<TextCell>> rows;
    for (const auto& session : m_sessions) {
        const auto share = blastShare(session, m_session.blastClass());
        TextCell blasts{share.share ? shareText(*share.share) : QStringLiteral("–"), {}, !share.share, share.share.has_value()};
        if (share.share) blasts.toolTip = tr("%1 of %2 identified cells; Wilson interval: counting error only").arg(QLocale().toString(share.blasts), QLocale().toString(share.identified));
        TextCell state{stateTitle(session.state)};
        state.icon = stateIcon(session.state);
        TextCell signedBy{session.signedBy.empty() ? QStringLiteral("–") : tr("%1, %2").arg(QString::fromStdString(session.signedBy), isoTimeText(session.signedAt)), {}, session.signedBy.empty()};
        state.toolTip = session.signedBy.empty() ? state.text : tr("%1: %2").arg(state.text, signedBy.text);
        TextCell counts{countsText(session), {}, true};
        counts.toolTip = counts.text;
        TextCell cells = textCell(QLocale().toString(session.cells));
        cells.toolTip = counts.text;
        rows.push_back({textCell(caseDate(session.taken)), textCell(materialTitle(session.material)), std::move(cells), std::move(blasts), std::move(state), std::move(signedBy), std::move(counts)});
    }
    m_filling = true;
    m_table->set({tr("Date"), tr("Material"), tr("Cells"), tr("Blasts (95 % interval)"), tr("State"), tr("Signed by"), tr("Counts")}, std::move(rows), {}, {0, 1, 4, 5, 6});
    dropColumns(*m_view);
    m_filling = false;
}

void SessionsPanel::choose(casebook::CaseId id) {
    if (id == m_chosen) return;
    m_chosen = id;
    showChosen();
    Q_EMIT chosenChanged();
}

void SessionsPanel::showChosen() {
    const auto found = std::ranges::find(m_sessions, m_chosen, &casebook::CaseSummary::id);
    m_filling = true;
    if (found != m_sessions.end()) m_view->setCurrentIndex(m_table->index(static_cast<int>(found - m_sessions.begin()), 0));
    m_filling = false;
    if (found != m_sessions.end()) m_sample->setSample(*found);
    else m_sample->clear();
    const auto& opened = m_session.opened();
    auto points = opened ? courseOf(opened->summary, opened->facts, m_session.blastClass()) : std::vector<CoursePoint>();
    m_noCourse->setVisible(points.empty());
    m_chart->setVisible(!points.empty());
    m_byDay->setVisible(!points.empty());
    m_chart->setCourse(std::move(points), m_byDay->isChecked(), m_chosen);
}

bool SessionsPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_view && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if ((key == Qt::Key_Return || key == Qt::Key_Enter) && m_chosen != 0) {
            Q_EMIT openRequested(m_chosen);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace leukolens::ui
