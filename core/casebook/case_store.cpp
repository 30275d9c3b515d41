#include "core/casebook/case_store.h"

#include <algorithm>

#include "core/base/iso_date.h"
#include "core/base/iso_time.h"
#include "core/casebook/audit_chain.h"
#include "core/casebook/case_rows.h"
#include "core/casebook/case_state.h"
#include "core/casebook/login_name.h"

namespace leukolens::casebook {
namespace {

using nlohmann::json;

constexpr const char* kSigned = "signed";

Material materialOf(const std::string& word) {
    for (const Material material : {Material::Blood, Material::Marrow, Material::Other})
        if (toString(material) == word) return material;
    return Material::Unknown;
}

Refused noSuchCase(CaseId id, const std::filesystem::path& file) {
    return {{ErrorCode::NotFound, "there is no case " + std::to_string(id), file, "Choose a case of this file."}};
}

constexpr const char* kSummaryColumns =
    "c.id, c.patient_id, p.label, c.taken, c.material, c.comment, c.created, c.changed, c.state, c.signed_by, c.signed_at, c.version, "
    "(SELECT count(*) FROM signature g WHERE g.case_id = c.id AND g.withdrawn = '') FROM case_session c JOIN patient p ON p.id = c.patient_id";

struct SummaryRow {
    CaseSummary summary;
    long long id = 0, patient = 0, version = 0, signatures = 0;
    std::string state, material;

    template <class Statement>
    auto into(Statement&& statement) {
        return (std::forward<Statement>(statement), soci::into(id), soci::into(patient), soci::into(summary.name), soci::into(summary.taken), soci::into(material), soci::into(summary.comment),
                soci::into(summary.created), soci::into(summary.changed), soci::into(state), soci::into(summary.signedBy), soci::into(summary.signedAt), soci::into(version), soci::into(signatures));
    }

    CaseSummary get() {
        summary.id = id;
        summary.patient = patient;
        summary.version = version;
        summary.material = materialOf(material);
        summary.state = state == kSigned ? CaseState::Signed : signatures > 0 ? CaseState::AwaitingSecond : CaseState::Open;
        return summary;
    }
};

/// Adds a line of the counts below to the case it is about.
void addCount(CaseSummary& summary, bool excluded, const std::string& className, int cells) {
    summary.cells += cells;
    if (excluded) return;
    summary.counts.push_back({className, cells});
}

}  // namespace

Refused noSuchCell(CellId cell, CaseId id, const std::filesystem::path& file) {
    return {
        {ErrorCode::InvalidArgument, "cell " + std::to_string(cell) + " is not in case " + std::to_string(id), file, {}}};
}

std::string_view toString(Material material) {
    switch (material) {
        case Material::Unknown: return "";
        case Material::Blood: return "blood";
        case Material::Marrow: return "marrow";
        case Material::Other: return "other";
    }
    return "";
}

std::string asLabel(const std::string& name) {
    constexpr const char* kBlanks = " \t\r\n";
    const auto first = name.find_first_not_of(kBlanks);
    return first == std::string::npos ? std::string() : name.substr(first, name.find_last_not_of(kBlanks) - first + 1);
}

void requireText(const std::string& text, const char* what, const std::filesystem::path& file) {
    if (!isPlainText(text))
        throw Refused{{ErrorCode::InvalidArgument, std::string(what) + " is not UTF-8 text", file, "Type it again."}};
}

CaseSummary CaseStore::State::find(CaseId id) {
    SummaryRow row;
    const long long wanted = id;
    row.into((sql() << std::string("SELECT ") + kSummaryColumns + " WHERE c.id = :id", soci::use(wanted)));
    if (!sql().got_data()) throw noSuchCase(id, path());
    CaseSummary found = row.get();
    int excluded = 0;
    long long cells = 0;
    std::string className;
    soci::statement counts = (sql().prepare << "SELECT excluded, assigned_class, count(*) FROM cell WHERE case_id = :id GROUP BY excluded, assigned_class ORDER BY assigned_class", soci::use(wanted),
                              soci::into(excluded), soci::into(className), soci::into(cells));
    for (counts.execute(); counts.fetch();) addCount(found, excluded != 0, className, static_cast<int>(cells));
    return found;
}

CaseSummary CaseStore::State::findOpen(CaseId id) {
    CaseSummary found = find(id);
    if (found.state == CaseState::Signed)
        throw Refused{{ErrorCode::CaseSigned, "the case was signed by " + found.signedBy + " at " + found.signedAt, path(),
                       "Reopen it before you change it."}};
    if (found.state == CaseState::AwaitingSecond)
        throw Refused{{ErrorCode::CaseSigned, "the case was signed by " + found.signedBy + " and awaits a second signature", path(), "Reopen it before you change it."}};
    if (const auto lock = locks[id].lock())
        if (auto held = lock->requireHeld(); !held) throw Refused{held.error()};
    return found;
}

std::vector<CaseSummary> CaseStore::State::list(std::optional<PatientId> of) {
    const long long patient = of.value_or(0);
    const std::string where = of ? " WHERE c.patient_id = :patient" : " WHERE :patient = 0";
    SummaryRow row;
    std::vector<CaseSummary> rows;
    std::map<CaseId, std::size_t> places;
    {
        // Ordered by the trail, not by the clock: clocks are set back.
        soci::statement query = row.into((sql().prepare << std::string("SELECT ") + kSummaryColumns + where + " ORDER BY (SELECT max(id) FROM audit WHERE case_id = c.id) DESC, c.id DESC", soci::use(patient)));
        for (query.execute(); query.fetch();) {
            places[row.id] = rows.size();
            rows.push_back(row.get());
        }
    }
    long long caseId = 0, cells = 0;
    int excluded = 0;
    std::string className;
    const std::string counting = of ? "SELECT case_id, excluded, assigned_class, count(*) FROM cell WHERE case_id IN (SELECT id FROM case_session WHERE patient_id = :patient)"
                                    : "SELECT case_id, excluded, assigned_class, count(*) FROM cell WHERE :patient = 0";
    soci::statement counts = (sql().prepare << counting + " GROUP BY case_id, excluded, assigned_class ORDER BY case_id, excluded, assigned_class", soci::use(patient), soci::into(caseId), soci::into(excluded),
                              soci::into(className), soci::into(cells));
    for (counts.execute(); counts.fetch();)
        if (const auto place = places.find(caseId); place != places.end()) addCount(rows[place->second], excluded != 0, className, static_cast<int>(cells));
    return rows;
}

void CaseStore::State::record(std::optional<CaseId> id, std::optional<PatientId> patient, const std::string& action, const json& detail) {
    requireWriter();
    AuditRow row{0, isoUtcNow(), user, id, patient, action, toColumn(detail), {}, {}};
    appendToTrail(sql(), row);
}

void CaseStore::State::recordChange(CaseId id, const std::string& action, const json& detail) {
    const long long caseId = id;
    const std::string now = isoLocalTimeNow();
    record(id, action, detail);
    sql() << "UPDATE case_session SET changed = :time WHERE id = :id", soci::use(now), soci::use(caseId);
}

PatientId CaseStore::State::patientOf(CaseId id) {
    const long long wanted = id;
    long long patient = 0;
    sql() << "SELECT patient_id FROM case_session WHERE id = :id", soci::use(wanted), soci::into(patient);
    if (!sql().got_data()) throw noSuchCase(id, path());
    return patient;
}

std::optional<PatientId> CaseStore::State::patientNamed(const std::string& label) {
    if (label.empty()) return {};
    long long patient = 0;
    sql() << "SELECT id FROM patient WHERE label = :label", soci::use(label), soci::into(patient);
    return sql().got_data() ? std::optional<PatientId>(patient) : std::nullopt;
}

void CaseStore::State::relabel(PatientId id, const std::string& label) {
    const long long wanted = id;
    sql() << "UPDATE patient SET label = :label, version = version + 1 WHERE id = :id", soci::use(label), soci::use(wanted);
    // Whoever has a session open has seen another name.
    sql() << "UPDATE case_session SET version = version + 1 WHERE patient_id = :id", soci::use(wanted);
}

PatientId CaseStore::State::createPatient(const std::string& label) {
    const std::string now = isoLocalTimeNow();
    long long id = 0;
    sql() << "INSERT INTO patient (label, notes, created, version) VALUES (:label, '', :created, 1) RETURNING id", soci::use(label), soci::use(now), soci::into(id);
    record(std::nullopt, id, "create_patient", {{"label", label}});
    return id;
}

Refused CaseStore::State::conflict(const std::string& what, std::optional<CaseId> id, std::optional<PatientId> patient) {
    const long long wanted = id ? *id : patient.value_or(0);
    std::string person, time;
    sql() << std::string("SELECT person, time FROM audit WHERE ") + (id ? "case_id" : "patient_id") + " = :id ORDER BY id DESC LIMIT 1", soci::use(wanted), soci::into(person), soci::into(time);
    const std::string by = sql().got_data() ? " by " + person + " at " + time : std::string();
    return {{ErrorCode::Conflict, what + " was changed meanwhile" + by, path(), "Look at what stands there now, then decide again."}};
}

CaseStore::CaseStore(std::unique_ptr<State> state) : m_state(std::move(state)) {}
CaseStore::~CaseStore() = default;

Result<std::unique_ptr<CaseStore>> CaseStore::open(const StoreAddress& address) {
    auto opened = openDatabase(address);
    if (!opened) return fail(opened.error());
    auto state = std::make_unique<State>();
    state->database = std::move(*opened);
    state->user = loginName();
    return std::unique_ptr<CaseStore>(new CaseStore(std::move(state)));
}

void CaseStore::setUser(std::string user) {
    if (m_state->role) return;
    m_state->user = user.empty() || !isPlainText(user) ? loginName() : std::move(user);
}

const std::string& CaseStore::user() const {
    return m_state->user;
}

const std::filesystem::path& CaseStore::backupMade() const {
    return m_state->database->backup;
}

Result<void> CaseStore::atOneMoment(const std::function<Result<void>()>& work) {
    return guarded(*m_state->database, [&]() -> Result<void> {
        const Snapshot view(m_state->sql());
        return work();
    });
}

Result<CaseId> CaseStore::createCase(const std::string& name) {
    return guarded(*m_state->database, [&]() -> Result<CaseId> {
        requireText(name, "the name", m_state->path());
        const std::string label = asLabel(name);
        Transaction transaction(m_state->sql());
        const auto known = m_state->patientNamed(label);
        const long long patient = known ? *known : m_state->createPatient(label);
        const std::string now = isoLocalTimeNow(), today = now.substr(0, 10);
        long long id = 0;
        m_state->sql() << "INSERT INTO case_session (patient_id, taken, created, changed) VALUES (:patient, :taken, :created, :changed) RETURNING id", soci::use(patient), soci::use(today), soci::use(now),
            soci::use(now), soci::into(id);
        m_state->record(id, "create_case", {{"name", label}, {"taken", today}});
        transaction.commit();
        return id;
    });
}

Result<RowVersion> CaseStore::renameCase(CaseId id, const std::string& name, RowVersion seen) {
    return guarded(*m_state->database, [&]() -> Result<RowVersion> {
        requireText(name, "the name", m_state->path());
        const std::string label = asLabel(name);
        Transaction transaction(m_state->sql());
        const CaseSummary before = m_state->findOpen(id);
        if (before.version != seen) throw m_state->conflict("case " + std::to_string(id), id, {});
        if (before.name == label) return seen;
        const long long wanted = id, old = before.patient;
        const auto known = m_state->patientNamed(label);
        if (!known && m_state->list(before.patient).size() == 1) {
            m_state->relabel(old, label);
            m_state->recordChange(id, "rename_patient", {{"from", before.name}, {"to", label}});
        } else {
            const long long patient = known ? *known : m_state->createPatient(label);
            m_state->sql() << "UPDATE case_session SET patient_id = :patient, version = version + 1 WHERE id = :id", soci::use(patient), soci::use(wanted);
            m_state->recordChange(id, "move_case", {{"from", before.name}, {"to", label}, {"fromPatient", before.patient}, {"toPatient", patient}});
        }
        transaction.commit();
        return seen + 1;
    });
}

Result<void> CaseStore::describeSample(CaseId id, const std::string& taken, Material material, const std::string& comment, RowVersion seen) {
    return guarded(*m_state->database, [&]() -> Result<void> {
        requireText(comment, "the comment", m_state->path());
        if (!isoDate(taken)) throw Refused{{ErrorCode::InvalidArgument, "the date of the sample is no date of the form YYYY-MM-DD: \"" + taken + "\"", m_state->path(), "Type it again."}};
        Transaction transaction(m_state->sql());
        const CaseSummary before = m_state->findOpen(id);
        if (before.version != seen) throw m_state->conflict("case " + std::to_string(id), id, {});
        json from = json::object(), to = json::object();
        const auto compare = [&](const char* key, const std::string& old, const std::string& now) {
            if (old == now) return;
            from[key] = old;
            to[key] = now;
        };
        compare("taken", before.taken, taken);
        compare("material", std::string(toString(before.material)), std::string(toString(material)));
        compare("comment", before.comment, comment);
        if (to.empty()) return {};
        const long long wanted = id;
        const std::string word(toString(material));
        m_state->sql() << "UPDATE case_session SET taken = :taken, material = :material, comment = :comment, version = version + 1 WHERE id = :id", soci::use(taken), soci::use(word), soci::use(comment),
            soci::use(wanted);
        m_state->recordChange(id, "describe_sample", {{"from", from}, {"to", to}});
        transaction.commit();
        return {};
    });
}

Result<std::vector<CaseSummary>> CaseStore::listCases() {
    return guarded(*m_state->database, [&]() -> Result<std::vector<CaseSummary>> { return m_state->list({}); });
}

Result<CaseSummary> CaseStore::findCase(CaseId id) {
    return guarded(*m_state->database, [&]() -> Result<CaseSummary> { return m_state->find(id); });
}

Result<int> CaseStore::casesUsingModel(const std::string& modelSha256) {
    return guarded(*m_state->database, [&]() -> Result<int> {
        long long cases = 0;
        // The list is JSON, as toColumn() writes it: an element is in it with its quotes.
        const std::string element = toColumn(modelSha256);
        m_state->sql() << "SELECT count(DISTINCT case_id) FROM cell WHERE model_sha256 = :model OR replace(other_models, :other, '') <> other_models", soci::use(modelSha256, "model"),
            soci::use(element, "other"), soci::into(cases);
        return static_cast<int>(cases);
    });
}

Result<std::vector<std::string>> CaseStore::knownClasses(CaseId id) {
    return guarded(*m_state->database, [&]() -> Result<std::vector<std::string>> {
        const long long wanted = id;
        std::string column;
        soci::statement query = (m_state->sql().prepare << "SELECT DISTINCT classes FROM cell WHERE case_id = :case", soci::use(wanted), soci::into(column));
        std::vector<std::string> classes;
        for (query.execute(); query.fetch();)
            for (std::string& name : stringsFromColumn(column))
                if (std::find(classes.begin(), classes.end(), name) == classes.end()) classes.push_back(std::move(name));
        return classes;
    });
}

Result<CaseClaim> CaseStore::claimCase(CaseId id) {
    if (auto held = m_state->locks[id].lock()) return CaseClaim{std::move(held), {}};
    auto claim = CaseClaim::of(m_state->database->address, id, m_state->user);
    if (claim) m_state->locks[id] = claim->lock;
    return claim;
}

Result<void> CaseStore::keepModelCard(const std::string& modelSha256, const std::string& card) {
    return guarded(*m_state->database, [&]() -> Result<void> {
        requireText(modelSha256, "the model's checksum", m_state->path());
        requireText(card, "the model's card", m_state->path());
        Transaction transaction(m_state->sql());
        m_state->requireWriter();
        // Not in the trail: the card's text is fixed by the checksum of the file that it lies in, which stands there with every cell.
        m_state->sql() << "INSERT INTO model_card (sha256, card) VALUES (:sha256, :card) ON CONFLICT DO NOTHING", soci::use(modelSha256), soci::use(card);
        transaction.commit();
        return {};
    });
}

Result<std::string> CaseStore::modelCard(const std::string& modelSha256) {
    return guarded(*m_state->database, [&]() -> Result<std::string> {
        std::string card;
        m_state->sql() << "SELECT card FROM model_card WHERE sha256 = :sha256", soci::use(modelSha256), soci::into(card);
        return m_state->sql().got_data() ? card : std::string();
    });
}

}  // namespace leukolens::casebook
