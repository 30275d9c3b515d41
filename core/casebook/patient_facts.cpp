// Patients: facts with dates.
#include <algorithm>

#include "core/base/iso_date.h"
#include "core/base/iso_time.h"
#include "core/casebook/case_rows.h"
#include "core/casebook/case_state.h"
#include "core/casebook/patients.h"
#include "core/dataset/typed_fact.h"

namespace leukolens::casebook {
namespace {

using nlohmann::json;

constexpr std::size_t kMostNoteBytes = 4000;

tl::unexpected<Error> refuse(std::string what) { return fail(ErrorCode::InvalidArgument, std::move(what), {}, "Type it again."); }

/// Its normal form; empty where it says that nothing is known.
Result<std::string> normalValue(std::string_view name, const std::string& value) {
    if (name == "treatmentStart") {
        if (!isoDate(value)) return refuse("the start of treatment is no date of the form YYYY-MM-DD: \"" + value + "\"");
        return value;
    }
    const bool percent = name == "bloodBlastPercent" || name == "marrowBlastPercent";
    const std::string_view kind = percent ? std::string_view("mrdPercent") : name;  // numbers in the same range, read by the same rules
    dataset::SubjectFacts facts;
    if (auto ok = dataset::setTypedFact(facts, kind, value); !ok) return fail(ok.error());
    if (percent && facts.mrdBelow) return refuse("a percentage of blasts is a number from 0 to 100");
    return dataset::typedFact(facts, kind);
}

std::size_t placeOf(std::string_view name) {
    return static_cast<std::size_t>(std::find(kPatientFactNames.begin(), kPatientFactNames.end(), name) - kPatientFactNames.begin());
}

json factInTrail(const PatientFact& fact) { return {{"name", fact.name}, {"value", fact.value}, {"date", fact.date}, {"note", fact.note}}; }

struct FactRow {
    PatientFact fact;
    long long id = 0, version = 0;
    int removed = 0;

    template <class Statement>
    auto into(Statement&& statement) {
        return (std::forward<Statement>(statement), soci::into(id), soci::into(fact.name), soci::into(fact.value), soci::into(fact.date), soci::into(fact.note), soci::into(fact.entered),
                soci::into(fact.enteredBy), soci::into(removed), soci::into(version));
    }
    PatientFact get() {
        fact.id = id;
        fact.version = version;
        fact.removed = removed != 0;
        return fact;
    }
};

constexpr const char* kFactColumns = "SELECT id, name, value, date, note, entered, entered_by, removed, version FROM patient_fact WHERE ";

void requirePatient(soci::session& sql, PatientId id, const std::filesystem::path& file) {
    const long long wanted = id;
    long long known = 0;
    sql << "SELECT count(*) FROM patient WHERE id = :id", soci::use(wanted), soci::into(known);
    if (known == 0) throw Refused{{ErrorCode::NotFound, "there is no patient " + std::to_string(id), file, "Choose a patient of this store."}};
}

PatientFact findFact(soci::session& sql, PatientId patient, FactId id, const std::filesystem::path& file) {
    const long long wanted = id, owner = patient;
    FactRow row;
    row.into((sql << std::string(kFactColumns) + "id = :id AND patient_id = :patient", soci::use(wanted), soci::use(owner)));
    if (!sql.got_data()) throw Refused{{ErrorCode::NotFound, "patient " + std::to_string(patient) + " has no fact " + std::to_string(id), file, {}}};
    return row.get();
}

PatientFact requireFact(const PatientFact& fact, const std::filesystem::path& file) {
    auto checked = checkedFact(fact);
    if (!checked) {
        checked.error().file = file;
        throw Refused{checked.error()};
    }
    return *checked;
}

}  // namespace

Result<PatientFact> checkedFact(PatientFact fact) {
    if (placeOf(fact.name) == kPatientFactNames.size()) return fail(ErrorCode::InvalidArgument, "there is no fact of the name \"" + fact.name + "\"");
    for (const std::string& text : {fact.value, fact.date, fact.note})
        if (!isPlainText(text)) return refuse("a fact holds what is no UTF-8 text");
    if (fact.note.size() > kMostNoteBytes) return refuse("the note is longer than " + std::to_string(kMostNoteBytes) + " bytes");
    if (!fact.date.empty() && !isoDate(fact.date)) return refuse("the fact's date is no date of the form YYYY-MM-DD: \"" + fact.date + "\"");
    auto value = normalValue(fact.name, fact.value);
    if (!value) return fail(value.error());
    if (value->empty()) return refuse("the fact has no value");
    fact.value = std::move(*value);
    return fact;
}

Result<std::vector<PatientFact>> Patients::facts(PatientId id) {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<std::vector<PatientFact>> {
        requirePatient(state->sql(), id, state->path());
        const long long patient = id;
        FactRow row;
        soci::statement query = row.into((state->sql().prepare << std::string(kFactColumns) + "patient_id = :patient AND removed = 0", soci::use(patient)));
        std::vector<PatientFact> facts;
        for (query.execute(); query.fetch();) facts.push_back(row.get());
        std::sort(facts.begin(), facts.end(), [](const PatientFact& a, const PatientFact& b) { return std::tuple(a.date, placeOf(a.name), a.id) < std::tuple(b.date, placeOf(b.name), b.id); });
        return facts;
    });
}

Result<PatientFact> Patients::addFact(PatientId id, const PatientFact& wanted) {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<PatientFact> {
        PatientFact fact = requireFact(wanted, state->path());
        Transaction transaction(state->sql());
        requirePatient(state->sql(), id, state->path());
        const long long patient = id;
        long long newId = 0;
        fact.entered = isoLocalTimeNow();
        fact.enteredBy = state->user;
        fact.removed = false;
        fact.version = 1;
        state->sql() << "INSERT INTO patient_fact (patient_id, name, value, date, note, entered, entered_by, removed, version) VALUES (:patient, :name, :value, :date, :note, :entered, :by, 0, 1) "
                        "RETURNING id",
            soci::use(patient), soci::use(fact.name), soci::use(fact.value), soci::use(fact.date), soci::use(fact.note), soci::use(fact.entered), soci::use(fact.enteredBy), soci::into(newId);
        fact.id = newId;
        json detail = factInTrail(fact);
        detail["fact"] = fact.id;
        state->record(std::nullopt, id, "add_fact", detail);
        transaction.commit();
        return fact;
    });
}

Result<PatientFact> Patients::changeFact(PatientId id, const PatientFact& wanted) {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<PatientFact> {
        PatientFact fact = requireFact(wanted, state->path());
        Transaction transaction(state->sql());
        const PatientFact before = findFact(state->sql(), id, fact.id, state->path());
        if (before.version != fact.version) throw state->conflict("this fact", {}, id);
        if (before.removed) throw Refused{{ErrorCode::WrongState, "this fact was removed", state->path(), "Put it back before you change it."}};
        if (factInTrail(before) == factInTrail(fact)) return before;
        const long long factId = fact.id;
        fact.entered = isoLocalTimeNow();
        fact.enteredBy = state->user;
        fact.removed = false;
        ++fact.version;
        state->sql() << "UPDATE patient_fact SET name = :name, value = :value, date = :date, note = :note, entered = :entered, entered_by = :by, version = version + 1 WHERE id = :id", soci::use(fact.name),
            soci::use(fact.value), soci::use(fact.date), soci::use(fact.note), soci::use(fact.entered), soci::use(fact.enteredBy), soci::use(factId);
        state->record(std::nullopt, id, "change_fact", {{"fact", fact.id}, {"from", factInTrail(before)}, {"to", factInTrail(fact)}});
        transaction.commit();
        return fact;
    });
}

Result<PatientFact> Patients::setFactRemoved(PatientId id, FactId fact, bool removed, RowVersion seen) {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<PatientFact> {
        Transaction transaction(state->sql());
        PatientFact found = findFact(state->sql(), id, fact, state->path());
        if (found.version != seen) throw state->conflict("this fact", {}, id);
        if (found.removed == removed) return found;
        const long long factId = fact;
        const int flag = removed;
        state->sql() << "UPDATE patient_fact SET removed = :removed, version = version + 1 WHERE id = :id", soci::use(flag), soci::use(factId);
        found.removed = removed;
        ++found.version;
        json detail = factInTrail(found);
        detail["fact"] = fact;
        state->record(std::nullopt, id, removed ? "remove_fact" : "restore_fact", detail);
        transaction.commit();
        return found;
    });
}

std::optional<int> daysSinceStart(const std::vector<PatientFact>& facts, const std::string& date) {
    const auto day = isoDate(date);
    const auto start = std::find_if(facts.begin(), facts.end(), [](const PatientFact& fact) { return fact.name == "treatmentStart"; });
    if (!day || start == facts.end()) return {};
    const auto from = isoDate(start->value);
    return from ? std::optional<int>((*day - *from).count()) : std::nullopt;
}

}  // namespace leukolens::casebook
