#include "tests/support/old_case_file.h"

#include <string>

#include "core/casebook/database.h"

namespace leukolens::test {
namespace {

/// Word for word what version 1 ran.
const char* const kSchemaOfVersion1[] = {
    "CREATE TABLE case_session (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, created TEXT NOT NULL, changed TEXT NOT NULL)",
    "CREATE TABLE cell (id INTEGER PRIMARY KEY AUTOINCREMENT, case_id INTEGER NOT NULL REFERENCES case_session(id), path TEXT NOT NULL, sha256 TEXT NOT NULL, "
    "model_name TEXT NOT NULL, model_sha256 TEXT NOT NULL, classes TEXT NOT NULL, probabilities TEXT NOT NULL, predicted_class TEXT NOT NULL, "
    "assigned_class TEXT NOT NULL)",
    "CREATE INDEX cell_of_case ON cell (case_id, id)",
    "CREATE TABLE audit (id INTEGER PRIMARY KEY AUTOINCREMENT, case_id INTEGER NOT NULL REFERENCES case_session(id), time TEXT NOT NULL, user TEXT NOT NULL, "
    "action TEXT NOT NULL, detail TEXT NOT NULL)",
    "CREATE INDEX audit_of_case ON audit (case_id, id)",
    "CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END",
    "CREATE TRIGGER audit_undeleted BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit trail is append-only'); END",
    "PRAGMA application_id = 1282098018",
    "PRAGMA user_version = 1",
};

}  // namespace

void writeVersion1CaseFile(const std::filesystem::path& file, int cells) {
    soci::session sql(soci::sqlite3, file.string());
    sql << "PRAGMA journal_mode = WAL";
    for (const char* statement : kSchemaOfVersion1) sql << statement;
    soci::transaction transaction(sql);
    sql << "INSERT INTO case_session (name, created, changed) VALUES ('Ana', '2024-01-02T03:04:05+01:00', '2024-01-02T03:04:06+01:00')";
    std::string detail = "{\"cells\":[";
    for (int id = 1; id <= cells; ++id) {
        const std::string predicted = id == 3 ? "" : "all", assigned = id == 1 ? "hem" : predicted, path = "/p/" + std::to_string(id) + ".bmp";
        sql << "INSERT INTO cell (case_id, path, sha256, model_name, model_sha256, classes, probabilities, predicted_class, assigned_class) "
               "VALUES (1, :path, 'abc', 'm', 'def', '[\"all\",\"hem\"]', '[0.75,0.25]', :predicted, :assigned)",
            soci::use(path), soci::use(predicted), soci::use(assigned);
        detail += (id > 1 ? "," : "") + ("{\"id\":" + std::to_string(id)) + ",\"class\":\"" + predicted + "\"}";
    }
    detail += "]}";
    sql << "INSERT INTO audit (case_id, time, user, action, detail) VALUES (1, '2024-01-02T03:04:05+01:00', 'eva', 'create_case', '{\"name\":\"Ana\"}')";
    sql << "INSERT INTO audit (case_id, time, user, action, detail) VALUES (1, '2024-01-02T03:04:05+01:00', 'eva', 'add_cells', :detail)", soci::use(detail);
    sql << "INSERT INTO audit (case_id, time, user, action, detail) VALUES (1, '2024-01-02T03:04:06+01:00', 'ben', 'assign_class', "
           "'{\"cells\":[{\"id\":1,\"from\":\"all\",\"to\":\"hem\"}]}')";
    transaction.commit();
}

}  // namespace leukolens::test
