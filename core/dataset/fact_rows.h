// Private to this folder: the rows of a table put together to facts of subjects.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/csv_table.h"
#include "core/base/result.h"
#include "core/dataset/fact_values.h"
#include "core/dataset/line_problems.h"

namespace leukolens::dataset {

/// A subject may have many rows, which must not contradict each other.
class FactRows {
public:
    /// `taken`: columns that say something else (path, class, subject) and are no facts. Columns that look personal, or name an unknown unit, become
    /// problems of the header's line.
    FactRows(const std::vector<std::string>& header, int headerLine, const std::vector<std::size_t>& taken, LineProblems& problems);

    /// Fails with TooLarge past a million values.
    Result<void> add(const CsvRecord& record, const std::string& subject);

    /// Values that contradict each other ("contradicting_facts": the fact is taken as missing) or are not understood ("implausible_fact", likewise),
    /// and columns that differ between rows of one subject, so are none of subjects ("column_not_kept"), become problems. Subjects of whom nothing is
    /// known are absent.
    FactsBySubject finish();

    /// Names of the columns that are facts, personal ones left out.
    std::vector<std::string> columnNames() const;

private:
    struct Value {
        std::string text;
        int line = 0;
        bool wrong = false;  ///< already a problem; counts as missing
    };
    struct Column {
        std::size_t index = 0;
        std::string name;
        FactColumn fact;
        std::map<std::string, Value> bySubject;
        int dates = 0;  ///< values that are whole dates
        int notDates = 0;
        std::string difference;  ///< Other: where two rows of a subject differ
        int differenceLine = 0;
        int longLine = 0;  ///< Other: a text that is longer than is kept; 0: none is
    };

    void addColumn(std::size_t index, const std::string& name);
    void addValue(Column& column, const CsvRecord& record, const std::string& subject, const std::string& text);
    bool isKept(const Column& column);

    LineProblems& m_problems;
    int m_headerLine;
    std::vector<Column> m_columns;
    std::size_t m_values = 0;
    std::map<FactKind, std::string> m_columnOf;
};

/// The id in a field of the subject's column; empty where the field says that it is not known.
std::string subjectIn(std::string_view field);

/// "personal_data" where the column that is to tell subjects apart holds names of people.
void notePersonalSubject(const std::string& column, int headerLine, LineProblems& problems);

}  // namespace leukolens::dataset
