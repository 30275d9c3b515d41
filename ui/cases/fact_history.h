// Changes of one patient's facts: undone without limit, each saved as it is made. Without widgets.
#pragma once

#include <QObject>
#include <QUndoStack>

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "ui/cases/cases_session.h"

namespace leukolens::ui {

/// GUI thread only. While a change is being saved the next one waits for the person: see busy().
class FactHistory : public QObject {
    Q_OBJECT
public:
    explicit FactHistory(CasesSession& session, QObject* parent = nullptr);

    QUndoStack& undoStack() { return m_undo; }
    bool busy() const { return m_busy; }

    /// What somebody else has changed meanwhile.
    struct Conflict {
        casebook::PatientId patient = 0;
        casebook::PatientFact mine;                   ///< as this person wants it
        std::optional<casebook::PatientFact> theirs;  ///< nothing: they have removed it
        Error why;
    };

    // Of `patient`, and answered by exactly one of written(), failed() and conflicted(). One step of undo each, where that patient is shown. `fact` as it was shown, with its version.
    void add(casebook::PatientId patient, const casebook::PatientFact& fact);
    void change(casebook::PatientId patient, const casebook::PatientFact& shown, const casebook::PatientFact& wanted);
    void remove(casebook::PatientId patient, const casebook::PatientFact& fact);

Q_SIGNALS:
    void busyChanged();
    void written();
    void failed(const leukolens::Error& error);
    /// Nothing was written, and there is nothing to undo any more.
    void conflicted(const leukolens::ui::FactHistory::Conflict& conflict);

private:
    friend class FactCommand;
    struct Step {
        casebook::PatientId patient = 0;
        casebook::PatientFact before, after;  ///< removed: not there; both have the id, once it is known
    };
    struct Outcome {
        std::optional<casebook::PatientFact> written;  ///< nothing: conflict
        std::optional<casebook::PatientFact> theirs = std::nullopt;
        Error conflict = {};
    };
    void push(Step step, const QString& words);
    void apply(const std::shared_ptr<Step>& step, bool forward);
    void follow();
    static Result<Outcome> write(casebook::CaseStore& store, casebook::PatientId patient, const casebook::PatientFact& from, const casebook::PatientFact& to, casebook::RowVersion seen);

    CasesSession& m_session;
    QUndoStack m_undo;
    casebook::PatientId m_patient = 0;
    std::map<casebook::FactId, casebook::RowVersion> m_versions;  ///< as written here last
    bool m_busy = false;
};

}  // namespace leukolens::ui
