#include "core/dataset/facts_table.h"

#include <algorithm>

#include "core/base/csv_table.h"
#include "core/base/utf8.h"
#include "core/dataset/fact_rows.h"
#include "core/dataset/line_problems.h"
#include "core/dataset/table_columns.h"

namespace leukolens::dataset {
namespace fs = std::filesystem;
namespace {

std::string upperCase(std::string text) {
    for (char& c : text) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}

/// What is known from one source and from another.
class Merge {
public:
    Merge(SubjectFacts& into, std::vector<std::string>& contradicted) : m_into(into), m_contradicted(contradicted) {}

    void add(const SubjectFacts& more) {
        take(m_into.ageYears, more.ageYears, "ageYears");
        take(m_into.sex, more.sex, "sex");
        take(m_into.whiteCount, more.whiteCount, "whiteCount");
        take(m_into.immunophenotype, more.immunophenotype, "immunophenotype");
        take(m_into.prednisoneResponse, more.prednisoneResponse, "prednisoneResponse");
        takeText(m_into.genetics, more.genetics, "genetics");
        if (m_into.mrdPercent && more.mrdPercent && m_into.mrdBelow != more.mrdBelow) {
            m_into.mrdPercent.reset();
            m_contradicted.push_back("mrdPercent");
        } else {
            if (!m_into.mrdPercent) m_into.mrdBelow = more.mrdBelow;
            take(m_into.mrdPercent, more.mrdPercent, "mrdPercent");
        }
        if (!m_into.mrdPercent) m_into.mrdBelow = false;
        for (const auto& [name, text] : more.other) takeText(m_into.other[name], text, name);
        std::erase_if(m_into.other, [](const auto& entry) { return entry.second.empty(); });
    }

private:
    template <class Fact>
    void take(std::optional<Fact>& into, const std::optional<Fact>& more, const char* name) {
        if (into && more && *into != *more) {
            into.reset();
            m_contradicted.push_back(name);
        } else if (more) {
            into = more;
        }
    }

    void takeText(std::string& into, const std::string& more, const std::string& name) {
        if (!into.empty() && !more.empty() && into != more) {
            into.clear();
            m_contradicted.push_back(name);
        } else if (!more.empty()) {
            into = more;
        }
    }

    SubjectFacts& m_into;
    std::vector<std::string>& m_contradicted;
};

}  // namespace

Result<SubjectFactsTable> readSubjectFacts(const fs::path& table, const std::string& subjectColumn) {
    auto reader = CsvReader::open(table);
    if (!reader) return fail(reader.error());
    const auto places = findColumns(reader->header(), {{}, {}, subjectColumn}, table);
    if (!places) return fail(places.error());
    if (!places->subject)
        return fail(ErrorCode::ReadFailed, "has no column that is known to say the subject, only " + listed(reader->header()), table,
                    "Call it subject, or say which column it is.");
    LineProblems problems(table);
    notePersonalSubject(reader->header()[*places->subject], reader->headerLine(), problems);
    FactRows rows(reader->header(), reader->headerLine(), {*places->subject}, problems);
    SubjectFactsTable result;
    CsvRecord record;
    for (;;) {
        const auto more = reader->next(record);
        if (!more) return fail(more.error());
        if (!*more) break;
        if (!record.fault.empty()) {
            problems.add("damaged_line", record.line, record.fault + "; left out");
            continue;
        }
        const std::string subject = subjectIn(record.fields[*places->subject]);
        if (subject.empty()) {
            problems.add("no_subject", record.line, "names no subject; left out");
            continue;
        }
        result.facts[subject];
        if (auto added = rows.add(record, subject); !added) return fail(added.error().code, added.error().what, table, added.error().advice);
    }
    for (auto& [subject, facts] : rows.finish()) result.facts[subject] = facts;
    result.problems = problems.take();
    return result;
}

Dataset withFacts(Dataset dataset, const SubjectFactsTable& table, const fs::path& source) {
    const bool anyCase = dataset.layout == "c-nmc";
    const auto contains = [](const std::vector<std::string>& sorted, const std::string& id) {
        return std::binary_search(sorted.begin(), sorted.end(), id);
    };
    std::vector<std::string> unknown;
    dataset.facts.resize(dataset.subjects.size());
    dataset.problems.insert(dataset.problems.end(), table.problems.begin(), table.problems.end());
    for (const auto& [listedId, facts] : table.facts) {
        const std::string id = anyCase ? upperCase(listedId) : listedId;
        if (!contains(dataset.subjects, id)) {
            if (!contains(dataset.externalSubjects, id)) unknown.push_back(listedId);
            continue;
        }
        const auto at = std::lower_bound(dataset.subjects.begin(), dataset.subjects.end(), id) - dataset.subjects.begin();
        std::vector<std::string> contradicted;
        Merge(dataset.facts[static_cast<std::size_t>(at)], contradicted).add(facts);
        if (!contradicted.empty())
            dataset.problems.push_back(
                {"contradicting_facts", source,
                 "says otherwise than the data already do of subject " + quotedForMessage(id) + ": " + listed(contradicted) + "; taken as missing"});
    }
    if (!unknown.empty())
        dataset.problems.push_back(
            {"unknown_subject", source, "names subjects that are not in the data (" + std::to_string(unknown.size()) + "): " + listed(unknown)});
    std::stable_sort(dataset.problems.begin(), dataset.problems.end(), [](const Problem& a, const Problem& b) { return a.path < b.path; });
    return dataset;
}

}  // namespace leukolens::dataset
