#include "core/casebook/audit_trail.h"

#include <algorithm>
#include <unordered_map>

#include "core/casebook/audit_chain.h"
#include "core/casebook/case_state.h"
#include "core/casebook/trail_verdict.h"

namespace leukolens::casebook {
namespace {

using nlohmann::json;
using Fault = Verification::Fault;

constexpr std::int64_t kRowsAStep = 1000;

std::vector<AuditRow> allOf(soci::session& sql, const std::string& rest) {
    TrailReader reader(sql, rest);
    std::vector<AuditRow> rows;
    while (reader.next()) rows.push_back(reader.row());
    return rows;
}

/// What the trail says stands of cells, line by line.
class Replay {
public:
    void follow(const AuditRow& row) {
        if (!row.caseId) return;
        const bool adds = row.action == "add_cells" || row.action == "import_case", decides = row.action == "decide" || row.action == "assign_class";
        if (!adds && !decides && row.action != "remove_cells") return;
        const json detail = json::parse(row.detail, nullptr, false);
        for (const json& entry : partOf(detail, "cells")) {
            const json& id = partOf(entry, "id");
            if (!id.is_number_integer()) continue;
            const CellId cell = id.get<CellId>();
            if (row.action == "remove_cells") {
                m_cells.erase(cell);
            } else if (adds) {
                Said& said = m_cells[cell] = {};
                applyTo(said.verdict, entry);
                said.caseId = *row.caseId;
                const auto text = [&entry](const char* key) {
                    const json& part = partOf(entry, key);
                    return part.is_string() ? std::optional(part.get<std::string>()) : std::nullopt;
                };
                said.predicted = text("predicted");
                said.sha256 = text("sha256");
                said.model = text("model");
            } else {
                applyTo(m_cells[cell].verdict, partOf(entry, "to"));
                m_cells[cell].reviewIsVague = m_cells[cell].reviewIsVague || row.action == "assign_class";
            }
        }
    }

    /// A cell that stands otherwise, or is there or gone against the trail.
    std::optional<CellId> firstOther(soci::session& sql) {
        long long id = 0, caseId = 0;
        int excluded = 0, marked = 0, reviewed = 0;
        Verdict stands;
        std::string predicted, sha256, model;
        soci::statement query = (sql.prepare << "SELECT id, case_id, assigned_class, excluded, marked, reviewed, predicted_class, sha256, model_sha256 FROM cell ORDER BY id", soci::into(id), soci::into(caseId),
                                 soci::into(stands.assignedClass), soci::into(excluded), soci::into(marked), soci::into(reviewed), soci::into(predicted), soci::into(sha256), soci::into(model));
        for (query.execute(); query.fetch();) {
            const auto found = m_cells.find(id);
            if (found == m_cells.end()) return id;
            stands.excluded = excluded != 0;
            stands.marked = marked != 0;
            stands.reviewed = found->second.reviewIsVague ? found->second.verdict.reviewed : reviewed != 0;
            const Said& said = found->second;
            // What early versions did not write is not compared.
            const bool other = caseId != said.caseId || (said.predicted && *said.predicted != predicted) || (said.sha256 && *said.sha256 != sha256) || (said.model && *said.model != model);
            if (other || stands != said.verdict) return id;
            m_cells.erase(found);
        }
        return m_cells.empty() ? std::nullopt : std::optional<CellId>(m_cells.begin()->first);
    }

private:
    struct Said {
        Verdict verdict;
        CaseId caseId = 0;
        std::optional<std::string> predicted, sha256, model;
        bool reviewIsVague = false;  ///< version 1 did not write what it knew of reviews
    };
    std::unordered_map<CellId, Said> m_cells;
};

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
    Replay replay;
    TrailReader reader(sql, "ORDER BY id");
    while (reader.next()) {
        const AuditRow& row = reader.row();
        ++found.rows;
        if (!found.firstBad && row.previous != found.head) found.firstBad = Fault{Fault::Kind::Missing, row.id, {}};
        if (!found.firstBad && hashOf(row) != row.hash) found.firstBad = Fault{Fault::Kind::Changed, row.id, {}};
        found.head = row.hash;
        knownSeen = knownSeen || row.hash == knownHead;
        replay.follow(row);
        if (found.rows % kRowsAStep == 0) {
            if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
            progress.report({"Verifying the audit trail", found.rows, counted});
        }
    }
    if (!found.firstBad && (found.rows != counted || found.head != countedHead || !knownSeen)) found.firstBad = Fault{Fault::Kind::Shortened, 0, {}};
    if (!found.firstBad)
        if (const auto cell = replay.firstOther(sql)) found.firstBad = Fault{Fault::Kind::CellAltered, 0, cell};
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
