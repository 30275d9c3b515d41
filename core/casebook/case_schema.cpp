#include "core/casebook/case_schema.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "core/base/files.h"

namespace leukolens::casebook {
namespace fs = std::filesystem;
namespace {

const char* const kVersion1[] = {
    "CREATE TABLE case_session (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, created TEXT NOT NULL, "
    "changed TEXT NOT NULL)",
    "CREATE TABLE cell (id INTEGER PRIMARY KEY AUTOINCREMENT, case_id INTEGER NOT NULL REFERENCES case_session(id), "
    "path TEXT NOT NULL, sha256 TEXT NOT NULL, model_name TEXT NOT NULL, model_sha256 TEXT NOT NULL, classes TEXT NOT NULL, "
    "probabilities TEXT NOT NULL, predicted_class TEXT NOT NULL, assigned_class TEXT NOT NULL)",
    "CREATE INDEX cell_of_case ON cell (case_id, id)",
    "CREATE TABLE audit (id INTEGER PRIMARY KEY AUTOINCREMENT, case_id INTEGER NOT NULL REFERENCES case_session(id), "
    "time TEXT NOT NULL, user TEXT NOT NULL, action TEXT NOT NULL, detail TEXT NOT NULL)",
    "CREATE INDEX audit_of_case ON audit (case_id, id)",
    // What has been written to the trail stays as it is.
    "CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END",
    "CREATE TRIGGER audit_undeleted BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END",
};

const char* const kFrom1To2[] = {
    "ALTER TABLE case_session ADD COLUMN state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'signed'))",
    "ALTER TABLE case_session ADD COLUMN signed_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE case_session ADD COLUMN signed_at TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE cell ADD COLUMN flags TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE cell ADD COLUMN embedding TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE cell ADD COLUMN added TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE cell ADD COLUMN file_bytes INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE cell ADD COLUMN excluded INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE cell ADD COLUMN marked INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE cell ADD COLUMN reviewed INTEGER NOT NULL DEFAULT 0",
    // Which cells a line of the trail is about. No foreign key: the trail outlives the cells.
    "CREATE TABLE audit_cell (cell_id INTEGER NOT NULL, audit_id INTEGER NOT NULL REFERENCES audit(id), "
    "PRIMARY KEY (cell_id, audit_id)) WITHOUT ROWID",
    "INSERT OR IGNORE INTO audit_cell (cell_id, audit_id) SELECT json_extract(entry.value, '$.id'), audit.id "
    "FROM audit, json_each(audit.detail, '$.cells') AS entry WHERE json_extract(entry.value, '$.id') IS NOT NULL",
    // By the file itself, so that no writer can forget it, one of the version before included.
    "CREATE TRIGGER audit_cells AFTER INSERT ON audit BEGIN INSERT OR IGNORE INTO audit_cell (cell_id, audit_id) "
    "SELECT json_extract(entry.value, '$.id'), new.id FROM json_each(new.detail, '$.cells') AS entry "
    "WHERE json_extract(entry.value, '$.id') IS NOT NULL; END",
    "CREATE TRIGGER audit_cell_unchanged BEFORE UPDATE ON audit_cell BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END",
    "CREATE TRIGGER audit_cell_undeleted BEFORE DELETE ON audit_cell BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END",
    // What version 1 knew without saying it: only people make the two classes differ, and only the flag left a cell without a class.
    "UPDATE cell SET reviewed = (assigned_class <> predicted_class), "
    "flags = CASE WHEN predicted_class = '' THEN '[\"uncertain\"]' ELSE '[]' END, "
    "added = coalesce((SELECT audit.time FROM audit_cell JOIN audit ON audit.id = audit_cell.audit_id "
    "WHERE audit_cell.cell_id = cell.id AND audit.action = 'add_cells' ORDER BY audit.id LIMIT 1), '')",
    "CREATE TABLE reading (id INTEGER PRIMARY KEY AUTOINCREMENT, case_id INTEGER NOT NULL REFERENCES case_session(id), "
    "reader TEXT NOT NULL, started TEXT NOT NULL, finished TEXT)",
    "CREATE INDEX reading_of_case ON reading (case_id, id)",
    "CREATE UNIQUE INDEX one_unfinished_reading ON reading (case_id, reader) WHERE finished IS NULL",
    // A decision stays when its cell is removed: undo may bring the cell back.
    "CREATE TABLE reading_decision (reading_id INTEGER NOT NULL REFERENCES reading(id), cell_id INTEGER NOT NULL, "
    "class TEXT NOT NULL, excluded INTEGER NOT NULL, time TEXT NOT NULL, PRIMARY KEY (reading_id, cell_id)) WITHOUT ROWID",
};

const char* const kFrom2To3[] = {
    // Files of version 2 hold single answers of single models.
    "ALTER TABLE cell ADD COLUMN views INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE cell ADD COLUMN other_models TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE cell ADD COLUMN disagreement REAL",
};

const char* const kFrom3To4[] = {
    // No score: marked by a person. removed: 0 shown, 1 taken out by a person, 2 undone.
    "CREATE TABLE slide_cell (id INTEGER PRIMARY KEY AUTOINCREMENT, case_id INTEGER NOT NULL REFERENCES case_session(id), slide TEXT NOT NULL, "
    "x REAL NOT NULL, y REAL NOT NULL, width REAL NOT NULL, height REAL NOT NULL, score REAL, picture TEXT NOT NULL DEFAULT '', removed INTEGER NOT NULL DEFAULT 0)",
    "CREATE INDEX slide_cell_of_case ON slide_cell (case_id, id)",
};

fs::path besides(const fs::path& file, const std::string& ending) {
    fs::path path = file;
    path += ending;
    return path;
}

/// Down to the disk: a backup that a power failure takes away is none.
void flush(const fs::path& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const int failed = fd < 0 || ::fsync(fd) != 0 ? errno : 0;
    if (fd >= 0) ::close(fd);
    if (failed != 0) throw Refused{errorFromErrno(failed, path, true)};
}

}  // namespace

void createSchema(soci::session& sql) {
    for (const char* statement : kVersion1) sql << statement;
    migrateSchema(sql, 1);
}

void migrateSchema(soci::session& sql, long long version) {
    if (version < 2)
        for (const char* statement : kFrom1To2) sql << statement;
    if (version < 3)
        for (const char* statement : kFrom2To3) sql << statement;
    if (version < 4)
        for (const char* statement : kFrom3To4) sql << statement;
    sql << "PRAGMA user_version = " << kSchemaVersion;
}

bool hasAllTables(soci::session& sql) {
    long long known = 0;
    sql << "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN "
           "('case_session', 'cell', 'audit', 'audit_cell', 'reading', 'reading_decision', 'slide_cell')",
        soci::into(known);
    return known == 7;
}

void backUp(CaseFile& file, long long version) {
    const fs::path backup = besides(file.path, ".v" + std::to_string(version) + "-backup");
    std::error_code ignored;
    if (fs::exists(backup, ignored)) return;
    // Under another name until it is whole: a copy that was cut off must not pass for one. The number: two programs may copy at once.
    const fs::path unfinished = besides(backup, "." + std::to_string(::getpid()));
    fs::remove(unfinished, ignored);
    const std::string target = unfinished.string();
    try {
        file.sql << "VACUUM INTO :target", soci::use(target);
        flush(unfinished);
        if (::renameat2(AT_FDCWD, unfinished.c_str(), AT_FDCWD, backup.c_str(), RENAME_NOREPLACE) != 0) {
            const int problem = errno;
            if (problem != EEXIST) throw Refused{errorFromErrno(problem, backup, true)};
            fs::remove(unfinished, ignored);  // the other one was quicker
        }
        flush(backup.has_parent_path() ? backup.parent_path() : fs::path("."));
    } catch (...) {
        fs::remove(unfinished, ignored);
        throw;
    }
    file.backup = backup;
}

}  // namespace leukolens::casebook
