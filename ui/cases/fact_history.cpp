#include "ui/cases/fact_history.h"

#include <QUndoCommand>

#include <algorithm>

#include "ui/shell/fact_words.h"

namespace leukolens::ui {

class FactCommand : public QUndoCommand {
public:
    FactCommand(FactHistory& history, FactHistory::Step step, const QString& words) : QUndoCommand(words), m_history(history), m_step(std::make_shared<FactHistory::Step>(std::move(step))) {}
    void undo() override { m_history.apply(m_step, false); }
    void redo() override { m_history.apply(m_step, true); }

private:
    FactHistory& m_history;
    std::shared_ptr<FactHistory::Step> m_step;
};

FactHistory::FactHistory(CasesSession& session, QObject* parent) : QObject(parent), m_session(session) { connect(&session, &CasesSession::openedChanged, this, &FactHistory::follow); }

void FactHistory::follow() {
    if (!m_session.opened()) return;
    const auto& opened = *m_session.opened();
    const bool isOther = opened.summary.patient.id != m_patient;
    // Undoing past what somebody else has changed would take that back unseen.
    const bool isForeign = !m_busy && std::ranges::any_of(opened.facts, [this](const casebook::PatientFact& fact) {
        const auto own = m_versions.find(fact.id);
        return own != m_versions.end() && own->second != fact.version;
    });
    m_patient = opened.summary.patient.id;
    if (!isOther && !isForeign) return;
    m_undo.clear();
    m_versions.clear();
}

void FactHistory::add(casebook::PatientId patient, const casebook::PatientFact& fact) {
    Step step{patient, fact, fact};
    step.before.removed = true;
    push(std::move(step), tr("%1 added").arg(factTitle(fact.name)));
}

void FactHistory::change(casebook::PatientId patient, const casebook::PatientFact& shown, const casebook::PatientFact& wanted) {
    push({patient, shown, wanted}, tr("%1 changed").arg(factTitle(shown.name)));
}

void FactHistory::remove(casebook::PatientId patient, const casebook::PatientFact& fact) {
    Step step{patient, fact, fact};
    step.after.removed = true;
    push(std::move(step), tr("%1 removed").arg(factTitle(fact.name)));
}

void FactHistory::push(Step step, const QString& words) {
    if (m_busy) return;
    // What was written here may not be shown yet; what is shown may be newer than that.
    if (step.before.id != 0) m_versions[step.before.id] = std::max(m_versions[step.before.id], step.before.version);
    // Of a patient who is not shown any more nothing could be seen to be undone.
    if (step.patient != m_patient) return apply(std::make_shared<Step>(std::move(step)), true);
    m_undo.push(new FactCommand(*this, std::move(step), words));
}

Result<FactHistory::Outcome> FactHistory::write(casebook::CaseStore& store, casebook::PatientId patient, const casebook::PatientFact& from, const casebook::PatientFact& to, casebook::RowVersion seen) {
    casebook::Patients patients(store);
    const auto written = [&] {
        if (to.id == 0) return patients.addFact(patient, to);
        if (from.removed != to.removed) return patients.setFactRemoved(patient, to.id, to.removed, seen);
        casebook::PatientFact wanted = to;
        wanted.version = seen;
        return patients.changeFact(patient, wanted);
    }();
    if (written) return Outcome{*written};
    if (written.error().code != ErrorCode::Conflict) return fail(written.error());
    const auto now = patients.facts(patient);
    if (!now) return fail(now.error());
    Outcome conflict{.written = std::nullopt, .conflict = written.error()};
    const auto found = std::ranges::find(*now, to.id, &casebook::PatientFact::id);
    if (found != now->end()) conflict.theirs = *found;
    return conflict;
}

void FactHistory::apply(const std::shared_ptr<Step>& step, bool forward) {
    const casebook::PatientFact from = forward ? step->before : step->after, to = forward ? step->after : step->before;
    const casebook::RowVersion seen = to.id == 0 ? 0 : m_versions[to.id];
    m_busy = true;
    Q_EMIT busyChanged();
    m_session.change<Outcome>(
        tr("Saving the fact"), [patient = step->patient, from, to, seen](casebook::CaseStore& store) { return write(store, patient, from, to, seen); }, this,
        [this, step, to](Result<Outcome> outcome) {
            m_busy = false;
            if (outcome && outcome->written) {
                step->before.id = step->after.id = outcome->written->id;
                m_versions[outcome->written->id] = outcome->written->version;
                Q_EMIT written();
            } else {
                if (step->patient == m_patient) {
                    // The stack tells of something that has not happened.
                    m_undo.clear();
                    m_versions.clear();
                }
                if (outcome) Q_EMIT conflicted({step->patient, to, outcome->theirs, outcome->conflict});
                else Q_EMIT failed(outcome.error());
                m_session.refresh();
            }
            Q_EMIT busyChanged();
        });
}

}  // namespace leukolens::ui
