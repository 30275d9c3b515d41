#include "core/dataset/table_reader.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/csv_table.h"
#include "core/base/files.h"
#include "core/base/utf8.h"
#include "core/dataset/fact_rows.h"
#include "core/dataset/line_problems.h"
#include "core/dataset/names.h"

namespace leukolens::dataset {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMaxClasses = 1000;

/// Fewer words than for a fact: "unknown" and "none" are classes in some sets.
bool saysNoClass(const std::string& label) {
    const std::string lower = lowerCase(label);
    return lower.empty() || lower == "na" || lower == "n/a" || lower == "nan" || lower == "?" || lower == "-";
}

/// Rows to files, one after another.
class TableRows {
public:
    TableRows(const fs::path& table, const CsvReader& reader, const ColumnPlaces& places)
        : m_folder(fs::absolute(table).lexically_normal().parent_path()),
          m_table(table),
          m_places(places),
          m_problems(table),
          m_facts(reader.header(), reader.headerLine(), places.all(), m_problems) {
        if (places.subject) notePersonalSubject(reader.header()[*places.subject], reader.headerLine(), m_problems);
    }

    Result<void> add(const CsvRecord& record) {
        if (!record.fault.empty()) {
            m_problems.add("damaged_line", record.line, record.fault + "; left out");
            return {};
        }
        const std::string subject = m_places.subject ? subjectIn(record.fields[*m_places.subject]) : std::string();
        if (!subject.empty()) {
            if (auto added = m_facts.add(record, subject); !added)
                return fail({added.error().code, added.error().what, m_table, added.error().advice});
        }
        const std::string& name = record.fields[*m_places.path];
        if (trimmed(name).empty()) {
            m_problems.add("damaged_line", record.line, "names no image; left out");
            return {};
        }
        const std::string label = trimmed(record.fields[*m_places.label]);
        if (saysNoClass(label)) {
            m_problems.add("unlabelled", record.line, quotedForMessage(name) + " has no class; left out");
            return {};
        }
        if (const auto file = findFile(name, record.line)) return addFile({*file, label, subject}, name, record.line);
        return {};
    }

    LabelledFiles finish(const CsvReader& reader) {
        LabelledFiles labelled;
        labelled.layout = "table";
        labelled.root = m_folder;
        labelled.classes.assign(m_classes.begin(), m_classes.end());
        for (auto& [key, row] : m_rows) {
            if (!row.contradicted) labelled.files.push_back(std::move(row.file));
        }
        std::sort(labelled.files.begin(), labelled.files.end(), [](const LabelledFile& a, const LabelledFile& b) { return a.path < b.path; });
        labelled.howRead = saidHow(reader.header());
        labelled.columns = {reader.header()[*m_places.path], reader.header()[*m_places.label], m_places.subject ? reader.header()[*m_places.subject] : std::string(),
                            !m_places.subject};
        if (m_places.subject) {
            labelled.facts = m_facts.finish();
        } else if (const auto others = m_facts.columnNames(); !others.empty()) {
            m_problems.add("column_not_kept", reader.headerLine(),
                           "no column says the subject, so these are facts of nobody and are not kept: " + listed(others));
        }
        labelled.problems = m_problems.take();
        if (m_outside > 0) {
            labelled.problems.push_back({"outside_folder", m_table,
                                         "names images outside its own folder (" + std::to_string(m_outside) + ", the first is " +
                                             toUtf8(m_firstOutside) + "); they are read where they lie"});
        }
        return labelled;
    }

private:
    struct Row {
        LabelledFile file;
        int line = 0;
        bool contradicted = false;
    };

    /// The path as it is written, without surrounding blanks, or with Windows' separators turned: whichever is there.
    std::optional<fs::path> findFile(const std::string& name, int line) {
        std::string turned = trimmed(name);
        std::replace(turned.begin(), turned.end(), '\\', '/');
        for (const std::string& candidate : {name, trimmed(name), turned}) {
            const fs::path file = m_folder / fs::path(candidate).lexically_normal();
            std::error_code problem;
            const auto status = fs::status(file, problem);
            if (problem.value() == EACCES) return file;  // reading it says why
            if (!fs::exists(status)) continue;
            if (!fs::is_regular_file(status)) {
                m_problems.add("not_a_file", line, quotedForMessage(name) + " is not an ordinary file; left out");
                return std::nullopt;
            }
            noteOutside(file);
            return file;
        }
        m_problems.add("missing_file", line, quotedForMessage(name) + " is not there");
        return std::nullopt;
    }

    void noteOutside(const fs::path& file) {
        const fs::path relative = file.lexically_relative(m_folder);
        if (!relative.empty() && *relative.begin() != "..") return;
        if (m_outside++ == 0) m_firstOutside = file;
    }

    Result<void> addFile(LabelledFile file, const std::string& name, int line) {
        const auto [entry, isNew] = m_rows.try_emplace(file.path.lexically_normal(), Row{file, line, false});
        Row& first = entry->second;
        if (!isNew) {
            const bool same = first.file.label == file.label && first.file.subject == file.subject;
            const std::string where = " stands on line " + std::to_string(first.line) + " already";
            if (same) {
                m_problems.add("duplicate_row", line, quotedForMessage(name) + where + "; kept once");
            } else {
                m_problems.add(
                    "contradicting_rows", line,
                    quotedForMessage(name) + where + ", with another " + (first.file.label == file.label ? "subject" : "class") + "; left out");
                first.contradicted = true;
            }
            return {};
        }
        if (m_places.subject && file.subject.empty())
            m_problems.add("no_subject", line, quotedForMessage(name) + " has no subject; it is kept, but patients cannot be kept apart");
        if (m_classes.insert(file.label).second && m_classes.size() > kMaxClasses)
            return fail(
                ErrorCode::ReadFailed,
                "line " + std::to_string(line) + " brings the " + std::to_string(m_classes.size()) + "th class, so its column says something else",
                m_table, "Name the column of the classes.");
        return {};
    }

    std::string saidHow(const std::vector<std::string>& header) const {
        std::string text = "A table: the column " + quotedForMessage(header[*m_places.path]) + " names the images, " +
                           quotedForMessage(header[*m_places.label]) + " the class, ";
        return text + (m_places.subject ? quotedForMessage(header[*m_places.subject]) + " the subject." : "and none the subject.");
    }

    fs::path m_folder;
    const fs::path& m_table;
    ColumnPlaces m_places;
    LineProblems m_problems;
    FactRows m_facts;
    std::map<fs::path, Row> m_rows;
    std::set<std::string> m_classes;
    int m_outside = 0;
    fs::path m_firstOutside;
};

Result<void> requireColumns(const ColumnPlaces& places, const CsvReader& reader, const fs::path& table) {
    if (places.path && places.label) return {};
    return fail(ErrorCode::ReadFailed,
                std::string("has no column that is known to say ") + (places.path ? "the class" : "the path of the image") + ", only " +
                    listed(reader.header()),
                table, "Say which column it is.");
}

}  // namespace

bool hasTableExtension(const fs::path& file) {
    const std::string extension = lowerCase(file.extension().string());
    return extension == ".csv" || extension == ".tsv" || extension == ".tab" || extension == ".txt";
}

Result<LabelledFiles> labelByTable(const fs::path& table, const TableColumns& columns, const CancelToken& cancel) {
    auto reader = CsvReader::open(table);
    if (!reader) return fail(reader.error());
    const auto places = findColumns(reader->header(), columns, table);
    if (!places) return fail(places.error());
    if (auto enough = requireColumns(*places, *reader, table); !enough) return fail(enough.error());
    TableRows rows(table, *reader, *places);
    CsvRecord record;
    for (;;) {
        if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "reading was stopped", table);
        const auto more = reader->next(record);
        if (!more) return fail(more.error());
        if (!*more) break;
        if (auto added = rows.add(record); !added) return fail(added.error());
    }
    return rows.finish(*reader);
}

}  // namespace leukolens::dataset
