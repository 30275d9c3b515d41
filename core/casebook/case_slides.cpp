// CaseStore: where on slides white cells are.
#include <cmath>

#include "core/casebook/case_rows.h"
#include "core/casebook/case_state.h"

namespace leukolens::casebook {
namespace {

using nlohmann::json;

/// Paths may hold any bytes but NUL, as those of cells.
void requirePath(const std::string& path, const std::filesystem::path& file) {
    if (path.find('\0') != std::string::npos) throw Refused{{ErrorCode::InvalidArgument, "a path holds a NUL byte", file, {}}};
}

constexpr double kMostPx = 1e7;  ///< no slide is so wide, and sums of such numbers are exact enough

/// Throws where a cell contradicts itself.
void require(const SlideCell& cell, const std::filesystem::path& file, ErrorCode code = ErrorCode::InvalidArgument) {
    requirePath(cell.slide, file);
    requirePath(cell.picture, file);
    const bool placed = std::abs(cell.x) <= kMostPx && std::abs(cell.y) <= kMostPx && cell.width > 0 && cell.width <= kMostPx && cell.height > 0 && cell.height <= kMostPx;
    const bool scored = !cell.score || (*cell.score >= 0 && *cell.score <= 1);
    if (cell.slide.empty() || !placed || !scored) throw Refused{{code, "a cell of a slide has no slide, no place or no sound score", file, {}}};
}

json boxInTrail(const SlideCell& cell) { return {{"mark", cell.id}, {"box", {cell.x, cell.y, cell.width, cell.height}}}; }

}  // namespace

Result<void> CaseStore::addSlideCells(CaseId id, std::vector<SlideCell>& cells) {
    return guarded(*m_state->database, [&]() -> Result<void> {
        for (const SlideCell& cell : cells) require(cell, m_state->path());
        Transaction transaction(m_state->sql());
        m_state->findOpen(id);
        if (cells.empty()) return {};
        const long long caseId = id;
        SlideCell row;
        double score = 0;
        int removed = 0;
        soci::indicator scored = soci::i_null;
        std::string relative;
        long long rowId = 0;
        soci::statement insert = (m_state->sql().prepare << "INSERT INTO slide_cell (case_id, slide, x, y, width, height, score, picture, removed, relative_picture) VALUES (:case, :slide, :x, :y, :width, :height, :score, :picture, :removed, :relative) RETURNING id",
                                  soci::use(caseId), soci::use(row.slide), soci::use(row.x), soci::use(row.y), soci::use(row.width), soci::use(row.height), soci::use(score, scored), soci::use(row.picture),
                                  soci::use(removed), soci::use(relative), soci::into(rowId));
        std::vector<SlideCellId> given;
        // What the program found is told by its number alone: the places stand in the table. What a person marked is a decision.
        json byHand = json::array(), found = json::object();
        for (const SlideCell& cell : cells) {
            row = cell;
            relative = relativeTo(m_state->file(), cell.picture);
            score = cell.score.value_or(0);
            scored = cell.score ? soci::i_ok : soci::i_null;
            removed = static_cast<int>(cell.removal);
            runToEnd(insert);
            row.id = rowId;
            given.push_back(row.id);
            if (cell.byHand()) {
                json line = boxInTrail(row);
                line["slide"] = cell.slide;
                byHand.push_back(std::move(line));
            } else {
                found[cell.slide] = found.value(cell.slide, 0) + 1;
            }
        }
        json detail = json::object();
        if (!byHand.empty()) detail["byHand"] = std::move(byHand);
        if (!found.empty()) detail["found"] = std::move(found);
        m_state->recordChange(id, "mark_slide_cells", detail);
        transaction.commit();
        for (std::size_t i = 0; i < cells.size(); ++i) cells[i].id = given[i];
        return {};
    });
}

Result<std::vector<SlideCell>> CaseStore::slideCells(CaseId id) {
    return guarded(*m_state->database, [&]() -> Result<std::vector<SlideCell>> {
        m_state->find(id);
        const long long caseId = id;
        SlideCell row;
        long long rowId = 0;
        double score = 0;
        int removed = 0;
        std::string relative;
        soci::indicator scored = soci::i_null;
        soci::statement query = (m_state->sql().prepare << "SELECT id, slide, x, y, width, height, score, picture, removed, relative_picture FROM slide_cell WHERE case_id = :case ORDER BY id", soci::use(caseId), soci::into(rowId),
                                 soci::into(row.slide), soci::into(row.x), soci::into(row.y), soci::into(row.width), soci::into(row.height), soci::into(score, scored), soci::into(row.picture), soci::into(removed), soci::into(relative));
        std::vector<SlideCell> cells;
        for (query.execute(); query.fetch();) {
            row.id = rowId;
            row.picture = foundAt(m_state->file(), row.picture, relative);
            row.score = scored == soci::i_ok ? std::optional(score) : std::nullopt;
            row.removal = removed == 0 ? Removal::None : removed == 2 ? Removal::Undone : Removal::TakenOut;
            require(row, m_state->path(), ErrorCode::StoreFailed);
            cells.push_back(row);
        }
        return cells;
    });
}

Result<void> CaseStore::removeSlideCells(CaseId id, std::span<const SlideCellId> cells, Removal removal) {
    return guarded(*m_state->database, [&]() -> Result<void> {
        Transaction transaction(m_state->sql());
        m_state->findOpen(id);
        if (cells.empty()) return {};
        const long long caseId = id;
        long long rowId = 0;
        const int value = static_cast<int>(removal);
        SlideCell row;
        soci::statement find = (m_state->sql().prepare << "SELECT slide, x, y, width, height FROM slide_cell WHERE id = :id AND case_id = :case", soci::use(rowId), soci::use(caseId), soci::into(row.slide),
                                soci::into(row.x), soci::into(row.y), soci::into(row.width), soci::into(row.height));
        soci::statement update = (m_state->sql().prepare << "UPDATE slide_cell SET removed = :removed WHERE id = :id", soci::use(value), soci::use(rowId));
        json marks = json::array();
        for (const SlideCellId cell : cells) {
            row.id = rowId = cell;
            if (!find.execute(true)) throw Refused{{ErrorCode::InvalidArgument, "case " + std::to_string(id) + " has no cell " + std::to_string(cell) + " on a slide", m_state->path(), {}}};
            update.execute(true);
            json line = boxInTrail(row);
            line["slide"] = row.slide;
            marks.push_back(std::move(line));
        }
        m_state->recordChange(id, removal == Removal::None ? "restore_slide_cells" : removal == Removal::TakenOut ? "remove_slide_cells" : "undo_slide_cells", {{"marks", std::move(marks)}});
        transaction.commit();
        return {};
    });
}

Result<void> CaseStore::setSlidePictures(CaseId id, std::span<const std::pair<SlideCellId, std::string>> pictures) {
    return guarded(*m_state->database, [&]() -> Result<void> {
        for (const auto& [cell, picture] : pictures) requirePath(picture, m_state->path());
        Transaction transaction(m_state->sql());
        m_state->findOpen(id);
        if (pictures.empty()) return {};
        const long long caseId = id;
        long long rowId = 0, known = 0;
        std::string path, relative;
        soci::statement find = (m_state->sql().prepare << "SELECT count(*) FROM slide_cell WHERE id = :id AND case_id = :case", soci::use(rowId), soci::use(caseId), soci::into(known));
        soci::statement update = (m_state->sql().prepare << "UPDATE slide_cell SET picture = :picture, relative_picture = :relative WHERE id = :id", soci::use(path), soci::use(relative), soci::use(rowId));
        json marks = json::array();
        for (const auto& [cell, picture] : pictures) {
            rowId = cell;
            path = picture;
            relative = relativeTo(m_state->file(), picture);
            if (!find.execute(true) || known == 0) throw Refused{{ErrorCode::InvalidArgument, "case " + std::to_string(id) + " has no cell " + std::to_string(cell) + " on a slide", m_state->path(), {}}};
            update.execute(true);
            marks.push_back({{"mark", cell}, {"picture", picture}});
        }
        m_state->recordChange(id, "cut_slide_cells", {{"marks", std::move(marks)}});
        transaction.commit();
        return {};
    });
}

}  // namespace leukolens::casebook
