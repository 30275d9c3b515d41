#include "core/dataset/fact_rows.h"

#include <algorithm>
#include <stdexcept>

#include "core/base/utf8.h"

namespace leukolens::dataset {
namespace {

constexpr std::size_t kMaxValues = 1'000'000;

/// Whether two texts say the same of a subject: "4.5" and "4.50", "F" and "female".
bool sameFact(const FactColumn& column, const std::string& a, const std::string& b) {
    SubjectFacts first, second;
    return setFact(first, column, a) && setFact(second, column, b) && first == second;
}

}  // namespace

FactRows::FactRows(const std::vector<std::string>& header, int headerLine, const std::vector<std::size_t>& taken, LineProblems& problems)
    : m_problems(problems), m_headerLine(headerLine) {
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (std::find(taken.begin(), taken.end(), i) == taken.end()) addColumn(i, header[i]);
    }
}

void FactRows::addColumn(std::size_t index, const std::string& name) {
    FactColumn fact = factColumn(name);
    if (fact.kind == FactKind::Personal) {
        m_problems.add("personal_data", m_headerLine,
                       "the column " + quotedForMessage(name) +
                           " names or traces a person; it is not kept. Take it out of the table, and use pseudonyms and ages.");
        return;
    }
    if (!fact.unknownUnit.empty()) {
        m_problems.add("unknown_unit", m_headerLine,
                       "the column " + quotedForMessage(name) + " is of an unknown unit; it is kept as text and not as a number");
    }
    if (fact.kind != FactKind::Other && !m_columnOf.emplace(fact.kind, name).second) {
        m_problems.add("unclear_column", m_headerLine,
                       "the column " + quotedForMessage(name) + " holds the same fact as " + quotedForMessage(m_columnOf[fact.kind]) +
                           "; it is kept as text beside it");
        fact = {};
    }
    m_columns.push_back({index, name, fact, {}, 0, 0, {}, 0});
}

Result<void> FactRows::add(const CsvRecord& record, const std::string& subject) {
    for (Column& column : m_columns) {
        const std::string text = trimmed(record.fields[column.index]);
        if (isMissing(text)) continue;
        addValue(column, record, subject, text);
        if (m_values > kMaxValues)
            return fail(ErrorCode::TooLarge,
                        "line " + std::to_string(record.line) + " is beyond the limit of " + std::to_string(kMaxValues) + " facts", {},
                        "Keep the columns that are needed.");
    }
    return {};
}

void FactRows::addValue(Column& column, const CsvRecord& record, const std::string& subject, const std::string& text) {
    ++(isDate(text) ? column.dates : column.notDates);
    if (column.fact.kind == FactKind::Other && column.longLine == 0 && text.size() > kMaxFactBytes) column.longLine = record.line;
    const auto [entry, isNew] = column.bySubject.try_emplace(subject, Value{text, record.line, false});
    Value& value = entry->second;
    if (isNew) ++m_values;
    if (!isNew && value.text == text) return;
    if (column.fact.kind == FactKind::Other) {
        if (isNew || !column.difference.empty()) return;
        column.difference = quotedForMessage(value.text) + " on line " + std::to_string(value.line) + " and " + quotedForMessage(text);
        column.differenceLine = record.line;
        return;
    }
    const std::string said = quotedForMessage(column.name) + " of subject " + quotedForMessage(subject) + " is " + quotedForMessage(text);
    SubjectFacts ignored;
    if (const auto set = setFact(ignored, column.fact, text); !set) {
        m_problems.add("implausible_fact", record.line, said + ", which " + set.error().what + "; taken as missing");
        value.wrong = true;
    } else if (!isNew && !value.wrong && !sameFact(column.fact, value.text, text)) {
        m_problems.add("contradicting_facts", record.line,
                       said + ", but " + quotedForMessage(value.text) + " on line " + std::to_string(value.line) + "; taken as missing");
        value.wrong = true;
    }
}

bool FactRows::isKept(const Column& column) {
    if (column.fact.kind != FactKind::Other) return true;
    if (column.dates > 0 && column.dates > column.notDates) {
        m_problems.add("personal_data", m_headerLine,
                       "the column " + quotedForMessage(column.name) + " holds dates, which trace a person; it is not kept. Use ages or years.");
        return false;
    }
    if (column.longLine > 0 || column.name.size() > kMaxFactBytes) {
        m_problems.add("column_not_kept", std::max(column.longLine, m_headerLine),
                       "the column " + quotedForMessage(column.name) + " has a text of more than " + std::to_string(kMaxFactBytes) + " bytes here, too long for a fact; it is not kept");
        return false;
    }
    if (!column.difference.empty()) {
        m_problems.add(
            "column_not_kept", column.differenceLine,
            "the column " + quotedForMessage(column.name) + " is no fact of subjects: one has " + column.difference + " here; it is not kept");
        return false;
    }
    return true;
}

FactsBySubject FactRows::finish() {
    FactsBySubject facts;
    for (Column& column : m_columns) {
        if (!isKept(column)) continue;
        for (const auto& [subject, value] : column.bySubject) {
            if (value.wrong) continue;
            if (column.fact.kind == FactKind::Other) {
                facts[subject].other[column.name] = value.text;
            } else if (!setFact(facts[subject], column.fact, value.text)) {
                throw std::logic_error("a fact was accepted before and is not now");
            }
        }
        column.bySubject.clear();
    }
    return facts;
}

std::string subjectIn(std::string_view field) {
    return isMissing(field) ? std::string() : trimmed(field);
}

void notePersonalSubject(const std::string& column, int headerLine, LineProblems& problems) {
    if (factColumn(column).kind != FactKind::Personal) return;
    problems.add("personal_data", headerLine,
                 "the column " + quotedForMessage(column) + " names a person, and it tells the subjects apart. Use pseudonyms.");
}

std::vector<std::string> FactRows::columnNames() const {
    std::vector<std::string> names;
    for (const Column& column : m_columns) names.push_back(column.name);
    return names;
}

}  // namespace leukolens::dataset
