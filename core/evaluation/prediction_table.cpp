#include "core/evaluation/prediction_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "core/base/csv_table.h"
#include "core/base/files.h"

namespace leukolens::evaluation {
namespace {

constexpr CsvLimits kLimits{.maxBytes = 1ull << 30, .maxColumns = 1000, .maxRecordBytes = 1u << 20, .maxRecords = 5'000'000};
constexpr double kSumTolerance = 1e-3;
constexpr int kMostFolds = 10'000;
constexpr const char* kAdvice = "Use predictions.csv of a run as leukolens train wrote it.";

/// Where in a record each thing stands.
struct Columns {
    std::size_t path = 0, subject = 0, fold = 0, label = 0;
    std::vector<std::size_t> probabilities;
};

class TableReader {
public:
    TableReader(CsvReader reader, std::filesystem::path file) : m_reader(std::move(reader)), m_file(std::move(file)) {}

    Result<PredictionTable> read() {
        if (auto found = findColumns(); !found) return fail(found.error());
        CsvRecord record;
        for (;;) {
            const auto more = m_reader.next(record);
            if (!more) return fail(more.error());
            if (!*more) break;
            if (auto added = add(record); !added) return fail(added.error());
        }
        if (m_table.cells.empty()) return fail(ErrorCode::EmptyDataset, "holds no prediction", m_file, kAdvice);
        nameSubjects();
        return std::move(m_table);
    }

private:
    Result<std::size_t> column(std::string_view name) const {
        const auto& header = m_reader.header();
        const auto found = std::ranges::find(header, name);
        if (found == header.end()) return fail(ErrorCode::ReadFailed, "has no column \"" + std::string(name) + "\"", m_file, kAdvice);
        return static_cast<std::size_t>(found - header.begin());
    }

    Result<void> findColumns() {
        for (auto [name, place] : {std::pair("path", &m_columns.path), {"subject", &m_columns.subject}, {"fold", &m_columns.fold}, {"label", &m_columns.label}}) {
            const auto at = column(name);
            if (!at) return fail(at.error());
            *place = *at;
        }
        for (std::size_t i = 0; i < m_reader.header().size(); ++i) {
            const std::string& name = m_reader.header()[i];
            if (!name.starts_with("p_") || name.size() == 2) continue;
            m_table.classes.push_back(name.substr(2));
            m_columns.probabilities.push_back(i);
        }
        if (m_table.classes.size() < 2) return fail(ErrorCode::ReadFailed, "has no columns p_CLASS for two classes at least", m_file, kAdvice);
        return {};
    }

    tl::unexpected<Error> bad(const CsvRecord& record, const std::string& what) const {
        return fail(ErrorCode::ReadFailed, "line " + std::to_string(record.line) + ": " + what, m_file, kAdvice);
    }

    Result<void> add(const CsvRecord& record) {
        if (!record.fault.empty()) return bad(record, record.fault);
        PredictedCell cell;
        cell.path = record.fields[m_columns.path];
        if (cell.path.empty()) return bad(record, "names no file");
        const std::string& fold = record.fields[m_columns.fold];
        const auto parsed = std::from_chars(fold.data(), fold.data() + fold.size(), cell.fold);
        if (parsed.ec != std::errc() || parsed.ptr != fold.data() + fold.size() || cell.fold < 1 || cell.fold > kMostFolds)
            return bad(record, "the fold is no whole number from 1 on");
        cell.label = m_table.classIndex(record.fields[m_columns.label]);
        if (cell.label < 0) return bad(record, "the label is none of the classes");
        double sum = 0;
        for (const std::size_t at : m_columns.probabilities) {
            const std::string& text = record.fields[at];
            double value = 0;
            const auto number = std::from_chars(text.data(), text.data() + text.size(), value);
            if (number.ec != std::errc() || number.ptr != text.data() + text.size() || !(value >= 0 && value <= 1)) return bad(record, "a probability is no number from 0 to 1");
            m_table.probabilities.push_back(value);
            sum += value;
        }
        if (std::abs(sum - 1) > kSumTolerance) return bad(record, "the probabilities do not sum to 1");
        if (const std::string& subject = record.fields[m_columns.subject]; !subject.empty()) cell.subject = m_subjects.try_emplace(subject, static_cast<int>(m_subjects.size())).first->second;
        m_table.cells.push_back(std::move(cell));
        return {};
    }

    /// Numbers in the order of the names.
    void nameSubjects() {
        std::vector<int> place(m_subjects.size());
        for (const auto& [name, number] : m_subjects) {
            place[static_cast<std::size_t>(number)] = static_cast<int>(m_table.subjects.size());
            m_table.subjects.push_back(name);
        }
        for (auto& cell : m_table.cells)
            if (cell.subject >= 0) cell.subject = place[static_cast<std::size_t>(cell.subject)];
    }

    CsvReader m_reader;
    std::filesystem::path m_file;
    Columns m_columns;
    std::map<std::string, int> m_subjects;
    PredictionTable m_table;
};

}  // namespace

int PredictionTable::classIndex(std::string_view name) const {
    const auto found = std::ranges::find(classes, name);
    return found == classes.end() ? -1 : static_cast<int>(found - classes.begin());
}

int decide(std::span<const double> probabilities, const Decision& decision) {
    const auto positive = static_cast<std::size_t>(decision.positive);
    const bool byThreshold = decision.threshold && decision.positive >= 0;
    if (byThreshold && probabilities[positive] >= *decision.threshold) return decision.positive;
    std::size_t best = byThreshold && positive == 0 ? 1 : 0;
    for (std::size_t i = best + 1; i < probabilities.size(); ++i)
        if ((!byThreshold || i != positive) && probabilities[i] > probabilities[best]) best = i;
    return static_cast<int>(best);
}

Units unitsOf(const PredictionTable& table) {
    Units units;
    units.ofCell.reserve(table.cells.size());
    // Subjects that have cells get the first numbers, in their order.
    std::vector<int> ofSubject(table.subjects.size(), -1);
    for (const auto& cell : table.cells)
        if (cell.subject >= 0) ofSubject[static_cast<std::size_t>(cell.subject)] = 0;
    for (int& unit : ofSubject)
        if (unit == 0) unit = units.count++;
    units.areSubjects = units.count > 0;
    std::map<std::string_view, int> ofPath;
    for (const auto& cell : table.cells) {
        if (cell.subject >= 0) {
            units.ofCell.push_back(ofSubject[static_cast<std::size_t>(cell.subject)]);
            continue;
        }
        units.areSubjects = false;
        const auto [found, isNew] = ofPath.try_emplace(cell.path, units.count);
        if (isNew) ++units.count;
        units.ofCell.push_back(found->second);
    }
    return units;
}

PredictionTable selected(const PredictionTable& table, std::span<const char> keep) {
    PredictionTable part;
    part.classes = table.classes;
    part.subjects = table.subjects;
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
        if (!keep[i]) continue;
        part.cells.push_back(table.cells[i]);
        const auto row = table.of(i);
        part.probabilities.insert(part.probabilities.end(), row.begin(), row.end());
    }
    return part;
}

PredictionTable joined(PredictionTable first, const PredictionTable& second) {
    std::vector<std::string> subjects = first.subjects;
    subjects.insert(subjects.end(), second.subjects.begin(), second.subjects.end());
    std::ranges::sort(subjects);
    const auto twice = std::ranges::unique(subjects);
    subjects.erase(twice.begin(), twice.end());
    const auto renumber = [&subjects](PredictedCell& cell, const std::vector<std::string>& names) {
        if (cell.subject < 0) return;
        cell.subject = static_cast<int>(std::ranges::lower_bound(subjects, names[static_cast<std::size_t>(cell.subject)]) - subjects.begin());
    };
    for (auto& cell : first.cells) renumber(cell, first.subjects);
    for (PredictedCell cell : second.cells) {
        renumber(cell, second.subjects);
        first.cells.push_back(std::move(cell));
    }
    first.probabilities.insert(first.probabilities.end(), second.probabilities.begin(), second.probabilities.end());
    first.subjects = std::move(subjects);
    return first;
}

Result<PredictionTable> meanOf(std::span<const PredictionTable> tables) {
    PredictionTable mean = tables.front();
    for (const auto& table : tables.subspan(1)) {
        if (table.classes != mean.classes || table.subjects != mean.subjects || table.cells != mean.cells) return fail(ErrorCode::DataChanged, "the networks did not answer for the same cells");
        for (std::size_t i = 0; i < mean.probabilities.size(); ++i) mean.probabilities[i] += table.probabilities[i];
    }
    for (double& probability : mean.probabilities) probability /= static_cast<double>(tables.size());
    return mean;
}

Result<PredictionTable> readPredictions(const std::filesystem::path& file) {
    auto reader = CsvReader::open(file, kLimits);
    if (!reader) return fail(reader.error());
    return TableReader(std::move(*reader), file).read();
}

Result<PredictionTable> predictionsFromText(std::string text, const std::filesystem::path& file) {
    auto reader = CsvReader::fromText(std::move(text), file, kLimits);
    if (!reader) return fail(reader.error());
    return TableReader(std::move(*reader), file).read();
}

}  // namespace leukolens::evaluation
