#include "ui/cases/facts_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/cases/case_words.h"
#include "ui/cases/conflict_strip.h"
#include "ui/cases/patient_fact_dialog.h"
#include "ui/shell/dates.h"
#include "ui/shell/fact_words.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/tables.h"
#include "ui/shell/theme.h"
#include "ui/widgets/text_table.h"
#include "ui/widgets/undo_buttons.h"

namespace leukolens::ui {
namespace {

/// For sentences: what it says and when.
QString factWords(const casebook::PatientFact& fact) {
    QString words = FactsPanel::tr("%1 %2").arg(factTitle(fact.name), factValueText(fact));
    //: a fact, and the day it was found
    if (!fact.date.empty()) words = FactsPanel::tr("%1, found on %2").arg(words, caseDate(fact.date));
    return words;
}

QString theirWords(const std::optional<casebook::PatientFact>& theirs) {
    //: a fact, who entered it, when
    return theirs ? FactsPanel::tr("%1 (%2, %3)").arg(factWords(*theirs), QString::fromStdString(theirs->enteredBy), isoTimeText(theirs->entered)) : FactsPanel::tr("removed");
}

}  // namespace

FactsPanel::FactsPanel(CasesSession& session, QWidget* parent) : QWidget(parent), m_session(session), m_history(session) {
    setObjectName("factsPanel");
    help::setPlace(this, "cases#record-facts-of-a-patient");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, Theme::kSpacingPx, 0, 0);
    column->setSpacing(Theme::kSpacingPx);
    column->addWidget(createButtons());
    m_conflict = new ConflictStrip("factConflict", this);
    column->addWidget(m_conflict);
    m_table = new TextTable(this);
    m_view = new QTableView(this);
    m_view->setObjectName("factTable");
    m_view->setAccessibleName(tr("Facts of the patient"));
    m_view->setToolTip(tr("Return or a double click changes a fact, Delete removes it"));
    styleTable(*m_view);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setModel(m_table);
    m_view->installEventFilter(this);
    column->addWidget(m_view, 1);
    m_none = makeMuted(tr("Nothing is recorded yet: age, white count, immunophenotype, genetics and response stand beside the counts in reports. Nothing is filled in by the program."), this);
    m_none->setObjectName("noFacts");
    column->addWidget(m_none, 1, Qt::AlignTop);
    column->addWidget(createRisk());
    connect(&session, &CasesSession::openedChanged, this, &FactsPanel::showFacts);
    connect(&m_history, &FactHistory::busyChanged, this, &FactsPanel::follow);
    connect(&m_history, &FactHistory::conflicted, this, &FactsPanel::askConflict);
    connect(&m_history, &FactHistory::failed, this, &FactsPanel::showFailure);
    connect(&m_history, &FactHistory::written, this, [this] {
        if (PatientFactDialog* dialog = asking()) dialog->accept();
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &FactsPanel::follow);
    connect(m_view, &QTableView::doubleClicked, this, &FactsPanel::changeChosen);
    showFacts();
}

QWidget* FactsPanel::createButtons() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kSpacingPx);
    const auto add = [&](const char* name, const char* icon, const QString& text, const QString& help) {
        QPushButton* button = makeButton(icon, text, bar);
        button->setObjectName(name);
        button->setToolTip(help);
        button->setAccessibleDescription(help);
        row->addWidget(button);
        return button;
    };
    m_add = add("addFact", "add", tr("Add…"), tr("Record a fact of this patient"));
    m_change = add("changeFact", "edit", tr("Change…"), tr("Change the chosen fact (Return)"));
    m_remove = add("removeFact", "trash", tr("Remove"), tr("Remove the chosen fact (Delete); it can be undone, and stays in the audit trail"));
    row->addStretch(1);
    m_undo = makeUndoButtons(m_history.undoStack(), this, bar);
    row->addWidget(m_undo);
    connect(m_add, &QPushButton::clicked, this, [this] { edit({}); });
    connect(m_change, &QPushButton::clicked, this, &FactsPanel::changeChosen);
    connect(m_remove, &QPushButton::clicked, this, &FactsPanel::removeChosen);
    return bar;
}

QWidget* FactsPanel::createRisk() {
    QFrame* card = makeCard("riskCard", this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(Theme::kMarginPx, 10, Theme::kMarginPx, 10);
    column->setSpacing(2);
    m_riskGroup = makeHeading(QString(), card);
    m_riskGroup->setObjectName("riskGroup");
    m_riskWords = makeText(QString(), card);
    m_riskWords->setObjectName("riskWords");
    QLabel* source = makeMuted(riskSource(), card);
    source->setFont(Theme::font(0.9));
    column->addWidget(m_riskGroup);
    column->addWidget(m_riskWords);
    column->addWidget(source);
    return card;
}

void FactsPanel::showFacts() {
    const auto& opened = m_session.opened();
    const auto kept = chosen() ? chosen()->id : 0;
    m_facts = opened ? opened->facts : std::vector<casebook::PatientFact>();
    if (const auto patient = opened ? opened->summary.patient.id : 0; patient != m_patient) {
        m_patient = patient;
        m_conflict->hide();
    }
    std::vector<std::vector<TextCell>> rows;
    for (const auto& fact : m_facts) {
        const auto day = casebook::daysSinceStart(m_facts, fact.date);
        TextCell found = textCell(fact.date.empty() ? tr("not known") : caseDate(fact.date));
        found.muted = fact.date.empty();
        TextCell note = textCell(QString::fromStdString(fact.note));
        note.toolTip = note.text;
        TextCell entered = textCell(tr("%1, %2").arg(QString::fromStdString(fact.enteredBy), isoTimeText(fact.entered)));
        entered.muted = true;
        rows.push_back({std::move(found), textCell(day ? QLocale().toString(*day) : QString()), textCell(factTitle(fact.name)), {factValueText(fact), {}, false, true}, std::move(note), std::move(entered)});
    }
    m_table->set({tr("Found on"), tr("Day"), tr("Fact"), tr("Value"), tr("Note"), tr("Entered by")}, std::move(rows), {{}, tr("Since the start of treatment"), {}, {}, {}, {}}, {0, 2, 3, 4, 5});
    fitColumns(*m_view);
    for (std::size_t row = 0; row < m_facts.size(); ++row)
        if (m_facts[row].id == kept) m_view->selectRow(static_cast<int>(row));
    const auto risk = casebook::nciRisk(m_facts);
    m_riskGroup->setText(riskTitle(risk));
    m_riskWords->setText(riskReasons(risk));
    follow();
}

void FactsPanel::follow() {
    const bool ready = m_session.opened() && !m_history.busy();
    m_none->setVisible(m_facts.empty());
    m_view->setVisible(!m_facts.empty());
    m_add->setEnabled(ready);
    m_change->setEnabled(ready && chosen());
    m_remove->setEnabled(ready && chosen());
    m_undo->setEnabled(ready);
}

const casebook::PatientFact* FactsPanel::chosen() const {
    const int row = m_view ? m_view->currentIndex().row() : -1;
    return row >= 0 && static_cast<std::size_t>(row) < m_facts.size() ? &m_facts[static_cast<std::size_t>(row)] : nullptr;
}

void FactsPanel::edit(const casebook::PatientFact& fact) {
    // The window's and not this panel's: no patient may be shown for a while, and then nothing of the panel can be used.
    m_dialog = new PatientFactDialog(fact, window());
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &PatientFactDialog::saveRequested, this, [this, patient = m_patient](const casebook::PatientFact& seen, const casebook::PatientFact& wanted) {
        if (seen.id == 0) m_history.add(patient, wanted);
        else m_history.change(patient, seen, wanted);
    });
    m_dialog->open();
}

void FactsPanel::changeChosen() {
    if (const auto* fact = chosen(); fact && !m_history.busy()) edit(*fact);
}

void FactsPanel::removeChosen() {
    if (const auto* fact = chosen(); fact && !m_history.busy()) m_history.remove(m_patient, *fact);
}

PatientFactDialog* FactsPanel::asking() const { return m_dialog && m_dialog->isVisible() && m_dialog->isSaving() ? m_dialog.data() : nullptr; }

void FactsPanel::showFailure(const Error& error) {
    if (PatientFactDialog* dialog = asking()) return dialog->showFailure(error);
    Q_EMIT failed(tr("The fact was not saved."), error);
}

void FactsPanel::askConflict(const FactHistory::Conflict& conflict) {
    if (PatientFactDialog* dialog = asking()) return dialog->showConflict(conflict.theirs, theirWords(conflict.theirs));
    if (conflict.patient != m_patient) return Q_EMIT failed(tr("The fact was not saved."), conflict.why);
    const auto& [patient, mine, theirs, why] = conflict;
    m_conflict->ask(conflictWords(theirWords(theirs), mine.removed ? tr("removed") : factWords(mine)), nullptr, [this, patient = patient, mine = mine, theirs = theirs] {
        if (theirs && mine.removed) return m_history.remove(patient, *theirs);
        if (theirs) return m_history.change(patient, *theirs, mine);
        if (mine.removed) return;
        // What they have removed is entered once more.
        casebook::PatientFact again = mine;
        again.id = 0;
        m_history.add(patient, again);
    });
}

bool FactsPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_view && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) return changeChosen(), true;
        if (key == Qt::Key_Delete) return removeChosen(), true;
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace leukolens::ui
