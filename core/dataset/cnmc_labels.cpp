#include "core/dataset/cnmc_labels.h"

#include <algorithm>
#include <array>
#include <optional>
#include <sstream>

#include "core/base/files.h"

namespace leukolens::dataset {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kMaxBytes = 16u << 20;
constexpr const char* kColumns = "Patient_ID,new_names,labels";
constexpr const char* kCode = "unreadable_labels";

/// The first file called *labels*.csv; an unreadable folder holds none.
fs::path tableIn(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code code;
    for (fs::directory_iterator entry(folder, code), end; !code && entry != end; entry.increment(code)) {
        const std::string name = entry->path().filename().string();
        if (name.ends_with(".csv") && name.find("labels") != std::string::npos) found.push_back(entry->path());
    }
    return found.empty() ? fs::path() : *std::min_element(found.begin(), found.end());
}

std::string withoutReturn(std::string line) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return line;
}

/// "UID_57_29_1_all.bmp,1.bmp,1": the first name's class and the last number (1: all) must agree.
std::optional<std::pair<std::string, CnmcName>> parseLine(const std::string& line) {
    std::array<std::string, 3> fields;
    std::istringstream stream(line);
    for (auto& field : fields) std::getline(stream, field, ',');
    const auto name = parseCnmcName(fs::path(fields[0]).stem().string());
    if (!name || fields[1].empty() || fields[2] != (name->label == "all" ? "1" : "0")) return std::nullopt;
    return std::pair(fs::path(fields[1]).stem().string(), *name);
}

}  // namespace

const CnmcName* CnmcLabels::find(const fs::path& picture) {
    const Table& table = tableOf(picture.parent_path());
    const auto entry = table.find(picture.stem().string());
    return entry == table.end() ? nullptr : &entry->second;
}

const CnmcLabels::Table& CnmcLabels::tableOf(const fs::path& folder) {
    const auto [entry, isNew] = m_tables.try_emplace(folder);
    if (!isNew) return entry->second;
    fs::path csv = tableIn(folder);
    if (csv.empty()) csv = tableIn(folder.parent_path());
    if (!csv.empty()) read(csv, entry->second);
    return entry->second;
}

void CnmcLabels::read(const fs::path& csv, Table& table) {
    const auto text = readTextFile(csv, kMaxBytes);
    if (!text) {
        m_problems.push_back({kCode, csv, text.error().what});
        return;
    }
    std::istringstream stream(*text);
    std::string line;
    std::getline(stream, line);
    if (withoutReturn(line) != kColumns) {
        m_problems.push_back({kCode, csv, std::string("its first line is not ") + kColumns + "; the pictures that it may label are left out"});
        return;
    }
    int damaged = 0, firstDamaged = 0;
    for (int number = 2; std::getline(stream, line); ++number) {
        line = withoutReturn(line);
        if (line.empty()) continue;
        if (auto parsed = parseLine(line)) {
            table.insert(std::move(*parsed));
        } else if (damaged++ == 0) {
            firstDamaged = number;
        }
    }
    if (damaged > 0)
        m_problems.push_back({kCode, csv, std::to_string(damaged) + " lines are damaged, the first is line " + std::to_string(firstDamaged) + "; their pictures are left out"});
}

}  // namespace leukolens::dataset
