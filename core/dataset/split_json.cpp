// The split as a run folder records it.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/dataset/split.h"

namespace leukolens::dataset {
namespace {

constexpr const char* kDamagedAdvice = "The run folder is damaged; restore it from a copy.";

std::string subjectOf(const Dataset& dataset, const Cell& cell) {
    return cell.subjectIndex >= 0 ? dataset.subjects.at(static_cast<std::size_t>(cell.subjectIndex)) : std::string();
}

std::string relativePath(const Dataset& dataset, const Cell& cell) { return toUtf8(cell.path.lexically_relative(dataset.root)); }

nlohmann::json partToJson(const Dataset& dataset, const std::vector<int>& part) {
    nlohmann::json cells = nlohmann::json::array();
    for (const int index : part) {
        const Cell& cell = dataset.cells.at(static_cast<std::size_t>(index));
        nlohmann::json row = {{"path", relativePath(dataset, cell)}, {"subject", nullptr}};
        if (cell.subjectIndex >= 0) row["subject"] = subjectOf(dataset, cell);
        cells.push_back(std::move(row));
    }
    return cells;
}

/// Finds recorded cells in the data.
class Finder {
public:
    Finder(const Dataset& dataset, bool allowMissing) : m_dataset(dataset), m_allowMissing(allowMissing) {
        for (std::size_t i = 0; i < dataset.cells.size(); ++i) m_cells.emplace(relativePath(dataset, dataset.cells[i]), static_cast<int>(i));
    }

    /// Ascending. Throws nlohmann's exceptions where the JSON is damaged.
    Result<std::vector<int>> part(const nlohmann::json& json) const {
        std::vector<int> found;
        for (const auto& row : json) {
            const auto path = row.at("path").get<std::string>();
            const auto& subject = row.at("subject");
            const auto entry = m_cells.find(path);
            const bool isThere = entry != m_cells.end() && subjectOf(m_dataset, m_dataset.cells[static_cast<std::size_t>(entry->second)]) ==
                                                               (subject.is_null() ? std::string() : subject.get<std::string>());
            if (isThere) {
                found.push_back(entry->second);
            } else if (!m_allowMissing) {
                return fail(ErrorCode::DataChanged, (entry == m_cells.end() ? "no longer holds " : "has another subject for ") + path, m_dataset.root,
                            "Choose the folder that the run began with, or accept the changed data.");
            }
        }
        std::sort(found.begin(), found.end());
        return found;
    }

private:
    const Dataset& m_dataset;
    bool m_allowMissing;
    std::map<std::string, int> m_cells;
};

}  // namespace

nlohmann::json toJson(const Dataset& dataset, const Split& split) {
    nlohmann::json folds = nlohmann::json::array();
    for (const Fold& fold : split.folds) {
        folds.push_back({{"fold", folds.size() + 1},
                         {"train", partToJson(dataset, fold.train)},
                         {"validation", partToJson(dataset, fold.validation)},
                         {"test", partToJson(dataset, fold.test)}});
    }
    return {{"version", 1}, {"protocol", toString(split.protocol)}, {"seed", split.seed}, {"folds", std::move(folds)}};
}

Result<Split> splitFromJson(const Dataset& dataset, const nlohmann::json& json, const std::filesystem::path& file, bool allowMissing) {
    const Finder finder(dataset, allowMissing);
    try {
        if (json.at("version") != 1) return fail(ErrorCode::ReadFailed, "is of another version than 1", file, "Update Leukolens.");
        Split split;
        const auto protocol = protocolFromString(json.at("protocol").get<std::string>());
        if (!protocol) return fail(ErrorCode::ReadFailed, protocol.error().what, file, kDamagedAdvice);
        split.protocol = *protocol;
        json.at("seed").get_to(split.seed);
        for (const auto& entry : json.at("folds")) {
            Fold fold;
            for (const auto& [name, part] : {std::pair{"train", &fold.train}, {"validation", &fold.validation}, {"test", &fold.test}}) {
                auto found = finder.part(entry.at(name));
                if (!found) return fail(found.error());
                *part = std::move(*found);
            }
            split.folds.push_back(std::move(fold));
        }
        return split;
    } catch (const nlohmann::json::exception&) {
        return fail(ErrorCode::ReadFailed, "an entry is missing or of another kind", file, kDamagedAdvice);
    }
}

}  // namespace leukolens::dataset
