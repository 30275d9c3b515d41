#include "ui/cases/notes_box.h"

#include <QEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include "ui/cases/conflict_strip.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kSaveAfterMs = 1500;

}  // namespace

NotesBox::NotesBox(CasesSession& session, QWidget* parent) : QWidget(parent), m_session(session) {
    setObjectName("notesBox");
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
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
        if (m_filling) return;
        m_state->setText(tr("Not saved yet"));
        m_timer.start();
    });
    connect(&m_timer, &QTimer::timeout, this, &NotesBox::commit);
    connect(&session, &CasesSession::openedChanged, this, &NotesBox::showPatient);
    connect(&session, &CasesSession::commitRequested, this, &NotesBox::commit);
    showPatient();
}

std::string NotesBox::typed() const { return m_text->toPlainText().toStdString(); }

void NotesBox::showPatient() {
    const casebook::Patient patient = m_session.opened() ? m_session.opened()->summary.patient : casebook::Patient();
    setEnabled(patient.id != 0);
    if (patient.id != m_shown.id) {
        keepDraft();
        m_conflict->hide();
        fill(patient);
        if (const auto draft = m_drafts.extract(patient.id)) m_text->setPlainText(QString::fromStdString(draft.mapped()));
    } else if (!m_saving && typed() == m_shown.notes) {
        fill(patient);
    } else if (patient.notes == m_shown.notes) {
        m_shown.version = patient.version;  // something else of the patient was changed
    }
}

void NotesBox::fill(const casebook::Patient& patient) {
    m_timer.stop();
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
    if (m_shown.id != 0 && typed() != m_shown.notes) m_drafts[m_shown.id] = typed();
    commit();
    m_refused.reset();
}

void NotesBox::commit() {
    m_timer.stop();
    if (m_saving || m_shown.id == 0 || typed() == m_shown.notes || typed() == m_refused) return;
    write(m_shown.id, typed(), m_shown.version);
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
            const bool typedOn = draft != m_drafts.end() && draft->second != notes;
            if (typedOn) return write(id, draft->second, written->stands.version);
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
    fill(written.stands);
    m_conflict->ask(conflictWords(QString::fromStdString(written.stands.notes), QString::fromStdString(notes)), nullptr, [this, notes, stands = written.stands] {
        m_text->setPlainText(QString::fromStdString(notes));
        write(stands.id, notes, stands.version);
    });
}

bool NotesBox::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_text && event->type() == QEvent::FocusOut) commit();
    return QWidget::eventFilter(watched, event);
}

}  // namespace leukolens::ui
