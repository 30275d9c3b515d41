// CaseStore: the audit trail, and one cell's part of it.
#include "core/casebook/case_state.h"

namespace leukolens::casebook {
namespace {

using nlohmann::json;

/// What a line says of a verdict; what it does not say stays.
void apply(const json& said, Verdict& verdict) {
    if (said.is_string()) verdict.assignedClass = said.get<std::string>();  // as version 1 wrote "from" and "to"
    if (!said.is_object()) return;
    const auto flag = [&said](const char* key, bool& value) {
        if (const auto found = said.find(key); found != said.end() && found->is_boolean()) value = found->get<bool>();
    };
    if (const auto found = said.find("class"); found != said.end() && found->is_string()) verdict.assignedClass = found->get<std::string>();
    flag("excluded", verdict.excluded);
    flag("marked", verdict.marked);
    flag("reviewed", verdict.reviewed);
}

const json& part(const json& entry, const char* key) {
    static const json kNothing;
    const auto found = entry.find(key);
    return found == entry.end() ? kNothing : *found;
}

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
        apply(entry, stands);
        event.from = event.to = stands;
        return event;
    }
    apply(part(entry, "from"), stands);
    event.from = stands;
    apply(part(entry, "to"), stands);
    if (line.action == "assign_class") stands.reviewed = true;  // version 1 knew no other decision
    event.to = stands;
    if (const json& reason = part(line.detail, "reason"); reason.is_string()) event.reason = reason.get<std::string>();
    return event;
}

}  // namespace

Result<std::vector<AuditRow>> CaseStore::audit(CaseId id) {
    return guarded(m_state->path(), [&]() -> Result<std::vector<AuditRow>> {
        m_state->find(id);
        const long long caseId = id;
        AuditRow row;
        long long rowId = 0;
        soci::statement query =
            (m_state->sql().prepare << "SELECT id, time, user, action, detail FROM audit WHERE case_id = :case ORDER BY id",
             soci::use(caseId), soci::into(rowId), soci::into(row.time), soci::into(row.user), soci::into(row.action),
             soci::into(row.detail));
        std::vector<AuditRow> rows;
        for (query.execute(); query.fetch();) {
            row.id = rowId;
            rows.push_back(row);
        }
        return rows;
    });
}

Result<std::vector<CellEvent>> CaseStore::history(CaseId id, CellId cell) {
    return guarded(m_state->path(), [&]() -> Result<std::vector<CellEvent>> {
        m_state->find(id);
        const long long caseId = id, cellId = cell;
        TrailLine line;
        std::string detail;
        soci::statement query =
            (m_state->sql().prepare << "SELECT audit.time, audit.user, audit.action, audit.detail FROM audit_cell JOIN audit ON audit.id = "
                                       "audit_cell.audit_id WHERE audit_cell.cell_id = :cell AND audit.case_id = :case ORDER BY audit_cell.audit_id",
             soci::use(cellId), soci::use(caseId), soci::into(line.time), soci::into(line.user), soci::into(line.action), soci::into(detail));
        std::vector<CellEvent> events;
        Verdict stands;
        for (query.execute(); query.fetch();) {
            line.detail = json::parse(detail);
            for (const json& entry : part(line.detail, "cells"))
                if (part(entry, "id") == cell) events.push_back(eventOf(line, entry, stands));
        }
        return events;
    });
}

}  // namespace leukolens::casebook
