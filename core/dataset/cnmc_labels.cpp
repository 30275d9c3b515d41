#include "core/dataset/cnmc_labels.h"

#include <algorithm>
#include <optional>

#include "core/base/csv_table.h"
#include "core/base/files.h"
#include "core/dataset/names.h"

namespace leukolens::dataset {
namespace fs = std::filesystem;
namespace {

constexpr CsvLimits kLimits{.maxBytes = 16u << 20, .maxColumns = 100, .maxRecordBytes = 1u << 16, .maxRecords = 100'000};
constexpr const char* kCode = "unreadable_labels";

/// The first file called *labels*.csv; an unreadable folder holds none.
fs::path tableIn(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code code;
    for (fs::directory_iterator entry(folder, code), end; !code && entry != end; entry.increment(code)) {
        const std::string name = lowerCase(entry->path().filename().string());
        if (!name.starts_with('.') && name.ends_with(".csv") && name.find("labels") != std::string::npos) found.push_back(entry->path());
    }
    return found.empty() ? fs::path() : *std::min_element(found.begin(), found.end());
}

/// "UID_57_29_1_all.bmp,1.bmp,1": the first name's class and the last number (1: all) must agree.
std::optional<CnmcName> nameIn(const CsvRecord& record) {
    if (!record.fault.empty()) return std::nullopt;
    const auto name = parseCnmcName(fs::path(trimmed(record.fields[0])).stem().string());
    if (!name || trimmed(record.fields[1]).empty() || trimmed(record.fields[2]) != (name->label == "all" ? "1" : "0")) return std::nullopt;
    return name;
}

std::string counted(int count, const char* one, const char* many) {
    return std::to_string(count) + (count == 1 ? one : many);
}

}  // namespace

const CnmcName* CnmcLabels::find(const fs::path& picture) {
    Table& table = tableOf(picture.parent_path());
    const auto entry = table.rows.find(picture.stem().string());
    if (entry == table.rows.end()) return nullptr;
    entry->second.asked = true;
    return entry->second.contradicted ? nullptr : &entry->second.name;
}

std::vector<Problem> CnmcLabels::problems() const {
    std::vector<Problem> problems = m_problems;
    for (const auto& [csv, table] : m_tables) {
        int missing = 0;
        const std::pair<const std::string, Row>* first = nullptr;
        for (const auto& entry : table.rows) {
            if (entry.second.asked) continue;
            ++missing;
            if (!first || entry.second.line < first->second.line) first = &entry;
        }
        if (missing > 0)
            problems.push_back({"missing_file", csv,
                                "lists " + counted(missing, " picture that is not there (", " pictures that are not there (the first is ") +
                                    first->first + " on line " + std::to_string(first->second.line) + ")"});
    }
    return problems;
}

CnmcLabels::Table& CnmcLabels::tableOf(const fs::path& folder) {
    const auto [known, isNew] = m_tableOfFolder.try_emplace(folder);
    if (isNew) {
        known->second = tableIn(folder);
        if (known->second.empty()) known->second = tableIn(folder.parent_path());
    }
    const auto [entry, unread] = m_tables.try_emplace(known->second);
    if (unread && !known->second.empty()) {
        entry->second.csv = known->second;
        read(entry->second);
    }
    return entry->second;
}

void CnmcLabels::read(Table& table) {
    const auto report = [&](std::string message) { m_problems.push_back({kCode, table.csv, std::move(message)}); };
    auto reader = CsvReader::open(table.csv, kLimits);
    if (!reader) return report(reader.error().what);
    if (reader->header() != std::vector<std::string>{"Patient_ID", "new_names", "labels"})
        return report("its first line is not Patient_ID,new_names,labels; the pictures that it may label are left out");
    int damaged = 0, firstDamaged = 0, contradicted = 0;
    CsvRecord record;
    for (;;) {
        const auto more = reader->next(record);
        if (!more) report(more.error().what + "; what follows is not read");
        if (!more || !*more) break;
        const auto name = nameIn(record);
        if (!name) {
            if (damaged++ == 0) firstDamaged = record.line;
            continue;
        }
        const auto [row, isNew] = table.rows.try_emplace(fs::path(trimmed(record.fields[1])).stem().string(), Row{*name, record.line, false, false});
        if (!isNew && (row->second.name.label != name->label || row->second.name.subject != name->subject)) {
            row->second.contradicted = true;
            ++contradicted;
        }
    }
    if (damaged > 0)
        report(counted(damaged, " line is damaged, it is line ", " lines are damaged, the first is line ") + std::to_string(firstDamaged) +
               "; their pictures are left out");
    if (contradicted > 0)
        report(counted(contradicted, " line contradicts", " lines contradict") +
               " what an earlier one says of the same picture; these pictures are left out");
}

}  // namespace leukolens::dataset
