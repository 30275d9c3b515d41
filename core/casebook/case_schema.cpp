#include "core/casebook/case_schema.h"

#include <string>

#include "core/base/iso_time.h"
#include "core/casebook/audit_chain.h"
#include "core/casebook/case_rows.h"
#include "core/casebook/login_name.h"
#include "core/casebook/unfinished_file.h"

namespace leukolens::casebook {
namespace fs = std::filesystem;
namespace {

constexpr int kMostBackups = 100;

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

const char* const kFrom4To5[] = {
    // Sessions of one name are one patient's. The patient's number is that of the first of them.
    "CREATE TABLE patient (id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL, notes TEXT NOT NULL DEFAULT '', created TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1)",
    "CREATE UNIQUE INDEX one_patient_of_label ON patient (label) WHERE label <> ''",
    "INSERT INTO patient (id, label, created) SELECT min(id), trim(name, ' ' || char(9, 10, 13)) AS label, min(created) FROM case_session WHERE trim(name, ' ' || char(9, 10, 13)) <> '' "
    "GROUP BY trim(name, ' ' || char(9, 10, 13))",
    "INSERT INTO patient (id, label, created) SELECT id, '', created FROM case_session WHERE trim(name, ' ' || char(9, 10, 13)) = ''",
    "ALTER TABLE case_session ADD COLUMN patient_id INTEGER REFERENCES patient(id)",
    "UPDATE case_session SET patient_id = CASE WHEN trim(name, ' ' || char(9, 10, 13)) = '' THEN id ELSE (SELECT patient.id FROM patient WHERE patient.label = trim(case_session.name, ' ' || char(9, 10, 13))) END",
    "ALTER TABLE case_session ADD COLUMN taken TEXT NOT NULL DEFAULT ''",
    "UPDATE case_session SET taken = substr(created, 1, 10)",
    "ALTER TABLE case_session ADD COLUMN material TEXT NOT NULL DEFAULT '' CHECK (material IN ('', 'blood', 'marrow', 'other'))",
    "ALTER TABLE case_session ADD COLUMN comment TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE case_session ADD COLUMN version INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE case_session DROP COLUMN name",
    "CREATE INDEX session_of_patient ON case_session (patient_id, id)",
    "ALTER TABLE cell ADD COLUMN version INTEGER NOT NULL DEFAULT 1",
    // To the folder of the case file, where the picture lies in it: both may be moved together. Empty otherwise.
    "ALTER TABLE cell ADD COLUMN relative_path TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE slide_cell ADD COLUMN relative_picture TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX cell_count ON cell (case_id, excluded, assigned_class)",
    "CREATE TABLE patient_fact (id INTEGER PRIMARY KEY AUTOINCREMENT, patient_id INTEGER NOT NULL REFERENCES patient(id), name TEXT NOT NULL, value TEXT NOT NULL, date TEXT NOT NULL, note TEXT NOT NULL, "
    "entered TEXT NOT NULL, entered_by TEXT NOT NULL, removed INTEGER NOT NULL DEFAULT 0, version INTEGER NOT NULL DEFAULT 1)",
    "CREATE INDEX fact_of_patient ON patient_fact (patient_id, id)",
    "CREATE TABLE signature (id INTEGER PRIMARY KEY AUTOINCREMENT, case_id INTEGER NOT NULL REFERENCES case_session(id), person TEXT NOT NULL, role TEXT NOT NULL, time TEXT NOT NULL, head TEXT NOT NULL, "
    "reentered INTEGER NOT NULL, withdrawn TEXT NOT NULL)",
    "CREATE INDEX signature_of_case ON signature (case_id, id)",
    "INSERT INTO signature (case_id, person, role, time, head, reentered, withdrawn) SELECT id, signed_by, '', signed_at, '', 0, '' FROM case_session WHERE state = 'signed'",
    "CREATE TABLE thumbnail (sha256 TEXT PRIMARY KEY, picture TEXT NOT NULL)",
    "CREATE TABLE model_card (sha256 TEXT PRIMARY KEY, card TEXT NOT NULL)",
    "CREATE TABLE account (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, role TEXT NOT NULL CHECK (role IN ('technician', 'reviewer', 'administrator')), passphrase TEXT NOT NULL, "
    "active INTEGER NOT NULL DEFAULT 1, created TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1)",
    "CREATE UNIQUE INDEX one_account_of_name ON account (lower(name))",
    "CREATE TABLE store_rule (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    // The trail made anew: lines may be about no case, and are chained.
    "CREATE TABLE chained_audit (id INTEGER PRIMARY KEY, time TEXT NOT NULL, person TEXT NOT NULL, case_id INTEGER REFERENCES case_session(id), patient_id INTEGER REFERENCES patient(id), "
    "action TEXT NOT NULL, detail TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL)",
    "CREATE TABLE audit_head (id INTEGER PRIMARY KEY CHECK (id = 1), lines INTEGER NOT NULL, hash TEXT NOT NULL)",
};

const char* const kTrailOf5[] = {
    "DROP TABLE audit",
    "ALTER TABLE chained_audit RENAME TO audit",
    "CREATE INDEX audit_of_case ON audit (case_id, id)",
    "CREATE INDEX audit_of_patient ON audit (patient_id, id)",
    "CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END",
    "CREATE TRIGGER audit_undeleted BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END",
    "CREATE TRIGGER audit_cells AFTER INSERT ON audit BEGIN INSERT OR IGNORE INTO audit_cell (cell_id, audit_id) "
    "SELECT json_extract(entry.value, '$.id'), new.id FROM json_each(new.detail, '$.cells') AS entry "
    "WHERE json_extract(entry.value, '$.id') IS NOT NULL; END",
};

/// Every line as it was, chained behind the one before it.
void chainTrail(soci::session& sql) {
    std::vector<AuditRow> rows;
    {
        AuditRow row;
        long long id = 0, caseId = 0, patient = 0;
        soci::statement query = (sql.prepare << "SELECT audit.id, time, user, case_id, patient_id, action, detail FROM audit JOIN case_session ON case_session.id = audit.case_id ORDER BY audit.id",
                                 soci::into(id), soci::into(row.time), soci::into(row.person), soci::into(caseId), soci::into(patient), soci::into(row.action), soci::into(row.detail));
        for (query.execute(); query.fetch();) {
            row.id = id;
            row.caseId = caseId;
            row.patient = patient;
            rows.push_back(row);
        }
    }
    std::string head = kNoHash;
    for (AuditRow& row : rows) {
        row.previous = head;
        head = row.hash = hashOf(row);
        const long long id = row.id, caseId = *row.caseId, patient = *row.patient;
        sql << "INSERT INTO chained_audit (id, time, person, case_id, patient_id, action, detail, previous, hash) VALUES (:id, :time, :person, :case, :patient, :action, :detail, :previous, :hash)",
            soci::use(id), soci::use(row.time), soci::use(row.person), soci::use(caseId), soci::use(patient), soci::use(row.action), soci::use(row.detail), soci::use(row.previous), soci::use(row.hash);
    }
    const long long lines = static_cast<long long>(rows.size());
    sql << "INSERT INTO audit_head (id, lines, hash) VALUES (1, :lines, :hash)", soci::use(lines), soci::use(head);
}

void migrateFrom4(soci::session& sql, long long openedAs) {
    for (const char* statement : kFrom4To5) sql << statement;
    chainTrail(sql);
    for (const char* statement : kTrailOf5) sql << statement;
    long long lines = 0;
    sql << "SELECT lines FROM audit_head WHERE id = 1", soci::into(lines);
    if (lines == 0) return;
    // Until here nothing would have shown that a line was changed.
    AuditRow row{0, isoUtcNow(), loginName(), {}, {}, "chain", toColumn({{"fromVersion", openedAs}, {"linesBefore", lines}}), {}, {}};
    appendToTrail(sql, row);
}

fs::path besides(const fs::path& file, const std::string& ending) {
    fs::path path = file;
    path += ending;
    return path;
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
    if (version < 5) migrateFrom4(sql, version);
    sql << "PRAGMA user_version = " << kSchemaVersion;
}

bool hasAllTables(soci::session& sql) {
    long long known = 0;
    sql << "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN "
           "('patient', 'patient_fact', 'case_session', 'cell', 'signature', 'audit', 'audit_cell', 'audit_head', 'reading', 'reading_decision', 'slide_cell', 'thumbnail', 'model_card', 'account', "
           "'store_rule')",
        soci::into(known);
    return known == 15;
}

void backUp(Database& file, long long version) {
    const std::string ending = ".v" + std::to_string(version) + "-backup";
    // One that is there is of an earlier migration: the file may have been put back and worked on since.
    for (int number = 1; number <= kMostBackups; ++number) {
        const fs::path backup = besides(file.address.file(), number == 1 ? ending : ending + "-" + std::to_string(number));
        std::error_code ignored;
        if (fs::exists(backup, ignored)) continue;
        UnfinishedFile copy(backup);
        const std::string target = copy.path().string();
        file.sql << "VACUUM INTO :target", soci::use(target);
        if (!copy.finish()) continue;  // another program was quicker
        file.backup = backup;
        return;
    }
    throw Refused{{ErrorCode::AlreadyExists, "too many backups of earlier migrations lie beside it", file.address.file(), "Move them elsewhere, then open it again."}};
}

}  // namespace leukolens::casebook
