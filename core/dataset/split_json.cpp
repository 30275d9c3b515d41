// The split as a run folder records it.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/base/files.h"
#include "core/dataset/split.h"

namespace leukolens::dataset {
namespace {

constexpr int kVersion = 2;
constexpr int kMissing = -1;
constexpr const char* kDamagedAdvice = "The run folder is damaged; restore it from a copy.";
constexpr const char* kChangedAdvice = "Choose the folder that the run began with, or accept the changed data.";

std::size_t at(int index) { return static_cast<std::size_t>(index); }

std::string subjectOf(const Dataset& dataset, const Cell& cell) {
    return cell.subjectIndex >= 0 ? dataset.subjects.at(at(cell.subjectIndex)) : std::string();
}

std::string relativePath(const Dataset& dataset, const Cell& cell) { return toUtf8(cell.path.lexically_relative(dataset.root)); }

nlohmann::json textOrNull(const std::string& text) { return text.empty() ? nlohmann::json() : nlohmann::json(text); }

std::string textOrEmpty(const nlohmann::json& json) { return json.is_null() ? std::string() : json.get<std::string>(); }

/// Throws where it is no list.
const nlohmann::json::array_t& listIn(const nlohmann::json& json, const char* key) { return json.at(key).get_ref<const nlohmann::json::array_t&>(); }

/// A cell as it was written down.
struct Record {
    std::string path;
    std::string sha256;   ///< empty: not known
    std::string subject;  ///< empty: not known
    int cell = kMissing;  ///< found in the data
    std::string missing;  ///< why it was not found
};

Record recordFrom(const nlohmann::json& json, int version) {
    Record record;
    json.at("path").get_to(record.path);
    record.subject = textOrEmpty(json.at("subject"));
    if (version > 1) record.sha256 = textOrEmpty(json.at("sha256"));
    return record;
}

/// Finds recorded cells in the data, each cell once.
class Finder {
public:
    explicit Finder(const Dataset& dataset) : m_dataset(dataset), m_taken(dataset.cells.size(), false) {
        for (std::size_t i = 0; i < dataset.cells.size(); ++i) {
            m_byPath.emplace(relativePath(dataset, dataset.cells[i]), static_cast<int>(i));
            if (!dataset.cells[i].sha256.empty()) m_byContent[dataset.cells[i].sha256].push_back(static_cast<int>(i));
        }
    }

    /// Cells that lie where they lay come first, so that a copy elsewhere takes nobody's place.
    void find(std::vector<Record>& records) {
        for (Record& record : records) findInPlace(record);
        for (Record& record : records)
            if (record.cell == kMissing && record.missing.empty()) findMoved(record);
    }

private:
    void findInPlace(Record& record) {
        const auto entry = m_byPath.find(record.path);
        if (entry == m_byPath.end()) return;
        const std::string& sha256 = m_dataset.cells[at(entry->second)].sha256;
        if (record.sha256.empty() || sha256.empty() || sha256 == record.sha256) take(record, entry->second);
    }

    void findMoved(Record& record) {
        const auto entry = record.sha256.empty() ? m_byContent.end() : m_byContent.find(record.sha256);
        std::vector<int> free;
        if (entry != m_byContent.end()) std::ranges::copy_if(entry->second, std::back_inserter(free), [&](int cell) { return !m_taken[at(cell)]; });
        if (free.size() == 1) {
            take(record, free.front());
        } else if (free.size() > 1) {
            record.missing = "holds " + std::to_string(free.size()) + " files with the content of " + record.path + ", none of them there";
        } else {
            record.missing = (m_byPath.contains(record.path) ? "has another content for " : "no longer holds ") + record.path;
        }
    }

    void take(Record& record, int cell) {
        if (m_taken[at(cell)]) {
            record.missing = "holds once what was recorded twice: " + record.path;
        } else if (subjectOf(m_dataset, m_dataset.cells[at(cell)]) != record.subject) {
            record.missing = "has another subject for " + record.path;
        } else {
            record.cell = cell;
            m_taken[at(cell)] = true;
        }
    }

    const Dataset& m_dataset;
    std::map<std::string, int> m_byPath;
    std::map<std::string, std::vector<int>> m_byContent;
    std::vector<bool> m_taken;
};

/// Version 1 wrote the cells out in each part, version 2 gives their places in one list. Both throw nlohmann's exceptions where the JSON is damaged.
class PartReader {
public:
    PartReader(const nlohmann::json& json, int version) : m_version(version) {
        if (version == 1) {
            for (const auto& fold : listIn(json, "folds"))
                for (const char* part : {"train", "validation", "test"})
                    for (const auto& row : listIn(fold, part)) keep(row);
        } else {
            for (const auto& row : listIn(json, "cells")) m_records.push_back(recordFrom(row, version));
        }
    }

    std::vector<Record>& records() { return m_records; }

    /// Ascending. Nothing where an entry is no place in the list.
    std::optional<std::vector<int>> part(const nlohmann::json::array_t& list) const {
        std::vector<int> found;
        for (const auto& entry : list) {
            const std::int64_t place = m_version == 1 ? std::int64_t{m_places.at(keyOf(recordFrom(entry, 1)))} : placeFrom(entry);
            if (place < 0 || place >= static_cast<std::int64_t>(m_records.size())) return std::nullopt;
            if (const int cell = m_records[static_cast<std::size_t>(place)].cell; cell != kMissing) found.push_back(cell);
        }
        std::ranges::sort(found);
        return found;
    }

private:
    using Key = std::pair<std::string, std::string>;
    static Key keyOf(const Record& record) { return {record.path, record.subject}; }

    static std::int64_t placeFrom(const nlohmann::json& entry) { return entry.is_number_integer() ? entry.get<std::int64_t>() : -1; }

    void keep(const nlohmann::json& row) {
        Record record = recordFrom(row, 1);
        if (m_places.emplace(keyOf(record), static_cast<int>(m_records.size())).second) m_records.push_back(std::move(record));
    }

    int m_version;
    std::vector<Record> m_records;
    std::map<Key, int> m_places;
};

Result<Split> readSplit(const Dataset& dataset, const nlohmann::json& json, int version, const std::filesystem::path& file, bool allowMissing) {
    Split split;
    const auto protocol = protocolFromString(json.at("protocol").get<std::string>());
    if (!protocol) return fail(ErrorCode::ReadFailed, protocol.error().what, file, kDamagedAdvice);
    split.protocol = *protocol;
    json.at("seed").get_to(split.seed);
    PartReader reader(json, version);
    Finder(dataset).find(reader.records());
    const auto missing = std::ranges::find_if(reader.records(), [](const Record& record) { return record.cell == kMissing; });
    if (missing != reader.records().end() && !allowMissing) return fail(ErrorCode::DataChanged, missing->missing, dataset.root, kChangedAdvice);
    for (const auto& entry : listIn(json, "folds")) {
        Fold fold;
        for (const auto& [name, part] : {std::pair{"train", &fold.train}, {"validation", &fold.validation}, {"test", &fold.test}}) {
            auto cells = reader.part(listIn(entry, name));
            if (!cells) return fail(ErrorCode::ReadFailed, std::string("a fold's ") + name + " names a cell that is not listed", file, kDamagedAdvice);
            *part = std::move(*cells);
        }
        split.folds.push_back(std::move(fold));
    }
    return split;
}

}  // namespace

nlohmann::json toJson(const Dataset& dataset, const Split& split) {
    nlohmann::json cells = nlohmann::json::array();
    std::vector<int> placeOf(dataset.cells.size(), kMissing);
    const auto places = [&](const std::vector<int>& part) {
        nlohmann::json list = nlohmann::json::array();
        for (const int index : part) list.push_back(placeOf.at(at(index)));
        return list;
    };
    for (const Fold& fold : split.folds)
        for (const auto* part : {&fold.train, &fold.validation, &fold.test})
            for (const int index : *part) placeOf.at(at(index)) = 0;
    for (std::size_t i = 0; i < placeOf.size(); ++i) {
        if (placeOf[i] == kMissing) continue;
        placeOf[i] = static_cast<int>(cells.size());
        const Cell& cell = dataset.cells[i];
        cells.push_back({{"path", relativePath(dataset, cell)},
                         {"sha256", textOrNull(cell.sha256)},
                         {"subject", textOrNull(subjectOf(dataset, cell))}});
    }
    nlohmann::json folds = nlohmann::json::array();
    for (const Fold& fold : split.folds)
        folds.push_back({{"fold", folds.size() + 1},
                         {"train", places(fold.train)},
                         {"validation", places(fold.validation)},
                         {"test", places(fold.test)}});
    return {{"version", kVersion},
            {"protocol", toString(split.protocol)},
            {"seed", split.seed},
            {"cells", std::move(cells)},
            {"folds", std::move(folds)}};
}

Result<Split> splitFromJson(const Dataset& dataset, const nlohmann::json& json, const std::filesystem::path& file, bool allowMissing) {
    try {
        const auto& version = json.at("version");
        if (version != 1 && version != kVersion)
            return fail(ErrorCode::ReadFailed, "is of another version than 1 and " + std::to_string(kVersion), file, "Update Leukolens.");
        return readSplit(dataset, json, version.get<int>(), file, allowMissing);
    } catch (const nlohmann::json::exception&) {
        return fail(ErrorCode::ReadFailed, "an entry is missing or of another kind", file, kDamagedAdvice);
    }
}

}  // namespace leukolens::dataset
