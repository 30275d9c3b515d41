#include "core/casebook/audit_chain.h"

#include "core/casebook/case_rows.h"
#include "core/digest/sha256.h"

namespace leukolens::casebook {

using nlohmann::json;

std::string hashOf(const AuditRow& row) {
    const json caseId = row.caseId ? json(*row.caseId) : json(nullptr), patient = row.patient ? json(*row.patient) : json(nullptr);
    return digest::sha256(std::string_view(row.previous + "\n" + toColumn(json::array({row.id, row.time, row.person, caseId, patient, row.action, row.detail}))));
}

void appendToTrail(soci::session& sql, AuditRow& row) {
    long long rows = 0, last = 0;
    sql << "SELECT lines, hash FROM audit_head WHERE id = 1", soci::into(rows), soci::into(row.previous);
    if (!sql.got_data()) throw Refused{{ErrorCode::StoreFailed, "the audit trail has lost its head", {}, "Restore the cases from a backup."}};
    // By the trail itself and not by a sequence, which leaves gaps where a transaction was taken back.
    sql << "SELECT coalesce(max(id), 0) FROM audit", soci::into(last);
    row.id = last + 1;
    row.hash = hashOf(row);
    const long long id = row.id, caseId = row.caseId.value_or(0), patient = row.patient.value_or(0);
    soci::indicator hasCase = row.caseId ? soci::i_ok : soci::i_null, hasPatient = row.patient ? soci::i_ok : soci::i_null;
    sql << "INSERT INTO audit (id, time, person, case_id, patient_id, action, detail, previous, hash) VALUES (:id, :time, :person, :case, :patient, :action, :detail, :previous, :hash)", soci::use(id),
        soci::use(row.time), soci::use(row.person), soci::use(caseId, hasCase), soci::use(patient, hasPatient), soci::use(row.action), soci::use(row.detail), soci::use(row.previous), soci::use(row.hash);
    const long long now = rows + 1;
    sql << "UPDATE audit_head SET lines = :lines, hash = :hash WHERE id = 1", soci::use(now), soci::use(row.hash);
}

TrailReader::TrailReader(soci::session& sql, const std::string& rest)
    : m_query((sql.prepare << "SELECT id, time, person, case_id, patient_id, action, detail, previous, hash FROM audit " + rest, soci::into(m_id), soci::into(m_row.time), soci::into(m_row.person),
               soci::into(m_case, m_hasCase), soci::into(m_patient, m_hasPatient), soci::into(m_row.action), soci::into(m_row.detail), soci::into(m_row.previous), soci::into(m_row.hash))) {}

bool TrailReader::next() {
    if (!m_started) m_query.execute();
    m_started = true;
    if (!m_query.fetch()) return false;
    m_row.id = m_id;
    m_row.caseId = m_hasCase == soci::i_ok ? std::optional<CaseId>(m_case) : std::nullopt;
    m_row.patient = m_hasPatient == soci::i_ok ? std::optional<PatientId>(m_patient) : std::nullopt;
    return true;
}

}  // namespace leukolens::casebook
