#include "core/casebook/store_rows.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

namespace leukolens::casebook {
namespace {

/// Each after those that it refers to. Not audit_cell: the database fills it in from the lines of the trail.
constexpr std::array kTables{"patient", "case_session", "cell",       "patient_fact", "signature", "audit",      "audit_head",
                             "reading", "reading_decision", "slide_cell", "thumbnail",    "model_card", "account", "store_rule"};
constexpr int kRowsAStep = 200;  ///< a row of cells is up to 12 KB

/// One column of the row that is being copied.
struct Field {
    std::string name, kind;
    long long number = 0;
    double real = 0;
    std::string text;
    soci::indicator there = soci::i_null;

    void readInto(soci::statement& statement) {
        if (kind == "INTEGER") statement.exchange(soci::into(number, there));
        else if (kind == "REAL") statement.exchange(soci::into(real, there));
        else statement.exchange(soci::into(text, there));
    }
    void useIn(soci::statement& statement) {
        if (kind == "INTEGER") statement.exchange(soci::use(number, there));
        else if (kind == "REAL") statement.exchange(soci::use(real, there));
        else statement.exchange(soci::use(text, there));
    }
};

/// By the case file's own description.
std::vector<Field> columnsOf(soci::session& file, const std::string& table) {
    std::vector<Field> fields;
    std::string name, kind;
    soci::statement query = (file.prepare << "SELECT name, type FROM pragma_table_info(:table) ORDER BY cid", soci::use(table), soci::into(name), soci::into(kind));
    for (query.execute(); query.fetch();) {
        fields.emplace_back();
        fields.back().name = name;
        fields.back().kind = kind;
    }
    return fields;
}

std::string listOf(const std::vector<Field>& fields, const char* before) {
    std::string list;
    for (const Field& field : fields) list += (list.empty() ? "" : ", ") + std::string(before) + field.name;
    return list;
}

/// Reads a table in steps: a server's answer is held in memory, and a table may be larger than that.
class RowReader {
public:
    RowReader(soci::session& sql, const std::string& table, std::vector<Field>& fields) : m_sql(sql), m_query(sql), m_steps(isServer(sql)) {
        const std::string select = "SELECT " + listOf(fields, "") + " FROM " + table + " ORDER BY " + fields.front().name;
        if (m_steps) m_sql << "DECLARE store_rows NO SCROLL CURSOR FOR " + select;
        for (Field& field : fields) field.readInto(m_query);
        m_query.alloc();
        m_query.prepare(m_steps ? "FETCH " + std::to_string(kRowsAStep) + " FROM store_rows" : select);
        m_query.define_and_bind();
        m_query.execute();
    }
    bool next() {
        if (m_query.fetch()) return true;
        if (!m_steps) return false;
        m_query.execute();
        return m_query.fetch();
    }
    void close() {
        if (m_steps) m_sql << "CLOSE store_rows";
    }

private:
    soci::session& m_sql;
    soci::statement m_query;
    bool m_steps;
};

long long countOf(soci::session& sql, const std::string& table) {
    long long rows = 0;
    sql << "SELECT count(*) FROM " + table, soci::into(rows);
    return rows;
}

/// The highest id that a table has given, also to rows that are gone; 0: none.
long long lastGiven(soci::session& sql, const std::string& table) {
    long long last = 0, highest = 0;
    sql << "SELECT coalesce(max(id), 0) FROM " + table, soci::into(highest);
    if (isServer(sql)) {
        std::string sequence;
        sql << "SELECT pg_get_serial_sequence(:table, 'id')", soci::use(table), soci::into(sequence);
        sql << "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM " + sequence, soci::into(last);
    } else {
        sql << "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = :table", soci::use(table), soci::into(last);
    }
    return std::max(last, highest);
}

void goOnAfter(soci::session& sql, const std::string& table, long long last) {
    if (last == 0) return;
    if (isServer(sql)) {
        sql << "SELECT setval(pg_get_serial_sequence(:table, 'id'), :last)", soci::use(table), soci::use(last);
    } else {
        sql << "DELETE FROM sqlite_sequence WHERE name = :table", soci::use(table);
        sql << "INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)", soci::use(table), soci::use(last);
    }
}

std::vector<std::string> numberedTables(soci::session& file) {
    std::vector<std::string> tables;
    std::string table;
    soci::statement query = (file.prepare << "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%' ORDER BY name", soci::into(table));
    for (query.execute(); query.fetch();) tables.push_back(table);
    return tables;
}

}  // namespace

void copyRows(soci::session& from, soci::session& into, ProgressSink& progress, const CancelToken& cancel) {
    soci::session& file = isServer(from) ? into : from;
    for (const char* table : {"audit_head", "store_rule"}) into << std::string("DELETE FROM ") + table;  // the rows that new tables have
    long long total = 0, done = 0;
    for (const char* table : kTables) total += countOf(from, table);
    for (const std::string table : kTables) {
        std::vector<Field> fields = columnsOf(file, table);
        RowReader reader(from, table, fields);
        soci::statement insert(into);
        for (Field& field : fields) field.useIn(insert);
        insert.alloc();
        insert.prepare("INSERT INTO " + table + " (" + listOf(fields, "") + ") VALUES (" + listOf(fields, ":") + ")");
        insert.define_and_bind();
        while (reader.next()) {
            if (cancel.cancelled()) throw Refused{{ErrorCode::Cancelled, "stopped", {}, {}}};
            insert.execute(true);
            if (++done % kRowsAStep == 0) progress.report({"Copying the cases", done, total});
        }
        reader.close();
    }
    for (const std::string& table : numberedTables(file)) goOnAfter(into, table, lastGiven(from, table));
}

}  // namespace leukolens::casebook
