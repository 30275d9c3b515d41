// The audit trail of a case store: who did what, when, chained so that no line can be changed, taken out or moved unseen.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/casebook/case_store.h"

namespace leukolens::casebook {

/// One line. Its hash is the SHA-256 of `previous`, a line feed, and the JSON array [id, time, person, case or null, patient or null, action, detail as text].
struct AuditRow {
    std::int64_t id = 0;  ///< ascending
    std::string time;     ///< ISO 8601, UTC; with an offset in lines that are older than version 5 of the store
    std::string person;
    std::optional<CaseId> caseId = std::nullopt;        ///< nothing: not about one session
    std::optional<PatientId> patient = std::nullopt;
    /// Of cases: "create_case", "move_case", "describe_sample", "add_cells", "decide", "remove_cells", "sign", "reopen", "start_reading", "decide_reading", "finish_reading", "mark_slide_cells",
    /// "remove_slide_cells", "undo_slide_cells", "restore_slide_cells", "cut_slide_cells", "import_case"; of patients: "create_patient", "rename_patient", "note", "add_fact", "change_fact",
    /// "remove_fact", "restore_fact"; of the store: "chain" (the first line of version 5: what stands before it was chained then), "create_account", "change_account", "set_passphrase",
    /// "set_rule", "back_up", "log_in", "log_in_failed", "copied_from". In files of earlier versions also "assign_class" and "rename_case".
    std::string action;
    std::string detail;    ///< JSON: old and new values, the reason where one was asked for
    std::string previous;  ///< hash of the line before; 64 zeros in the first
    std::string hash;      ///< 64 lowercase hexadecimal digits
};

/// What `row` should have as its hash, by everything else it says.
std::string hashOf(const AuditRow& row);
inline const std::string kNoHash(64, '0');

/// A row of the store that does not stand as the trail says, or is there or gone against it.
struct AlteredRow {
    /// Cell: case, picture, model, answer, or what people decided. Session: patient, sample, state. Fact: value, date, note, who entered it. Account: role, active, passphrase.
    enum class Of { Cell, Session, Patient, Fact, Signature, Reading, ReadingDecision, Account, Rule };
    Of of = Of::Cell;
    std::string which = {};  ///< its number; of an account or a rule its name; "3/1": the first signature of session 3; "3/17": of cell 17 in reading 3
    friend bool operator==(const AlteredRow&, const AlteredRow&) = default;
};

/// What verify() found. Intact: firstBad is nothing.
struct Verification {
    std::int64_t rows = 0;
    std::string head = {};  ///< hash of the last line, as reports show it; kNoHash where there is none
    struct Fault {
        enum class Kind {
            Changed,   ///< a line whose hash is not that of what it says
            Missing,   ///< a line does not follow on the one before: lines were taken out, put in or moved
            Shortened, ///< lines are gone at the end: the store, or the given head, knows of more
            RowAltered, ///< what people entered, did or were told does not stand as the lines say
        };
        Kind kind = Kind::Changed;
        std::int64_t row = 0;  ///< id of the line where it shows; 0 of Shortened
        std::optional<AlteredRow> altered = std::nullopt;
        friend bool operator==(const Fault&, const Fault&) = default;
    };
    std::optional<Fault> firstBad = std::nullopt;
    bool intact() const { return !firstBad; }
};

/// Reads the store's trail. As CaseStore: one thread.
class AuditTrail {
public:
    explicit AuditTrail(CaseStore& store) : m_store(store) {}

    Result<std::vector<AuditRow>> ofCase(CaseId id);          ///< oldest first; NotFound
    Result<std::vector<AuditRow>> ofPatient(PatientId id);    ///< with those of all sessions, oldest first
    Result<std::vector<AuditRow>> newest(int atMost);         ///< of the whole store, newest first
    Result<std::string> head();                               ///< kNoHash in a new store

    /// Every line against its hash and the line before, the last against what the store counted, and every row of cells, sessions, signatures, patients, facts, second readings, accounts and rules against what the lines say. Not compared: where
    /// pictures lie, vectors, small pictures, cards of models and marks on slides. `knownHead`: a head that a
    /// report shows; not empty, it has to be the hash of some line, else Shortened. Fails where the store cannot be read, not where it was altered.
    Result<Verification> verify(ProgressSink& progress, const CancelToken& cancel, const std::string& knownHead = {});

private:
    CaseStore& m_store;
};

}  // namespace leukolens::casebook
