// A split from a person's own table.
#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <unordered_map>

#include "core/base/csv_table.h"
#include "core/base/files.h"
#include "core/dataset/split.h"
#include "core/dataset/split_subjects.h"

namespace leukolens::dataset {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kMaxBytes = 64u << 20;
constexpr std::size_t kMaxColumns = 64;
constexpr std::size_t kMaxRecords = 4'000'000;  ///< a data set's cells in each of many folds
constexpr std::size_t kShownCharacters = 120;
constexpr const char* kFormatAdvice = "Save the table as CSV in UTF-8 with the columns path (or sha256), fold and, if wanted, part.";
constexpr const char* kPartNames[] = {"train", "validation", "test"};

std::size_t at(int index) { return static_cast<std::size_t>(index); }

/// Without blanks around it, in small letters.
std::string word(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    std::string result(text.substr(first, text.find_last_not_of(" \t") + 1 - first));
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

/// Quoted and on one line, cut where it is long, but not inside a character.
std::string shown(std::string text) {
    if (text.size() > kShownCharacters) {
        std::size_t end = kShownCharacters;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
        text = text.substr(0, end) + "…";
    }
    std::ranges::replace_if(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; }, '?');
    return '"' + text + '"';
}

/// One line of the table, understood.
struct Entry {
    int fold = 0;  ///< as the table counts
    int cell = 0;
    int line = 0;
    SplitPart part = SplitPart::Test;
};

struct Columns {
    std::optional<std::size_t> path, sha256, fold, part;
};

class TableReader {
public:
    TableReader(const Dataset& dataset, fs::path csv) : m_dataset(dataset), m_csv(std::move(csv)) {
        for (std::size_t i = 0; i < dataset.cells.size(); ++i) {
            m_byPath.emplace(toUtf8(dataset.cells[i].path.lexically_relative(dataset.root)), static_cast<int>(i));
            if (!dataset.cells[i].sha256.empty()) m_byContent[dataset.cells[i].sha256].push_back(static_cast<int>(i));
        }
    }

    Result<void> read() {
        auto opened = CsvReader::open(m_csv, {.maxBytes = kMaxBytes, .maxColumns = kMaxColumns, .maxRecords = kMaxRecords});
        if (!opened) return fail(opened.error());
        CsvReader& reader = *opened;
        if (auto columns = readHeader(reader); !columns) return columns;
        const std::size_t most = m_dataset.cells.size() * (m_columns.part ? at(kMostFolds) : 1);
        for (CsvRecord record;;) {
            const Result<bool> more = reader.next(record);
            if (!more) return fail(more.error());
            if (!*more) return {};
            if (!record.fault.empty()) return damaged(record.line, record.fault);
            const auto entry = entryFrom(record.fields, record.line);
            if (!entry) return fail(entry.error());
            if (m_entries.size() == most) return contradicted(record.line, "there are more lines than cells, so one is named twice");
            m_entries.push_back(*entry);
        }
    }

    bool namesParts() const { return m_columns.part.has_value(); }
    std::vector<Entry>& entries() { return m_entries; }

    tl::unexpected<Error> contradicted(int line, const std::string& what) const {
        return fail(ErrorCode::InvalidArgument, (line > 0 ? "line " + std::to_string(line) + ": " : std::string()) + what, m_csv,
                    "Change the table, or choose the folder that it was made for.");
    }

private:
    tl::unexpected<Error> damaged(int line, const std::string& what) const {
        return fail(ErrorCode::ReadFailed, "line " + std::to_string(line) + " " + what, m_csv, kFormatAdvice);
    }

    Result<void> readHeader(const CsvReader& reader) {
        const auto& names = reader.header();
        for (std::size_t i = 0; i < names.size(); ++i) {
            const std::string name = word(names[i]);
            const std::pair<const char*, std::optional<std::size_t>*> known[] = {
                {"path", &m_columns.path}, {"sha256", &m_columns.sha256}, {"fold", &m_columns.fold}, {"part", &m_columns.part}};
            for (const auto& [wanted, column] : known) {
                if (name != wanted) continue;
                if (*column) return damaged(reader.headerLine(), "names the column " + name + " twice");
                *column = i;
            }
        }
        const int line = reader.headerLine();
        if (!m_columns.path && !m_columns.sha256) return damaged(line, "names neither a column path nor a column sha256");
        if (!m_columns.fold) return damaged(line, "names no column fold");
        return {};
    }

    Result<Entry> entryFrom(const std::vector<std::string>& fields, int line) const {
        Entry entry;
        entry.line = line;
        const std::string fold = word(fields[*m_columns.fold]);
        const auto parsed = std::from_chars(fold.data(), fold.data() + fold.size(), entry.fold);
        if (parsed.ec != std::errc() || parsed.ptr != fold.data() + fold.size() || entry.fold < 0 || entry.fold > kMostFolds)
            return damaged(line, "has the fold " + shown(fold) + ", expected a whole number from 0 to " + std::to_string(kMostFolds));
        if (m_columns.part) {
            const auto name = std::ranges::find(kPartNames, word(fields[*m_columns.part]));
            if (name == std::end(kPartNames))
                return damaged(line, "has the part " + shown(fields[*m_columns.part]) + ", expected train, validation or test");
            entry.part = static_cast<SplitPart>(name - std::begin(kPartNames));
        }
        const auto cell = cellFrom(fields, line);
        if (!cell) return fail(cell.error());
        entry.cell = *cell;
        return entry;
    }

    Result<int> cellFrom(const std::vector<std::string>& fields, int line) const {
        const int byPath = m_columns.path ? cellAt(fields[*m_columns.path]) : -1;
        if (!m_columns.sha256) {
            if (byPath >= 0) return byPath;
            return contradicted(line, shown(fields[*m_columns.path]) + " is no cell of the data" + whyLeftOut(fields[*m_columns.path]));
        }
        const std::string sha256 = word(fields[*m_columns.sha256]);
        const auto entry = m_byContent.find(sha256);
        if (entry == m_byContent.end()) return contradicted(line, "no cell of the data has the SHA-256 " + shown(sha256));
        if (std::ranges::find(entry->second, byPath) != entry->second.end()) return byPath;
        if (entry->second.size() == 1) return entry->second.front();
        return contradicted(line, std::to_string(entry->second.size()) + " cells of the data have the SHA-256 " + shown(sha256) +
                                      ", a column path must tell them apart");
    }

    /// -1: none. Tables written on Windows have the other slash.
    int cellAt(const std::string& path) const {
        auto entry = m_byPath.find(fs::path(path).lexically_normal().string());
        if (entry == m_byPath.end() && path.find('\\') != std::string::npos) {
            std::string turned = path;
            std::ranges::replace(turned, '\\', '/');
            entry = m_byPath.find(fs::path(turned).lexically_normal().string());
        }
        return entry == m_byPath.end() ? -1 : entry->second;
    }

    std::string whyLeftOut(const std::string& path) const {
        const fs::path file = (m_dataset.root / path).lexically_normal();
        const auto problem = std::ranges::find_if(m_dataset.problems, [&](const Problem& p) { return p.path.lexically_normal() == file; });
        return problem == m_dataset.problems.end() ? std::string() : ": it was left out (" + problem->code + ")";
    }

    const Dataset& m_dataset;
    fs::path m_csv;
    Columns m_columns;
    std::unordered_map<std::string, int> m_byPath;
    std::unordered_map<std::string, std::vector<int>> m_byContent;
    std::vector<Entry> m_entries;
};

/// Counts from 0 what the table counts from 0 or 1. The number of folds.
Result<int> renumber(TableReader& table) {
    auto& entries = table.entries();
    if (entries.empty()) return table.contradicted(0, "names no cell");
    std::ranges::stable_sort(entries, {}, [](const Entry& entry) { return std::pair(entry.fold, entry.cell); });
    const int first = entries.front().fold;
    if (first > 1) return table.contradicted(entries.front().line, "the lowest fold is " + std::to_string(first) + ", expected 0 or 1");
    int previous = first;
    for (const Entry& entry : entries) {
        if (entry.fold > previous + 1)
            return table.contradicted(entry.line, "has fold " + std::to_string(entry.fold) + ", there is no fold " + std::to_string(previous + 1));
        previous = entry.fold;
    }
    const int folds = previous + 1 - first;
    if (folds > kMostFolds)
        return table.contradicted(entries.back().line,
                                  "there are " + std::to_string(folds) + " folds, expected " + std::to_string(kMostFolds) + " at most");
    for (Entry& entry : entries) entry.fold -= first;
    return folds;
}

/// Where each cell and each subject was named first among some entries.
class FirstLines {
public:
    FirstLines(const Dataset& dataset, const Grouping& grouping, const TableReader& table, int firstFold)
        : m_dataset(dataset), m_grouping(grouping), m_table(table), m_firstFold(firstFold), m_ofCell(dataset.cells.size(), nullptr),
          m_ofSubject(grouping.subjects.size(), nullptr) {}

    Result<void> add(const Entry& entry) {
        const Entry*& cell = m_ofCell[at(entry.cell)];
        if (cell) return m_table.contradicted(entry.line, pathOf(entry.cell) + " was named in line " + std::to_string(cell->line) + " already");
        cell = &entry;
        const Entry*& subject = m_ofSubject[at(m_grouping.subjectOf[at(entry.cell)])];
        if (!subject) subject = &entry;
        if (subject->fold == entry.fold && subject->part == entry.part) return {};
        const auto& name = m_dataset.subjects.at(at(m_dataset.cells[at(entry.cell)].subjectIndex));
        return m_table.contradicted(entry.line, "subject " + name + " is in " + placeOf(entry) + ", in line " + std::to_string(subject->line) +
                                                    " in " + placeOf(*subject));
    }

    Result<void> requireAll(const std::string& where) const {
        const auto missing = std::ranges::find(m_ofCell, nullptr);
        if (missing == m_ofCell.end()) return {};
        const auto count = std::ranges::count(m_ofCell, nullptr);
        return m_table.contradicted(0, std::to_string(count) + " cells of the data are not named" + where + ", the first is " +
                                           pathOf(static_cast<int>(missing - m_ofCell.begin())));
    }

private:
    std::string pathOf(int cell) const { return shown(toUtf8(m_dataset.cells[at(cell)].path.lexically_relative(m_dataset.root))); }
    std::string placeOf(const Entry& entry) const {
        return std::string(kPartNames[static_cast<std::size_t>(entry.part)]) + " of fold " + std::to_string(entry.fold + m_firstFold);
    }

    const Dataset& m_dataset;
    const Grouping& m_grouping;
    const TableReader& m_table;
    int m_firstFold;
    std::vector<const Entry*> m_ofCell, m_ofSubject;
};

/// Every line names the part.
Result<std::vector<Fold>> foldsAsNamed(const Dataset& dataset, const Grouping& grouping, TableReader& table, int folds, int firstFold) {
    std::vector<Fold> result(at(folds));
    auto entry = table.entries().begin();
    for (int k = 0; k < folds; ++k) {
        FirstLines seen(dataset, grouping, table, firstFold);
        for (; entry != table.entries().end() && entry->fold == k; ++entry) {
            if (auto added = seen.add(*entry); !added) return fail(added.error());
            Fold& fold = result[at(k)];
            auto& part = entry->part == SplitPart::Train ? fold.train : entry->part == SplitPart::Test ? fold.test : fold.validation;
            part.push_back(entry->cell);
        }
        if (auto all = seen.requireAll(" in fold " + std::to_string(k + firstFold)); !all) return fail(all.error());
    }
    return result;
}

/// Every line names the fold that tests its cell.
Result<std::vector<Fold>> foldsAsTested(const Dataset& dataset, Grouping grouping, TableReader& table, int folds, int firstFold, std::uint64_t seed) {
    FirstLines seen(dataset, grouping, table, firstFold);
    std::vector<int> foldOf(grouping.subjects.size(), 0);
    for (const Entry& entry : table.entries()) {
        if (auto added = seen.add(entry); !added) return fail(added.error());
        foldOf[at(grouping.subjectOf[at(entry.cell)])] = entry.fold;
    }
    if (auto all = seen.requireAll(""); !all) return fail(all.error());
    std::vector<Fold> result;
    for (std::size_t k = 0; k < at(folds); ++k) {
        std::vector<bool> tested;
        for (const int fold : foldOf) tested.push_back(at(fold) == k);
        countForMost(grouping);
        auto fold = makeFold(dataset, grouping, tested, seedOfFold(seed, k, 0));
        if (!fold) {
            countForAll(grouping);
            fold = makeFold(dataset, grouping, tested, seedOfFold(seed, k, 0));
        }
        if (!fold) {
            Error error = fold.error();
            error.what = "fold " + std::to_string(k + at(firstFold)) + ": " + error.what;
            return fail(std::move(error));
        }
        result.push_back(std::move(*fold));
    }
    return result;
}

Error ofTable(Error error, const fs::path& csv, const std::string& advice) {
    error.file = csv;
    error.advice = advice;
    return error;
}

}  // namespace

Result<Split> splitFromCsv(const Dataset& dataset, const fs::path& csv, std::uint64_t seed) {
    if (const auto enough = requireTwoClasses(dataset); !enough) return fail(enough.error());
    auto grouping = dataset.hasSubjects() ? groupBySubject(dataset) : Result<Grouping>(groupByCell(dataset));
    if (!grouping) return fail(grouping.error());
    TableReader table(dataset, csv);
    if (auto read = table.read(); !read) return fail(read.error());
    const auto lowest = std::ranges::min_element(table.entries(), {}, &Entry::fold);
    const int firstFold = lowest == table.entries().end() ? 0 : lowest->fold;
    const auto folds = renumber(table);
    if (!folds) return fail(folds.error());
    auto made = table.namesParts() ? foldsAsNamed(dataset, *grouping, table, *folds, firstFold)
                                   : foldsAsTested(dataset, std::move(*grouping), table, *folds, firstFold, seed);
    if (!made) return fail(ofTable(made.error(), csv, made.error().advice));
    Split split{Protocol::Own, seed, std::move(*made)};
    if (auto proof = verifySplit(dataset, split); !proof)
        return fail(ofTable(proof.error(), csv, firstFold == 0 ? "Change the table; folds are counted from 1 here." : "Change the table."));
    return split;
}

}  // namespace leukolens::dataset
