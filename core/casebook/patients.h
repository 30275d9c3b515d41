// Patients of a case store: the pseudonym under which sessions belong together, notes, and facts with dates.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/casebook/case_store.h"

namespace leukolens::casebook {

struct Patient {
    PatientId id = 0;
    std::string label = {};    ///< pseudonym or laboratory number as typed, without blanks at its ends; of no two patients the same; may be empty
    std::string notes = {};
    std::string created = {};  ///< ISO 8601, local time with offset
    RowVersion version = 1;
    /// Stands for the patient in everything de-identified, the same in every export of this store: "P-" and ten digits of a SHA-256 over a secret of the store, number and time of creation.
    std::string code = {};
};

struct PatientSummary {
    Patient patient = {};
    std::vector<CaseSummary> sessions = {};  ///< by date of the sample, oldest first

    int cells() const;
    CaseState state() const;      ///< Signed where all sessions are; Open where one is
    std::string changed() const;  ///< of the session that changed last; that of its creation where there is none
};

/// Names of facts, in the order they are shown. Values as dataset::setTypedFact() takes them; the further ones: treatmentStart a date (YYYY-MM-DD), bloodBlastPercent and marrowBlastPercent 0 to 100.
inline constexpr std::array<std::string_view, 10> kPatientFactNames{"ageYears", "sex", "treatmentStart", "whiteCount", "bloodBlastPercent", "marrowBlastPercent", "immunophenotype", "genetics",
                                                                    "prednisoneResponse", "mrdPercent"};

/// A fact as a person entered it; entered once more at another date it is another fact.
struct PatientFact {
    FactId id = 0;
    std::string name = {};   ///< one of kPatientFactNames
    std::string value = {};  ///< plain text, in the unit of the name: years, 10⁹/L, percent; decimals with a point
    std::string date = {};   ///< when it was found, YYYY-MM-DD; empty: not known
    std::string note = {};
    std::string entered = {}, enteredBy = {};  ///< ISO 8601, local time with offset; filled in by the store
    bool removed = false;
    RowVersion version = 1;
};

/// Value in its normal form ("7,5" is "7.5"). InvalidArgument says in words what is wrong with name, value, date or note.
Result<PatientFact> checkedFact(PatientFact fact);

/// As CaseStore: one thread. What was changed since it was seen is Conflict, saying by whom and when, and nothing is changed.
class Patients {
public:
    explicit Patients(CaseStore& store) : m_store(store) {}

    Result<std::vector<PatientSummary>> list();  ///< newest change first; those without a session and without a fact are left out
    Result<PatientSummary> find(PatientId id);   ///< NotFound
    Result<PatientId> create(const std::string& label);  ///< AlreadyExists

    Result<void> rename(PatientId id, const std::string& label, RowVersion seen);  ///< AlreadyExists where another has that label; CaseSigned where a session is signed
    Result<void> setNotes(PatientId id, const std::string& notes, RowVersion seen);

    Result<std::vector<PatientFact>> facts(PatientId id);  ///< those that are not removed, by date, then by order of kPatientFactNames; without a date first
    Result<PatientFact> addFact(PatientId id, const PatientFact& fact);
    Result<PatientFact> changeFact(PatientId id, const PatientFact& fact);  ///< fact.version: as seen
    Result<PatientFact> setFactRemoved(PatientId id, FactId fact, bool removed, RowVersion seen);

private:
    CaseStore& m_store;
};

/// Days from treatmentStart to `date` (YYYY-MM-DD), negative before it; nothing where one of the two is not known.
std::optional<int> daysSinceStart(const std::vector<PatientFact>& facts, const std::string& date);

/// Whether every word of `search` is part of the label, or of a session's date, state ("open", "awaiting", "signed"), material or "class:count" ("all:12"), whatever the case of its ASCII letters. An empty search finds
/// everything.
bool matches(const PatientSummary& patient, std::string_view search);

}  // namespace leukolens::casebook
