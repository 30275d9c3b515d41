// CaseStore: one cell's part of the audit trail.
#include "core/casebook/case_state.h"
#include "core/casebook/trail_verdict.h"

namespace leukolens::casebook {
namespace {

using nlohmann::json;

struct TrailLine {
    std::string time, user, action;
    json detail;
};

/// The event that a line tells of the cell; `stands` is what stood before it, and then what stands after.
CellEvent eventOf(const TrailLine& line, const json& entry, Verdict& stands) {
    CellEvent event{CellEvent::Kind::Decided, line.time, line.user, {}, {}, {}};
    if (line.action == "add_cells" || line.action == "remove_cells") {
        event.kind = line.action == "add_cells" ? CellEvent::Kind::Added : CellEvent::Kind::Removed;
        stands = {};
        applyTo(stands, entry);
        event.from = event.to = stands;
        return event;
    }
    applyTo(stands, partOf(entry, "from"));
    event.from = stands;
    applyTo(stands, partOf(entry, "to"));
    if (line.action == "assign_class") stands.reviewed = true;  // version 1 knew no other decision
    event.to = stands;
    if (const json& reason = partOf(line.detail, "reason"); reason.is_string()) event.reason = reason.get<std::string>();
    return event;
}

}  // namespace

Result<std::vector<CellEvent>> CaseStore::history(CaseId id, CellId cell) {
    return guarded(*m_state->database, [&]() -> Result<std::vector<CellEvent>> {
        m_state->find(id);
        const long long caseId = id, cellId = cell;
        TrailLine line;
        std::string detail;
        soci::statement query =
            (m_state->sql().prepare << "SELECT audit.time, audit.person, audit.action, audit.detail FROM audit_cell JOIN audit ON audit.id = "
                                       "audit_cell.audit_id WHERE audit_cell.cell_id = :cell AND audit.case_id = :case ORDER BY audit_cell.audit_id",
             soci::use(cellId), soci::use(caseId), soci::into(line.time), soci::into(line.user), soci::into(line.action), soci::into(detail));
        std::vector<CellEvent> events;
        Verdict stands;
        for (query.execute(); query.fetch();) {
            line.detail = json::parse(detail);
            for (const json& entry : partOf(line.detail, "cells"))
                if (partOf(entry, "id") == cell) events.push_back(eventOf(line, entry, stands));
        }
        return events;
    });
}

}  // namespace leukolens::casebook
