#include "ui/cases/notes_box.h"

#include <QEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include "ui/cases/conflict_strip.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kSaveAfterMs = 1500;
constexpr int kShownCharacters = 400;

}  // namespace

NotesBox::NotesBox(CasesSession& session, QWidget* parent) : QWidget(parent), m_session(session) {
    setObjectName("notesBox");
    help::setPlace(this, "cases#write-notes");
    m_timer.setInterval(kSaveAfterMs);
    m_timer.setSingleShot(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, Theme::kSpacingPx, 0, 0);
    column->setSpacing(Theme::kSpacingPx);
    m_conflict = new ConflictStrip("notesConflict", this);
    column->addWidget(m_conflict);
    m_text = new QPlainTextEdit(this);
    m_text->setObjectName("patientNotes");
    m_text->setPlaceholderText(tr("What else should be known of this patient"));
    m_text->setAccessibleName(tr("Notes"));
    m_text->setToolTip(tr("Saved while you type; type no name or number that tells who a person is"));
    m_text->setTabChangesFocus(true);
    m_text->installEventFilter(this);
    column->addWidget(m_text, 1);
    m_state = makeMuted(QString(), this);
    m_state->setObjectName("notesState");
    column->addWidget(m_state);
    connect(m_text, &QPlainTextEdit::textChanged, this, &NotesBox::follow);
    connect(&m_timer, &QTimer::timeout, this, &NotesBox::commit);
    connect(&session, &CasesSession::openedChanged, this, &NotesBox::showPatient);
    connect(&session, &CasesSession::commitRequested, this, &NotesBox::commitLast);
    showPatient();
}

std::string NotesBox::typed() const { return m_text->toPlainText().toStdString(); }

void NotesBox::showPatient() {
    const casebook::Patient patient = m_session.opened() ? m_session.opened()->summary.patient : casebook::Patient();
    setEnabled(patient.id != 0);
    if (patient.id != m_shown.id) {
        keepDraft();
        fill(patient);
        const auto draft = m_drafts.extract(patient.id);
        if (!draft) return;
        m_text->setPlainText(QString::fromStdString(draft.mapped().notes));
        if (patient.notes != draft.mapped().seen && patient.notes != typed()) askConflict(patient);
    } else if (m_theirs && typed() != patient.notes) {
        askConflict(patient);
    } else if (!m_saving && typed() == m_shown.notes) {
        fill(patient);
    } else if (patient.notes == m_shown.notes) {
        m_shown.version = patient.version;  // something else of the patient was changed
    }
}

void NotesBox::follow() {
    if (m_filling) return;
    m_told = false;
    if (m_theirs && typed() == m_theirs->notes) {
        fill(casebook::Patient(*m_theirs));
        return m_state->clear();
    }
    m_state->setText(m_theirs ? tr("Not saved") : tr("Not saved yet"));
    if (!m_theirs) m_timer.start();
}

void NotesBox::fill(const casebook::Patient& patient) {
    m_timer.stop();
    m_theirs.reset();
    m_conflict->hide();
    const bool isNew = patient.id != m_shown.id || patient.notes != typed();
    m_shown = patient;
    if (!isNew) return;
    m_filling = true;
    m_text->setPlainText(QString::fromStdString(patient.notes));
    m_filling = false;
    m_state->clear();
}

/// Of the patient that is left. Where an earlier save is under way it is written after that one, against the version that comes of it.
void NotesBox::keepDraft() {
    if (m_shown.id != 0 && typed() != m_shown.notes) m_drafts[m_shown.id] = {typed(), m_shown.notes};
    commit();
    m_refused.reset();
}

void NotesBox::commit() {
    m_timer.stop();
    if (m_saving || m_theirs || m_shown.id == 0 || typed() == m_shown.notes || typed() == m_refused) return;
    write(m_shown.id, typed(), m_shown.version);
}

void NotesBox::commitLast() {
    m_leaving = !m_told;
    // The store refuses it once more, and that keeps the window open.
    if (m_theirs && !m_told && !m_saving) return write(m_shown.id, typed(), m_shown.version);
    commit();
}

void NotesBox::write(casebook::PatientId id, const std::string& notes, casebook::RowVersion seen) {
    m_saving = true;
    m_session.change<Written>(
        tr("Saving the notes"),
        [id, notes, seen](casebook::CaseStore& store) -> Result<Written> {
            casebook::Patients patients(store);
            const auto set = patients.setNotes(id, notes, seen);
            if (!set && set.error().code != ErrorCode::Conflict) return fail(set.error());
            const auto stands = patients.find(id);
            if (!stands) return fail(stands.error());
            return Written{stands->patient, set ? std::nullopt : std::optional(set.error())};
        },
        this,
        [this, id, notes](const Result<Written>& written) {
            m_saving = false;
            const bool isShown = id == m_shown.id;
            if (isShown && !written) {
                m_refused = notes;
                m_state->setText(tr("Not saved"));
            }
            if (!written) return Q_EMIT failed(tr("The notes were not saved."), written.error());
            if (isShown) return takeAnswer(*written, notes);
            if (written->conflict) return Q_EMIT failed(tr("The notes were not saved."), *written->conflict);
            const auto draft = m_drafts.find(id);
            if (draft != m_drafts.end() && draft->second.notes != notes) {
                draft->second.seen = written->stands.notes;
                return write(id, draft->second.notes, written->stands.version);
            }
            m_drafts.erase(id);
            commit();  // what was typed of the other patient meanwhile
        });
}

void NotesBox::takeAnswer(const Written& written, const std::string& notes) {
    const bool isWritten = !written.conflict || written.stands.notes == notes;
    // Something else of the patient was changed: the notes still stand as they were seen.
    if (isWritten || written.stands.notes == m_shown.notes) {
        m_shown = written.stands;
        if (isWritten) m_state->setText(typed() == notes ? tr("Saved") : QString());
        return commit();
    }
    askConflict(written.stands);
    if (!m_leaving) return;
    m_leaving = false;
    m_told = true;
    Q_EMIT failed(tr("The notes were not saved."), *written.conflict);
}

/// What was typed stays where it is typed on: the newest of it is what is written.
void NotesBox::askConflict(const casebook::Patient& theirs) {
    m_timer.stop();
    m_theirs = theirs;
    m_state->setText(tr("Not saved"));
    QString notes = QString::fromStdString(theirs.notes);
    if (notes.size() > kShownCharacters) notes = notes.left(kShownCharacters) + QStringLiteral("…");
    m_conflict->ask(
        tr("Somebody else has changed these notes meanwhile, and nothing of theirs was overwritten.\nTheirs: %1\nYours stand below, and are not saved before you choose.").arg(notes), [this] { fill(casebook::Patient(*m_theirs)); },
        [this] {
            m_shown = *m_theirs;
            m_theirs.reset();
            m_refused.reset();
            commit();
        });
}

bool NotesBox::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_text && event->type() == QEvent::FocusOut) commit();
    return QWidget::eventFilter(watched, event);
}

}  // namespace leukolens::ui
