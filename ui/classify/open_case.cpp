#include "ui/classify/open_case.h"

#include <nlohmann/json.hpp>

namespace leukolens::ui {

namespace {

Result<void> ensureCreated(casebook::CaseStore& store, OpenCase& target) {
    if (target.id != 0) return {};
    auto created = store.createCase(target.name);
    if (!created) return fail(created.error());
    target.id = *created;
    return {};
}

Result<casebook::CellId> idOf(const OpenCase& target, CellKey key) {
    const auto found = target.ids.find(key);
    if (found == target.ids.end()) return fail(ErrorCode::Internal, "cell " + std::to_string(key) + " was never saved");
    return found->second;
}

/// The line of one audit row about `cell`, if it has one.
void collectLine(const casebook::AuditRow& row, casebook::CellId cell, std::vector<HistoryLine>& lines) {
    if (row.action != "add_cells" && row.action != "assign_class") return;
    if (row.detail.find(std::to_string(cell)) == std::string::npos) return;  // most rows: not worth parsing
    const auto detail = nlohmann::json::parse(row.detail, nullptr, false);
    if (!detail.is_object() || !detail.contains("cells") || !detail["cells"].is_array()) return;
    for (const auto& entry : detail["cells"]) {
        if (!entry.is_object() || entry.value("id", casebook::CellId{0}) != cell) continue;
        lines.push_back(
            {row.time, row.user, row.action, entry.value(row.action == "add_cells" ? "class" : "to", std::string())});
    }
}

}  // namespace

CaseWriter::Change renaming(CaseRef target, std::string name) {
    return [target = std::move(target), name = std::move(name)](casebook::CaseStore& store) -> Result<void> {
        if (target->id == 0) {
            target->name = name;
            return ensureCreated(store, *target);
        }
        auto renamed = store.renameCase(target->id, name);
        if (renamed) target->name = name;
        return renamed;
    };
}

CaseWriter::Change adding(CaseRef target, std::vector<CellKey> keys, std::vector<casebook::CaseCell> cells) {
    return [target = std::move(target), keys = std::move(keys),
            cells = std::move(cells)](casebook::CaseStore& store) mutable -> Result<void> {
        if (auto created = ensureCreated(store, *target); !created) return created;
        if (auto added = store.addCells(target->id, cells); !added) return added;
        for (std::size_t i = 0; i < keys.size(); ++i) target->ids[keys[i]] = cells[i].id;
        return {};
    };
}

CaseWriter::Change assigning(CaseRef target, std::vector<std::pair<CellKey, std::string>> classes) {
    return [target = std::move(target), classes = std::move(classes)](casebook::CaseStore& store) -> Result<void> {
        std::vector<std::pair<casebook::CellId, std::string>> byId;
        for (const auto& [key, className] : classes) {
            const auto id = idOf(*target, key);
            if (!id) return fail(id.error());
            byId.emplace_back(*id, className);
        }
        return store.assignClasses(target->id, byId);
    };
}

CaseWriter::Change removing(CaseRef target, std::vector<CellKey> keys) {
    return [target = std::move(target), keys = std::move(keys)](casebook::CaseStore& store) -> Result<void> {
        std::vector<casebook::CellId> ids;
        for (const CellKey key : keys) {
            const auto id = idOf(*target, key);
            if (!id) return fail(id.error());
            ids.push_back(*id);
        }
        if (auto removed = store.removeCells(target->id, ids); !removed) return removed;
        for (const CellKey key : keys) target->ids.erase(key);
        return {};
    };
}

Result<std::vector<HistoryLine>> historyOf(casebook::CaseStore& store, const OpenCase& target, CellKey key) {
    const auto id = idOf(target, key);
    if (!id) return fail(id.error());
    const auto rows = store.audit(target.id);
    if (!rows) return fail(rows.error());
    std::vector<HistoryLine> lines;
    for (const casebook::AuditRow& row : *rows) collectLine(row, *id, lines);
    return lines;
}

}  // namespace leukolens::ui
