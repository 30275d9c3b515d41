// Private to this folder: putting lines at the end of the trail.
#pragma once

#include "core/casebook/audit_trail.h"
#include "core/casebook/database.h"

namespace leukolens::casebook {

/// Fills in id, previous and hash, and writes the line and the new head. Inside a transaction that keeps other writers out.
void appendToTrail(soci::session& sql, AuditRow& row);

/// What AuditTrail::verify() finds, and fails with. Inside a snapshot or transaction; throws as SOCI does.
Result<Verification> verifyTrail(soci::session& sql, ProgressSink& progress, const CancelToken& cancel, const std::string& knownHead);

/// Reads `SELECT id, time, person, case_id, patient_id, action, detail, previous, hash FROM audit` with what follows, a line at a time.
class TrailReader {
public:
    TrailReader(soci::session& sql, const std::string& rest);
    TrailReader(const TrailReader&) = delete;  // the statement writes into its members
    TrailReader& operator=(const TrailReader&) = delete;
    bool next();
    const AuditRow& row() const { return m_row; }

private:
    AuditRow m_row;
    long long m_id = 0, m_case = 0, m_patient = 0;
    soci::indicator m_hasCase = soci::i_null, m_hasPatient = soci::i_null;
    soci::statement m_query;
    bool m_started = false;
};

}  // namespace leukolens::casebook
