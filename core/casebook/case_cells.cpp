// CaseStore: cells, and what people decide of them.
#include "core/base/iso_time.h"
#include "core/casebook/case_rows.h"
#include "core/casebook/case_state.h"
#include "core/casebook/embedding.h"
#include "core/casebook/trail_replay.h"

namespace leukolens::casebook {
namespace {

using nlohmann::json;

/// The columns of one row, as SOCI binds them.
struct CellColumns {
    CaseCell cell;
    long long id = 0, fileBytes = 0, version = 1;
    int excluded = 0, marked = 0, reviewed = 0;
    int views = 1;
    double disagreement = 0;
    soci::indicator disagrees = soci::i_null;
    std::string classes, probabilities, flags, embedding, otherModels, relativePath;

    void set(const CaseCell& from, const std::filesystem::path& file) {
        relativePath = relativeTo(file, from.path);
        cell = from;
        id = from.id;
        fileBytes = from.fileBytes;
        excluded = from.excluded;
        marked = from.marked;
        reviewed = from.reviewed;
        classes = toColumn(from.classes);
        probabilities = toColumn(from.probabilities);
        flags = toColumn(from.flags);
        embedding = embeddingToColumn(from.embedding);
        views = from.asked.views;
        otherModels = toColumn(from.asked.otherModels);
        disagreement = from.disagreement.value_or(0);
        disagrees = from.disagreement ? soci::i_ok : soci::i_null;
    }

    AnswerColumns answer() const {
        return {cell.modelName, classes, probabilities, flags, otherModels, cell.added, views, fileBytes, disagrees == soci::i_ok ? std::optional(disagreement) : std::nullopt};
    }

    CaseCell get(const StoreAddress& place) {
        cell.id = id;
        cell.version = version;
        cell.path = foundAt(place.file(), cell.path, relativePath);
        cell.fileBytes = fileBytes;
        cell.excluded = excluded != 0;
        cell.marked = marked != 0;
        cell.reviewed = reviewed != 0;
        cell.classes = stringsFromColumn(classes);
        cell.probabilities = numbersFromColumn(probabilities);
        cell.flags = stringsFromColumn(flags);
        cell.asked = {views, stringsFromColumn(otherModels)};
        cell.disagreement = disagrees == soci::i_ok ? std::optional(disagreement) : std::nullopt;
        auto vector = embeddingFromColumn(embedding);
        if (!vector) {
            vector.error().file = place.shown();
            throw Refused{vector.error()};
        }
        cell.embedding = std::move(*vector);
        return cell;
    }
};

/// Adds what `row` holds, under a new id, which is filled in, or under its own.
class CellInsert {
public:
    enum class Id { New, Own };
    CellInsert(soci::session& sql, const long long& caseId, CellColumns& row, Id id) : m_insert(sql) {
        const std::string columns =
            "case_id, path, sha256, model_name, model_sha256, classes, probabilities, predicted_class, assigned_class, flags, embedding, added, file_bytes, excluded, marked, reviewed, views, "
            "other_models, disagreement, relative_path, version";
        const std::string values =
            ":case, :path, :sha256, :model, :model_sha256, :classes, :probabilities, :predicted, :assigned, :flags, :embedding, :added, :bytes, :excluded, :marked, :reviewed, :views, :other_models, "
            ":disagreement, :relative_path, :version";
        // A server takes no NULL for "give me one", as SQLite does.
        if (id == Id::Own) m_insert.exchange(soci::use(row.id));
        m_insert.exchange(soci::use(caseId));
        for (std::string* text : {&row.cell.path, &row.cell.sha256, &row.cell.modelName, &row.cell.modelSha256, &row.classes, &row.probabilities, &row.cell.predictedClass, &row.cell.assignedClass,
                                  &row.flags, &row.embedding, &row.cell.added})
            m_insert.exchange(soci::use(*text));
        m_insert.exchange(soci::use(row.fileBytes));
        for (int* number : {&row.excluded, &row.marked, &row.reviewed, &row.views}) m_insert.exchange(soci::use(*number));
        m_insert.exchange(soci::use(row.otherModels));
        m_insert.exchange(soci::use(row.disagreement, row.disagrees));
        m_insert.exchange(soci::use(row.relativePath));
        m_insert.exchange(soci::use(row.version));
        m_insert.exchange(soci::into(row.id));
        m_insert.alloc();
        m_insert.prepare(id == Id::Own ? "INSERT INTO cell (id, " + columns + ") VALUES (:id, " + values + ") RETURNING id" : "INSERT INTO cell (" + columns + ") VALUES (" + values + ") RETURNING id");
        m_insert.define_and_bind();
    }
    void run() { runToEnd(m_insert); }

private:
    soci::statement m_insert;
};

/// What stands of a cell, in the trail: all of it when it comes or goes.
json cellInTrail(const CaseCell& cell) {
    json line = {{"id", cell.id},           {"path", cell.path},
                 {"sha256", cell.sha256},   {"predicted", cell.predictedClass},
                 {"class", cell.assignedClass}};
    if (cell.excluded) line["excluded"] = true;
    if (cell.marked) line["marked"] = true;
    if (cell.reviewed) line["reviewed"] = true;
    return line;
}

/// Old or new values of what changed: those of `of` that differ in `other`.
json differences(const Verdict& of, const Verdict& other) {
    json line = json::object();
    if (of.assignedClass != other.assignedClass) line["class"] = of.assignedClass;
    if (of.excluded != other.excluded) line["excluded"] = of.excluded;
    if (of.marked != other.marked) line["marked"] = of.marked;
    if (of.reviewed != other.reviewed) line["reviewed"] = of.reviewed;
    return line;
}

}  // namespace

Result<void> CaseStore::addCells(CaseId id, std::vector<CaseCell>& cells) {
    return guarded(*m_state->database, [&]() -> Result<void> {
        for (const CaseCell& cell : cells) {
            if (auto ok = validate(cell); !ok) throw Refused{ok.error()};
        }
        Transaction transaction(m_state->sql());
        m_state->findOpen(id);
        if (cells.empty()) return {};
        const long long caseId = id;
        const std::string now = isoLocalTimeNow();
        CellColumns row;
        CellInsert insert(m_state->sql(), caseId, row, CellInsert::Id::New);
        std::optional<CellInsert> putBack;
        long long wanted = 0, wasHere = 0;
        soci::statement gone = (m_state->sql().prepare
                                    << "SELECT count(*) FROM audit_cell JOIN audit ON audit.id = audit_cell.audit_id WHERE cell_id = :id AND "
                                       "audit.case_id = :case AND NOT EXISTS (SELECT 1 FROM cell WHERE cell.id = audit_cell.cell_id)",
                                soci::use(wanted), soci::use(caseId), soci::into(wasHere));
        std::vector<std::tuple<CellId, std::string, RowVersion>> given;
        json added = json::array();
        for (const CaseCell& cell : cells) {
            row.set(cell, m_state->file());
            if (row.cell.added.empty()) row.cell.added = now;
            row.version = 1;
            wanted = cell.id;
            if (cell.id == 0) {
                insert.run();
            } else {
                if (!gone.execute(true) || wasHere == 0)
                    throw Refused{{ErrorCode::InvalidArgument, "cell " + std::to_string(cell.id) + " was not removed from case " + std::to_string(id), m_state->path(), {}}};
                // Each change of it had its line: no version that somebody has seen of it comes again.
                row.version = wasHere + 1;
                if (!putBack) putBack.emplace(m_state->sql(), caseId, row, CellInsert::Id::Own);
                putBack->run();
            }
            row.cell.id = row.id;
            given.emplace_back(row.id, row.cell.added, row.version);
            json line = cellInTrail(row.cell);
            line["model"] = cell.modelSha256;
            line["answer"] = digestOf(row.answer());
            if (cell.asked.views != 1) line["views"] = cell.asked.views;
            if (!cell.asked.otherModels.empty()) line["otherModels"] = cell.asked.otherModels;
            added.push_back(std::move(line));
        }
        m_state->recordChange(id, "add_cells", {{"cells", std::move(added)}});
        transaction.commit();
        for (std::size_t i = 0; i < given.size(); ++i) std::tie(cells[i].id, cells[i].added, cells[i].version) = given[i];
        return {};
    });
}

Result<std::vector<CaseCell>> CaseStore::cells(CaseId id) {
    return guarded(*m_state->database, [&]() -> Result<std::vector<CaseCell>> {
        m_state->find(id);
        const long long caseId = id;
        CellColumns row;
        soci::statement query =
            (m_state->sql().prepare
                 << "SELECT id, path, sha256, model_name, model_sha256, classes, probabilities, predicted_class, assigned_class, flags, "
                    "embedding, added, file_bytes, excluded, marked, reviewed, views, other_models, disagreement, version, relative_path FROM cell WHERE case_id = :case ORDER BY id",
             soci::use(caseId), soci::into(row.id), soci::into(row.cell.path), soci::into(row.cell.sha256), soci::into(row.cell.modelName),
             soci::into(row.cell.modelSha256), soci::into(row.classes), soci::into(row.probabilities), soci::into(row.cell.predictedClass),
             soci::into(row.cell.assignedClass), soci::into(row.flags), soci::into(row.embedding), soci::into(row.cell.added),
             soci::into(row.fileBytes), soci::into(row.excluded), soci::into(row.marked), soci::into(row.reviewed),
             soci::into(row.views), soci::into(row.otherModels), soci::into(row.disagreement, row.disagrees), soci::into(row.version), soci::into(row.relativePath));
        std::vector<CaseCell> rows;
        for (query.execute(); query.fetch();) rows.push_back(row.get(m_state->database->address));
        return rows;
    });
}

Result<void> CaseStore::decide(CaseId id, std::span<const CellDecision> decisions, const std::string& reason) {
    return guarded(*m_state->database, [&]() -> Result<void> {
        requireText(reason, "the reason", m_state->path());
        Transaction transaction(m_state->sql());
        m_state->findOpen(id);
        const long long caseId = id;
        long long cellId = 0;
        CellColumns before, after;
        soci::statement find = (m_state->sql().prepare << "SELECT assigned_class, excluded, marked, reviewed, version FROM cell WHERE id = :id AND case_id = :case",
                                soci::use(cellId), soci::use(caseId), soci::into(before.cell.assignedClass), soci::into(before.excluded),
                                soci::into(before.marked), soci::into(before.reviewed), soci::into(before.version));
        soci::statement update =
            (m_state->sql().prepare
                 << "UPDATE cell SET assigned_class = :class, excluded = :excluded, marked = :marked, reviewed = :reviewed, version = version + 1 WHERE id = :id",
             soci::use(after.cell.assignedClass), soci::use(after.excluded), soci::use(after.marked), soci::use(after.reviewed),
             soci::use(cellId));
        json changed = json::array();
        for (const auto& [cell, verdict, seen] : decisions) {
            requireText(verdict.assignedClass, "the class name", m_state->path());
            cellId = cell;
            if (!find.execute(true)) throw noSuchCell(cell, id, m_state->path());
            if (seen && *seen != before.version) throw m_state->conflict("cell " + std::to_string(cell), id, {});
            const Verdict old{before.cell.assignedClass, before.excluded != 0, before.marked != 0, before.reviewed != 0};
            if (old == verdict && reason.empty()) continue;
            if (old != verdict) {
                after.cell.assignedClass = verdict.assignedClass;
                after.excluded = verdict.excluded;
                after.marked = verdict.marked;
                after.reviewed = verdict.reviewed;
                update.execute(true);
            }
            changed.push_back({{"id", cell}, {"from", differences(old, verdict)}, {"to", differences(verdict, old)}});
        }
        if (changed.empty()) return {};
        json detail = {{"cells", std::move(changed)}};
        if (!reason.empty()) detail["reason"] = reason;
        m_state->recordChange(id, "decide", detail);
        transaction.commit();
        return {};
    });
}

Result<void> CaseStore::removeCells(CaseId id, const std::vector<CellId>& cells) {
    return guarded(*m_state->database, [&]() -> Result<void> {
        Transaction transaction(m_state->sql());
        m_state->findOpen(id);
        if (cells.empty()) return {};
        const long long caseId = id;
        long long cellId = 0;
        CellColumns row;
        row.classes = row.probabilities = row.flags = row.otherModels = "[]";
        soci::statement find =
            (m_state->sql().prepare << "SELECT path, sha256, predicted_class, assigned_class, excluded, marked, reviewed FROM cell "
                                       "WHERE id = :id AND case_id = :case",
             soci::use(cellId), soci::use(caseId), soci::into(row.cell.path), soci::into(row.cell.sha256), soci::into(row.cell.predictedClass),
             soci::into(row.cell.assignedClass), soci::into(row.excluded), soci::into(row.marked), soci::into(row.reviewed));
        soci::statement remove = (m_state->sql().prepare << "DELETE FROM cell WHERE id = :id", soci::use(cellId));
        json removed = json::array();
        for (const CellId cell : cells) {
            row.id = cellId = cell;
            if (!find.execute(true)) throw noSuchCell(cell, id, m_state->path());
            remove.execute(true);
            removed.push_back(cellInTrail(row.get(m_state->database->address)));
        }
        m_state->recordChange(id, "remove_cells", {{"cells", std::move(removed)}});
        transaction.commit();
        return {};
    });
}

}  // namespace leukolens::casebook
