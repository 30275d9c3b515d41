#include "ui/classify/open_case.h"

namespace leukolens::ui {

namespace {

Result<void> ensureCreated(casebook::CaseStore& store, OpenCase& target) {
    if (target.id != 0) return {};
    auto created = store.createCase(target.name);
    if (!created) return fail(created.error());
    target.id = *created;
    auto claim = store.claimCase(target.id);
    if (!claim) return fail(claim.error());
    target.lock = std::move(claim->lock);
    return {};
}

Result<casebook::CellId> idOf(const OpenCase& target, CellKey key) {
    const auto found = target.ids.find(key);
    if (found == target.ids.end()) return fail(ErrorCode::Internal, "cell " + std::to_string(key) + " was never saved");
    return found->second;
}

}  // namespace

CaseWriter::Change renaming(CaseRef target, std::string name) {
    return [target = std::move(target), name = std::move(name)](casebook::CaseStore& store) -> Result<void> {
        if (target->id == 0) {
            target->name = name;
            return ensureCreated(store, *target);
        }
        const auto renamed = store.renameCase(target->id, name, target->seen);
        if (!renamed) return fail(renamed.error());
        target->name = name;
        target->seen = *renamed;
        return {};
    };
}

CaseWriter::Change adding(CaseRef target, std::vector<CellKey> keys, std::vector<casebook::CaseCell> cells) {
    return [target = std::move(target), keys = std::move(keys),
            cells = std::move(cells)](casebook::CaseStore& store) mutable -> Result<void> {
        if (auto created = ensureCreated(store, *target); !created) return created;
        for (std::size_t i = 0; i < keys.size(); ++i)
            if (const auto removed = target->ids.find(keys[i]); removed != target->ids.end()) cells[i].id = removed->second;
        if (auto added = store.addCells(target->id, cells); !added) return added;
        for (std::size_t i = 0; i < keys.size(); ++i) target->ids[keys[i]] = cells[i].id;
        return {};
    };
}

CaseWriter::Change deciding(CaseRef target, std::vector<KeyedVerdict> verdicts, std::string reason) {
    return [target = std::move(target), verdicts = std::move(verdicts),
            reason = std::move(reason)](casebook::CaseStore& store) -> Result<void> {
        std::vector<casebook::CellDecision> decisions;
        decisions.reserve(verdicts.size());
        for (const auto& [key, verdict] : verdicts) {
            const auto id = idOf(*target, key);
            if (!id) return fail(id.error());
            decisions.push_back({*id, verdict});
        }
        return store.decide(target->id, decisions, reason);
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
        return store.removeCells(target->id, ids);
    };
}

CaseWriter::Change changing(CaseRef target, std::function<Result<void>(casebook::CaseStore&, casebook::CaseId)> change) {
    return [target = std::move(target), change = std::move(change)](casebook::CaseStore& store) -> Result<void> {
        if (auto created = ensureCreated(store, *target); !created) return created;
        return change(store, target->id);
    };
}

CaseWriter::Change decidingReading(CaseRef target, casebook::ReadingId reading, std::vector<KeyedVerdict> verdicts) {
    return [target = std::move(target), reading, verdicts = std::move(verdicts)](casebook::CaseStore& store) -> Result<void> {
        std::vector<casebook::CaseStore::ReadingDecision> decisions;
        decisions.reserve(verdicts.size());
        for (const auto& [key, verdict] : verdicts) {
            const auto id = idOf(*target, key);
            if (!id) return fail(id.error());
            std::optional<casebook::ReaderVerdict> said;
            if (verdict.reviewed) said = casebook::ReaderVerdict{verdict.assignedClass, verdict.excluded};
            decisions.emplace_back(*id, std::move(said));
        }
        return store.decideReading(reading, decisions);
    };
}

Result<std::vector<casebook::CellEvent>> historyOf(casebook::CaseStore& store, const OpenCase& target, CellKey key) {
    const auto id = idOf(target, key);
    if (!id) return fail(id.error());
    return store.history(target.id, *id);
}

}  // namespace leukolens::ui
