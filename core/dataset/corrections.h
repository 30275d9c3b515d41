// What a person changed about the labels of cells. The files and their folders stay as they are.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/dataset/correction.h"
#include "core/dataset/dataset.h"

namespace leukolens::dataset {

class Corrections {
public:
    /// nullptr: none of this picture.
    const Correction* find(const std::string& sha256) const;
    /// Replaces an earlier one of the same picture.
    void put(Correction correction);
    void remove(const std::string& sha256);
    std::size_t size() const { return m_byContent.size(); }
    std::vector<Correction> all() const;  ///< by checksum

    friend bool operator==(const Corrections&, const Corrections&) = default;

private:
    std::map<std::string, Correction> m_byContent;
};

struct CorrectedDataset {
    Dataset dataset;
    int relabelled = 0, excluded = 0;
    /// Corrections that fit no longer: the data now gives another class than `from`, or has no class `to`. Nothing was done about these cells.
    std::vector<Correction> unfitting;
};

/// The cells with their corrected classes, without the excluded ones, and what was corrected (Dataset::corrections); classes and subjects that keep
/// no cell go. Of data that were corrected before: those corrections stay. Fails with EmptyDataset or
/// OneClassOnly where too little is left to train on.
Result<CorrectedDataset> withCorrections(const Dataset& dataset, const Corrections& corrections);

/// {"version":1,"corrections":[…]}
nlohmann::json toJson(const Corrections& corrections);
/// Strict: fails with ReadFailed, naming `file` and the entry, for anything that toJson() does not write.
Result<Corrections> correctionsFromJson(const nlohmann::json& json, const std::filesystem::path& file);

/// No file: no corrections.
Result<Corrections> readCorrections(const std::filesystem::path& file);
Result<void> writeCorrections(const std::filesystem::path& file, const Corrections& corrections);

}  // namespace leukolens::dataset
