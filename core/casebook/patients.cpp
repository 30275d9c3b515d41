#include "core/casebook/patients.h"

#include <algorithm>
#include <cctype>

#include "core/base/iso_date.h"
#include "core/base/iso_time.h"
#include "core/casebook/case_rows.h"
#include "core/casebook/case_state.h"
#include "core/casebook/code_key.h"

namespace leukolens::casebook {
namespace {

using nlohmann::json;

Refused noSuchPatient(PatientId id, const std::filesystem::path& file) {
    return {{ErrorCode::NotFound, "there is no patient " + std::to_string(id), file, "Choose a patient of this store."}};
}

struct PatientRow {
    Patient patient;
    long long id = 0, version = 0;

    template <class Statement>
    auto into(Statement&& statement) {
        return (std::forward<Statement>(statement), soci::into(id), soci::into(patient.label), soci::into(patient.notes), soci::into(patient.created), soci::into(version));
    }
    Patient get(const std::string& key) {
        patient.id = id;
        patient.version = version;
        patient.code = patientCode(key, id, patient.created);
        return patient;
    }
};

Patient findPatient(soci::session& sql, PatientId id, const std::filesystem::path& file) {
    const long long wanted = id;
    const std::string key = codeKey(sql, file);
    PatientRow row;
    row.into((sql << "SELECT id, label, notes, created, version FROM patient WHERE id = :id", soci::use(wanted)));
    if (!sql.got_data()) throw noSuchPatient(id, file);
    return row.get(key);
}

void sortByDate(std::vector<CaseSummary>& sessions) {
    std::stable_sort(sessions.begin(), sessions.end(), [](const CaseSummary& a, const CaseSummary& b) { return std::pair(a.taken, a.id) < std::pair(b.taken, b.id); });
}

/// In small letters, where they are ASCII: class names and states are; other letters are compared as they are.
std::string folded(std::string_view text) {
    std::string small(text);
    for (char& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return small;
}

std::string_view stateWord(CaseState state) {
    switch (state) {
        case CaseState::Open: return "open";
        case CaseState::AwaitingSecond: return "awaiting";
        case CaseState::Signed: return "signed";
    }
    return "";
}

/// Everything that a search looks into, a line each: a word may not reach from one to the next.
std::string searchedText(const PatientSummary& patient) {
    std::string text = patient.patient.label + "\n";
    for (const CaseSummary& session : patient.sessions) {
        text += session.taken + "\n" + std::string(stateWord(session.state)) + "\n" + std::string(toString(session.material)) + "\n";
        for (const CountOfClass& count : session.counts) text += (count.className.empty() ? "unidentified" : count.className) + ":" + std::to_string(count.cells) + "\n";
    }
    return folded(text);
}

}  // namespace

int PatientSummary::cells() const {
    int sum = 0;
    for (const CaseSummary& session : sessions) sum += session.cells;
    return sum;
}

CaseState PatientSummary::state() const {
    CaseState least = sessions.empty() ? CaseState::Open : CaseState::Signed;
    for (const CaseSummary& session : sessions) least = std::min(least, session.state);
    return least;
}

std::string PatientSummary::changed() const {
    std::string newest = patient.created;
    for (const CaseSummary& session : sessions) newest = std::max(newest, session.changed);
    return newest;
}

Result<std::vector<PatientSummary>> Patients::list() {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<std::vector<PatientSummary>> {
        std::vector<PatientSummary> patients;
        std::map<PatientId, std::size_t> places;
        const std::string key = codeKey(state->sql(), state->path());
        {
            PatientRow row;
            // Ordered by the trail, as the sessions are.
            soci::statement query = row.into((state->sql().prepare << "SELECT p.id, p.label, p.notes, p.created, p.version FROM patient p WHERE EXISTS (SELECT 1 FROM case_session c WHERE c.patient_id = p.id) OR "
                                                                      "EXISTS (SELECT 1 FROM patient_fact f WHERE f.patient_id = p.id AND f.removed = 0) OR p.notes <> '' "
                                                                      "ORDER BY coalesce((SELECT max(id) FROM audit WHERE patient_id = p.id), 0) DESC, p.id DESC"));
            for (query.execute(); query.fetch();) {
                places[row.id] = patients.size();
                patients.push_back({row.get(key), {}});
            }
        }
        for (CaseSummary& session : state->list({}))
            if (const auto place = places.find(session.patient); place != places.end()) patients[place->second].sessions.push_back(std::move(session));
        for (PatientSummary& patient : patients) sortByDate(patient.sessions);
        return patients;
    });
}

Result<PatientSummary> Patients::find(PatientId id) {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<PatientSummary> {
        PatientSummary found{findPatient(state->sql(), id, state->path()), state->list(id)};
        sortByDate(found.sessions);
        return found;
    });
}

Result<PatientId> Patients::create(const std::string& name) {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<PatientId> {
        requireText(name, "the name", state->path());
        const std::string label = asLabel(name);
        Transaction transaction(state->sql());
        if (state->patientNamed(label)) throw Refused{{ErrorCode::AlreadyExists, "there is a patient of that name already", state->path(), "Choose another name."}};
        const PatientId id = state->createPatient(label);
        transaction.commit();
        return id;
    });
}

Result<void> Patients::rename(PatientId id, const std::string& name, RowVersion seen) {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<void> {
        requireText(name, "the name", state->path());
        const std::string label = asLabel(name);
        Transaction transaction(state->sql());
        const Patient before = findPatient(state->sql(), id, state->path());
        if (before.version != seen) throw state->conflict("the patient", {}, id);
        if (before.label == label) return {};
        if (state->patientNamed(label)) throw Refused{{ErrorCode::AlreadyExists, "there is a patient of that name already", state->path(), "Choose another name, or give single cases that name to move them there."}};
        for (const CaseSummary& session : state->list(id)) state->findOpen(session.id);
        state->relabel(id, label);
        state->record(std::nullopt, id, "rename_patient", {{"from", before.label}, {"to", label}});
        transaction.commit();
        return {};
    });
}

Result<void> Patients::setNotes(PatientId id, const std::string& notes, RowVersion seen) {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<void> {
        requireText(notes, "the note", state->path());
        Transaction transaction(state->sql());
        const Patient before = findPatient(state->sql(), id, state->path());
        if (before.version != seen) throw state->conflict("the patient", {}, id);
        if (before.notes == notes) return {};
        const long long wanted = id;
        state->sql() << "UPDATE patient SET notes = :notes, version = version + 1 WHERE id = :id", soci::use(notes), soci::use(wanted);
        state->record(std::nullopt, id, "note", {{"from", before.notes}, {"to", notes}});
        transaction.commit();
        return {};
    });
}

bool matches(const PatientSummary& patient, std::string_view search) {
    const std::string words = folded(search);
    std::string text;
    for (std::size_t at = 0; at < words.size();) {
        const std::size_t from = words.find_first_not_of(" \t", at);
        if (from == std::string::npos) break;
        at = std::min(words.find_first_of(" \t", from), words.size());
        if (text.empty()) text = searchedText(patient);
        if (text.find(std::string_view(words).substr(from, at - from)) == std::string::npos) return false;
    }
    return true;
}

}  // namespace leukolens::casebook
