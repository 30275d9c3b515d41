#include "core/casebook/audit_trail.h"

#include <algorithm>

#include "core/casebook/audit_chain.h"
#include "core/casebook/case_state.h"
#include "core/casebook/trail_replay.h"

namespace leukolens::casebook {
namespace {

using Fault = Verification::Fault;

constexpr std::int64_t kRowsAStep = 1000;

std::vector<AuditRow> allOf(soci::session& sql, const std::string& rest) {
    TrailReader reader(sql, rest);
    std::vector<AuditRow> rows;
    while (reader.next()) rows.push_back(reader.row());
    return rows;
}

}  // namespace

Result<std::vector<AuditRow>> AuditTrail::ofCase(CaseId id) {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<std::vector<AuditRow>> {
        state->patientOf(id);
        return allOf(state->sql(), "WHERE case_id = " + std::to_string(id) + " ORDER BY id");
    });
}

Result<std::vector<AuditRow>> AuditTrail::ofPatient(PatientId id) {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<std::vector<AuditRow>> {
        const std::string patient = std::to_string(id);
        return allOf(state->sql(), "WHERE patient_id = " + patient + " OR case_id IN (SELECT id FROM case_session WHERE patient_id = " + patient + ") ORDER BY id");
    });
}

Result<std::vector<AuditRow>> AuditTrail::newest(int atMost) {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<std::vector<AuditRow>> { return allOf(state->sql(), "ORDER BY id DESC LIMIT " + std::to_string(std::max(atMost, 0))); });
}

Result<std::string> AuditTrail::head() {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<std::string> {
        std::string head = kNoHash;
        state->sql() << "SELECT hash FROM audit_head WHERE id = 1", soci::into(head);
        return head;
    });
}

Result<Verification> verifyTrail(soci::session& sql, ProgressSink& progress, const CancelToken& cancel, const std::string& knownHead) {
    long long counted = 0;
    std::string countedHead = kNoHash;
    sql << "SELECT lines, hash FROM audit_head WHERE id = 1", soci::into(counted), soci::into(countedHead);
    Verification found{0, kNoHash, {}};
    bool knownSeen = knownHead.empty() || knownHead == kNoHash;
    CellReplay cells;
    RowReplay rows;
    const auto follow = [&](const AuditRow& row) {
        ++found.rows;
        if (!found.firstBad && row.previous != found.head) found.firstBad = Fault{Fault::Kind::Missing, row.id, {}};
        if (!found.firstBad && hashOf(row) != row.hash) found.firstBad = Fault{Fault::Kind::Changed, row.id, {}};
        found.head = row.hash;
        knownSeen = knownSeen || row.hash == knownHead;
        const auto detail = nlohmann::json::parse(row.detail, nullptr, false);
        cells.follow(row, detail);
        rows.follow(row, detail);
    };
    // In steps: a server's answer is held in memory, and a trail may be larger than that.
    std::string after;
    for (std::int64_t read = kRowsAStep; read == kRowsAStep;) {
        if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
        TrailReader reader(sql, after + "ORDER BY id LIMIT " + std::to_string(kRowsAStep));
        for (read = 0; reader.next(); ++read) follow(reader.row());
        if (read > 0) after = "WHERE id > " + std::to_string(reader.row().id) + " ";
        progress.report({"Verifying the audit trail", found.rows, counted});
    }
    if (!found.firstBad && (found.rows != counted || found.head != countedHead || !knownSeen)) found.firstBad = Fault{Fault::Kind::Shortened, 0, {}};
    auto altered = found.firstBad ? std::nullopt : cells.firstOther(sql);
    if (!found.firstBad && !altered) altered = rows.firstOther(sql);
    if (altered) found.firstBad = Fault{Fault::Kind::RowAltered, 0, std::move(altered)};
    return found;
}

Result<Verification> AuditTrail::verify(ProgressSink& progress, const CancelToken& cancel, const std::string& knownHead) {
    auto* state = m_store.m_state.get();
    return guarded(*state->database, [&]() -> Result<Verification> {
        // One moment's view: without it a line that comes meanwhile would look like a fault of the head or of a cell.
        const Snapshot view(state->sql());
        if (isServer(state->sql())) state->sql() << "SET LOCAL idle_in_transaction_session_timeout = 0";  // a long trail takes its time between two questions
        return verifyTrail(state->sql(), progress, cancel, knownHead);
    });
}

}  // namespace leukolens::casebook
