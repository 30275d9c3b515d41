// CaseStore: second readings.
#include "core/base/iso_time.h"
#include "core/casebook/case_state.h"

namespace leukolens::casebook {
namespace {

using nlohmann::json;

struct ReadingRow {
    CaseId caseId = 0;
    bool finished = false;
};

ReadingRow findReading(soci::session& sql, ReadingId id, const std::filesystem::path& file) {
    const long long wanted = id;
    long long caseId = 0;
    int finished = 0;
    sql << "SELECT case_id, finished IS NOT NULL FROM reading WHERE id = :id", soci::use(wanted), soci::into(caseId), soci::into(finished);
    if (!sql.got_data()) throw Refused{{ErrorCode::NotFound, "there is no reading " + std::to_string(id), file, {}}};
    return {caseId, finished != 0};
}

ReadingRow findUnfinished(soci::session& sql, ReadingId id, const std::filesystem::path& file) {
    const ReadingRow row = findReading(sql, id, file);
    if (row.finished) throw Refused{{ErrorCode::WrongState, "this reading is finished", file, "Start another reading."}};
    return row;
}

json verdictJson(const std::optional<ReaderVerdict>& verdict) {
    if (!verdict) return nullptr;
    return {{"class", verdict->className}, {"excluded", verdict->excluded}};
}

}  // namespace

Result<ReadingId> CaseStore::startReading(CaseId id, const std::string& reader) {
    return guarded(*m_state->database, [&]() -> Result<ReadingId> {
        requireText(reader, "the reader's name", m_state->path());
        if (reader.empty()) throw Refused{{ErrorCode::InvalidArgument, "the reader has no name", m_state->path(), "Type the reader's name."}};
        Transaction transaction(m_state->sql());
        m_state->find(id);
        const long long caseId = id;
        long long known = 0;
        m_state->sql() << "SELECT id FROM reading WHERE case_id = :case AND reader = :reader AND finished IS NULL", soci::use(caseId),
            soci::use(reader), soci::into(known);
        if (m_state->sql().got_data()) return known;
        const std::string now = isoLocalTimeNow();
        long long started = 0;
        m_state->sql() << "INSERT INTO reading (case_id, reader, started) VALUES (:case, :reader, :started) RETURNING id", soci::use(caseId), soci::use(reader), soci::use(now),
            soci::into(started);
        m_state->record(id, "start_reading", {{"reading", started}, {"reader", reader}});
        transaction.commit();
        return started;
    });
}

Result<void> CaseStore::decideReading(ReadingId id, std::span<const ReadingDecision> decisions) {
    return guarded(*m_state->database, [&]() -> Result<void> {
        soci::session& sql = m_state->sql();
        Transaction transaction(sql);
        const CaseId owner = findUnfinished(sql, id, m_state->path()).caseId;
        const long long readingId = id, caseId = owner;
        const std::string now = isoLocalTimeNow();
        long long cellId = 0;
        int here = 0, excludedBefore = 0, excluded = 0;
        std::string before, after;
        soci::statement inCase = (sql.prepare << "SELECT count(*) FROM cell WHERE id = :id AND case_id = :case", soci::use(cellId), soci::use(caseId),
                                  soci::into(here));
        soci::statement find = (sql.prepare << "SELECT class, excluded FROM reading_decision WHERE reading_id = :reading AND cell_id = :cell",
                                soci::use(readingId), soci::use(cellId), soci::into(before), soci::into(excludedBefore));
        soci::statement put = (sql.prepare << "INSERT INTO reading_decision (reading_id, cell_id, class, excluded, time) VALUES (:reading, :cell, :class, :excluded, :time) "
                                              "ON CONFLICT (reading_id, cell_id) DO UPDATE SET class = excluded.class, excluded = excluded.excluded, time = excluded.time",
                               soci::use(readingId), soci::use(cellId), soci::use(after), soci::use(excluded), soci::use(now));
        soci::statement drop = (sql.prepare << "DELETE FROM reading_decision WHERE reading_id = :reading AND cell_id = :cell", soci::use(readingId),
                                soci::use(cellId));
        json changed = json::array();
        for (const auto& [cell, verdict] : decisions) {
            cellId = cell;
            if (!inCase.execute(true) || here == 0) throw noSuchCell(cell, owner, m_state->path());
            std::optional<ReaderVerdict> old;
            if (find.execute(true)) old = ReaderVerdict{before, excludedBefore != 0};
            if (old == verdict) continue;
            if (verdict) {
                requireText(verdict->className, "the class name", m_state->path());
                after = verdict->className;
                excluded = verdict->excluded;
                put.execute(true);
            } else {
                drop.execute(true);
            }
            changed.push_back({{"cell", cell}, {"from", verdictJson(old)}, {"to", verdictJson(verdict)}});
        }
        if (changed.empty()) return {};
        // Not under "cells": a second reader's word is no part of the history of the case's own cells.
        m_state->record(owner, "decide_reading", {{"reading", id}, {"decisions", std::move(changed)}});
        transaction.commit();
        return {};
    });
}

Result<void> CaseStore::finishReading(ReadingId id) {
    return guarded(*m_state->database, [&]() -> Result<void> {
        Transaction transaction(m_state->sql());
        const CaseId owner = findUnfinished(m_state->sql(), id, m_state->path()).caseId;
        const long long wanted = id;
        const std::string now = isoLocalTimeNow();
        m_state->sql() << "UPDATE reading SET finished = :time WHERE id = :id", soci::use(now), soci::use(wanted);
        m_state->record(owner, "finish_reading", {{"reading", id}});
        transaction.commit();
        return {};
    });
}

Result<std::vector<Reading>> CaseStore::readings(CaseId id) {
    return guarded(*m_state->database, [&]() -> Result<std::vector<Reading>> {
        m_state->find(id);
        const long long caseId = id;
        Reading row;
        long long readingId = 0, decided = 0;
        soci::statement query =
            (m_state->sql().prepare << "SELECT id, reader, started, coalesce(finished, ''), (SELECT count(*) FROM reading_decision WHERE reading_id = reading.id) "
                                       "FROM reading WHERE case_id = :case ORDER BY id",
             soci::use(caseId), soci::into(readingId), soci::into(row.reader), soci::into(row.started), soci::into(row.finished), soci::into(decided));
        std::vector<Reading> rows;
        for (query.execute(); query.fetch();) {
            row.id = readingId;
            row.decided = static_cast<int>(decided);
            rows.push_back(row);
        }
        return rows;
    });
}

Result<std::map<CellId, ReaderVerdict>> CaseStore::readingDecisions(ReadingId id) {
    return guarded(*m_state->database, [&]() -> Result<std::map<CellId, ReaderVerdict>> {
        findReading(m_state->sql(), id, m_state->path());
        const long long wanted = id;
        long long cell = 0;
        int excluded = 0;
        std::string className;
        soci::statement query = (m_state->sql().prepare << "SELECT cell_id, class, excluded FROM reading_decision WHERE reading_id = :id",
                                 soci::use(wanted), soci::into(cell), soci::into(className), soci::into(excluded));
        std::map<CellId, ReaderVerdict> decisions;
        for (query.execute(); query.fetch();) decisions[cell] = {className, excluded != 0};
        return decisions;
    });
}

}  // namespace leukolens::casebook
