#include "core/casebook/case_store.h"

#include <pwd.h>
#include <unistd.h>

#include <array>

#include "core/base/iso_time.h"
#include "core/casebook/case_file.h"
#include "core/casebook/case_rows.h"

namespace leukolens::casebook {
namespace {

using nlohmann::json;

std::string loginName() {
    std::array<char, 4096> buffer{};
    if (::getlogin_r(buffer.data(), buffer.size()) == 0 && buffer[0] != '\0' && isPlainText(buffer.data()))
        return buffer.data();
    passwd entry{};
    passwd* found = nullptr;
    ::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found);
    if (found && found->pw_name && isPlainText(found->pw_name)) return found->pw_name;
    return "uid " + std::to_string(::geteuid());
}

Refused noSuchCase(CaseId id, const std::filesystem::path& file) {
    return {{ErrorCode::NotFound, "there is no case " + std::to_string(id), file, "Choose a case of this file."}};
}

Refused noSuchCell(CellId cell, CaseId id, const std::filesystem::path& file) {
    return {
        {ErrorCode::InvalidArgument, "cell " + std::to_string(cell) + " is not in case " + std::to_string(id), file, {}}};
}

Refused notText(const char* what, const std::filesystem::path& file) {
    return {{ErrorCode::InvalidArgument, std::string(what) + " is not UTF-8 text", file, "Type it again."}};
}

}  // namespace

struct CaseStore::State {
    std::unique_ptr<CaseFile> file;
    std::string user;

    soci::session& sql() { return file->sql; }

    std::string nameOf(CaseId id) {
        std::string name;
        const long long wanted = id;
        sql() << "SELECT name FROM case_session WHERE id = :id", soci::use(wanted), soci::into(name);
        if (!sql().got_data()) throw noSuchCase(id, file->path);
        return name;
    }

    /// The line of the trail that belongs to the change just made; also dates the case.
    void record(CaseId id, const std::string& time, const std::string& action, const json& detail) {
        const long long caseId = id;
        const std::string text = toColumn(detail);
        sql() << "INSERT INTO audit (case_id, time, user, action, detail) VALUES (:case, :time, :user, :action, :detail)",
            soci::use(caseId), soci::use(time), soci::use(user), soci::use(action), soci::use(text);
        sql() << "UPDATE case_session SET changed = :time WHERE id = :id", soci::use(time), soci::use(caseId);
    }

    long long lastInsertId() {
        long long id = 0;
        sql() << "SELECT last_insert_rowid()", soci::into(id);
        return id;
    }
};

CaseStore::CaseStore(std::unique_ptr<State> state) : m_state(std::move(state)) {}
CaseStore::~CaseStore() = default;

Result<std::unique_ptr<CaseStore>> CaseStore::open(const std::filesystem::path& file) {
    auto opened = openCaseFile(file);
    if (!opened) return fail(opened.error());
    auto state = std::make_unique<State>();
    state->file = std::move(*opened);
    state->user = loginName();
    return std::unique_ptr<CaseStore>(new CaseStore(std::move(state)));
}

void CaseStore::setUser(std::string user) {
    m_state->user = user.empty() || !isPlainText(user) ? loginName() : std::move(user);
}

const std::string& CaseStore::user() const {
    return m_state->user;
}

Result<CaseId> CaseStore::createCase(const std::string& name) {
    return guarded(m_state->file->path, [&]() -> Result<CaseId> {
        if (!isPlainText(name)) throw notText("the name", m_state->file->path);
        Transaction transaction(m_state->sql());
        const std::string now = isoLocalTimeNow();
        m_state->sql() << "INSERT INTO case_session (name, created, changed) VALUES (:name, :created, :changed)",
            soci::use(name), soci::use(now), soci::use(now);
        const CaseId id = m_state->lastInsertId();
        m_state->record(id, now, "create_case", {{"name", name}});
        transaction.commit();
        return id;
    });
}

Result<void> CaseStore::renameCase(CaseId id, const std::string& name) {
    return guarded(m_state->file->path, [&]() -> Result<void> {
        if (!isPlainText(name)) throw notText("the name", m_state->file->path);
        Transaction transaction(m_state->sql());
        const std::string before = m_state->nameOf(id);
        if (before == name) return {};
        const long long wanted = id;
        m_state->sql() << "UPDATE case_session SET name = :name WHERE id = :id", soci::use(name), soci::use(wanted);
        m_state->record(id, isoLocalTimeNow(), "rename_case", {{"from", before}, {"to", name}});
        transaction.commit();
        return {};
    });
}

Result<std::vector<CaseSummary>> CaseStore::listCases() {
    return guarded(m_state->file->path, [&]() -> Result<std::vector<CaseSummary>> {
        CaseSummary row;
        long long id = 0, cellCount = 0;
        // Ordered by the trail, not by the clock: clocks are set back.
        soci::statement query =
            (m_state->sql().prepare
                 << "SELECT c.id, c.name, c.created, c.changed, (SELECT count(*) FROM cell WHERE case_id = c.id) "
                    "FROM case_session c ORDER BY (SELECT max(id) FROM audit WHERE case_id = c.id) DESC, c.id DESC",
             soci::into(id), soci::into(row.name), soci::into(row.created), soci::into(row.changed), soci::into(cellCount));
        std::vector<CaseSummary> rows;
        for (query.execute(); query.fetch();) {
            row.id = id;
            row.cells = static_cast<int>(cellCount);
            rows.push_back(row);
        }
        return rows;
    });
}

Result<CaseSummary> CaseStore::findCase(CaseId id) {
    return guarded(m_state->file->path, [&]() -> Result<CaseSummary> {
        CaseSummary row;
        long long cellCount = 0;
        const long long wanted = id;
        m_state->sql() << "SELECT c.name, c.created, c.changed, (SELECT count(*) FROM cell WHERE case_id = c.id) "
                          "FROM case_session c WHERE c.id = :id",
            soci::use(wanted), soci::into(row.name), soci::into(row.created), soci::into(row.changed), soci::into(cellCount);
        if (!m_state->sql().got_data()) throw noSuchCase(id, m_state->file->path);
        row.id = id;
        row.cells = static_cast<int>(cellCount);
        return row;
    });
}

Result<int> CaseStore::casesUsingModel(const std::string& modelSha256) {
    return guarded(m_state->file->path, [&]() -> Result<int> {
        long long cases = 0;
        m_state->sql() << "SELECT count(DISTINCT case_id) FROM cell WHERE model_sha256 = :model", soci::use(modelSha256),
            soci::into(cases);
        return static_cast<int>(cases);
    });
}

Result<void> CaseStore::addCells(CaseId id, std::vector<CaseCell>& cells) {
    return guarded(m_state->file->path, [&]() -> Result<void> {
        for (const CaseCell& cell : cells) {
            if (auto ok = validate(cell); !ok) throw Refused{ok.error()};
        }
        Transaction transaction(m_state->sql());
        m_state->nameOf(id);
        if (cells.empty()) return {};
        const long long caseId = id;
        CaseCell row;
        std::string classes, probabilities;
        soci::statement insert =
            (m_state->sql().prepare
                 << "INSERT INTO cell (case_id, path, sha256, model_name, model_sha256, classes, probabilities, "
                    "predicted_class, assigned_class) VALUES (:case, :path, :sha256, :model, :model_sha256, "
                    ":classes, :probabilities, :predicted, :assigned)",
             soci::use(caseId), soci::use(row.path), soci::use(row.sha256), soci::use(row.modelName),
             soci::use(row.modelSha256), soci::use(classes), soci::use(probabilities), soci::use(row.predictedClass),
             soci::use(row.assignedClass));
        std::vector<CellId> ids;
        json added = json::array();
        for (const CaseCell& cell : cells) {
            row = cell;
            classes = toColumn(cell.classes);
            probabilities = toColumn(cell.probabilities);
            insert.execute(true);
            ids.push_back(m_state->lastInsertId());
            added.push_back({{"id", ids.back()},
                             {"path", cell.path},
                             {"sha256", cell.sha256},
                             {"model", cell.modelSha256},
                             {"predicted", cell.predictedClass},
                             {"class", cell.assignedClass}});
        }
        m_state->record(id, isoLocalTimeNow(), "add_cells", {{"cells", std::move(added)}});
        transaction.commit();
        for (std::size_t i = 0; i < ids.size(); ++i) cells[i].id = ids[i];
        return {};
    });
}

Result<std::vector<CaseCell>> CaseStore::cells(CaseId id) {
    return guarded(m_state->file->path, [&]() -> Result<std::vector<CaseCell>> {
        m_state->nameOf(id);
        const long long caseId = id;
        CaseCell row;
        long long cellId = 0;
        std::string classes, probabilities;
        soci::statement query =
            (m_state->sql().prepare
                 << "SELECT id, path, sha256, model_name, model_sha256, classes, probabilities, predicted_class, "
                    "assigned_class FROM cell WHERE case_id = :case ORDER BY id",
             soci::use(caseId), soci::into(cellId), soci::into(row.path), soci::into(row.sha256), soci::into(row.modelName),
             soci::into(row.modelSha256), soci::into(classes), soci::into(probabilities), soci::into(row.predictedClass),
             soci::into(row.assignedClass));
        std::vector<CaseCell> rows;
        for (query.execute(); query.fetch();) {
            row.id = cellId;
            row.classes = stringsFromColumn(classes);
            row.probabilities = numbersFromColumn(probabilities);
            rows.push_back(row);
        }
        return rows;
    });
}

Result<void> CaseStore::assignClass(CaseId id, const std::vector<CellId>& cells, const std::string& className) {
    std::vector<std::pair<CellId, std::string>> classes;
    classes.reserve(cells.size());
    for (const CellId cell : cells) classes.emplace_back(cell, className);
    return assignClasses(id, classes);
}

Result<void> CaseStore::assignClasses(CaseId id, const std::vector<std::pair<CellId, std::string>>& classes) {
    return guarded(m_state->file->path, [&]() -> Result<void> {
        Transaction transaction(m_state->sql());
        m_state->nameOf(id);
        const long long caseId = id;
        long long cellId = 0;
        std::string before, after;
        soci::statement find =
            (m_state->sql().prepare << "SELECT assigned_class FROM cell WHERE id = :id AND case_id = :case",
             soci::use(cellId), soci::use(caseId), soci::into(before));
        soci::statement update = (m_state->sql().prepare << "UPDATE cell SET assigned_class = :class WHERE id = :id",
                                  soci::use(after), soci::use(cellId));
        json moved = json::array();
        for (const auto& [cell, className] : classes) {
            if (!isPlainText(className)) throw notText("the class name", m_state->file->path);
            cellId = cell;
            after = className;
            if (!find.execute(true)) throw noSuchCell(cell, id, m_state->file->path);
            if (before == after) continue;
            update.execute(true);
            moved.push_back({{"id", cell}, {"from", before}, {"to", after}});
        }
        if (moved.empty()) return {};
        m_state->record(id, isoLocalTimeNow(), "assign_class", {{"cells", std::move(moved)}});
        transaction.commit();
        return {};
    });
}

Result<void> CaseStore::removeCells(CaseId id, const std::vector<CellId>& cells) {
    return guarded(m_state->file->path, [&]() -> Result<void> {
        Transaction transaction(m_state->sql());
        m_state->nameOf(id);
        if (cells.empty()) return {};
        const long long caseId = id;
        long long cellId = 0;
        CaseCell row;
        soci::statement find =
            (m_state->sql().prepare
                 << "SELECT path, sha256, predicted_class, assigned_class FROM cell WHERE id = :id AND case_id = :case",
             soci::use(cellId), soci::use(caseId), soci::into(row.path), soci::into(row.sha256),
             soci::into(row.predictedClass), soci::into(row.assignedClass));
        soci::statement remove = (m_state->sql().prepare << "DELETE FROM cell WHERE id = :id", soci::use(cellId));
        json removed = json::array();
        for (const CellId cell : cells) {
            cellId = cell;
            if (!find.execute(true)) throw noSuchCell(cell, id, m_state->file->path);
            remove.execute(true);
            removed.push_back({{"id", cell},
                               {"path", row.path},
                               {"sha256", row.sha256},
                               {"predicted", row.predictedClass},
                               {"class", row.assignedClass}});
        }
        m_state->record(id, isoLocalTimeNow(), "remove_cells", {{"cells", std::move(removed)}});
        transaction.commit();
        return {};
    });
}

Result<std::vector<AuditRow>> CaseStore::audit(CaseId id) {
    return guarded(m_state->file->path, [&]() -> Result<std::vector<AuditRow>> {
        m_state->nameOf(id);
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

}  // namespace leukolens::casebook
