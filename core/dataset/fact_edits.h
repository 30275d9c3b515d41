// What a person typed about subjects. The data and their files stay as they are.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/dataset.h"

namespace leukolens::dataset {

/// Against what the data say of a subject.
struct FactEdit {
    SubjectFacts set;                    ///< facts that are others, or new
    std::set<std::string> cleared;       ///< facts taken as missing, by their names in JSON ("ageYears", …)
    std::set<std::string> clearedOther;  ///< further columns taken as missing

    bool empty() const { return *this == FactEdit(); }
    bool operator==(const FactEdit&) const = default;
};

/// What makes `wanted` of `known`; withEdit() applied to `known` gives `wanted`.
FactEdit editBetween(const SubjectFacts& known, const SubjectFacts& wanted);

/// Facts that the edit does not speak of stay.
SubjectFacts withEdit(SubjectFacts known, const FactEdit& edit);

/// All that was typed, of whatever data. A subject is found again by its id together with one of up to eight of its pictures (SHA-256), not
/// by a path: ids such as "1" are used in many data sets, and a folder that was moved, copied or is read through a table
/// still is the same data.
class FactEdits {
public:
    /// One for each subject of `dataset`, empty where nothing was typed. Where data were joined, of whose parts different
    /// things were typed, the last counts.
    std::vector<FactEdit> of(const Dataset& dataset) const;

    /// In the place of what was typed of that subject (an index into Dataset::subjects, which has cells) before.
    void put(const Dataset& dataset, int subject, FactEdit edit);

    std::size_t size() const { return m_entries.size(); }

    friend bool operator==(const FactEdits&, const FactEdits&) = default;

private:
    friend nlohmann::json toJson(const FactEdits& edits);
    friend Result<FactEdits> factEditsFromJson(std::string_view text, const std::filesystem::path& file);

    struct Entry {
        std::string subject;
        std::vector<std::string> pictures;
        FactEdit edit;

        bool operator==(const Entry&) const = default;
    };
    std::vector<Entry> m_entries;  ///< in the order they were typed
};

/// The dataset with the facts as they were typed.
Dataset withFactEdits(Dataset dataset, const std::vector<FactEdit>& edits);

/// {"version":1,"subjects":[{"subject":ID,"pictures":[SHA256,…],"facts":{…},"missing":[NAME,…],"missingOther":[NAME,…]}]};
/// facts as toJson(FactsBySubject) has them, lists that are empty are left out.
nlohmann::json toJson(const FactEdits& edits);

/// The same back. Strict: fails with ReadFailed, naming file, subject and key, for anything that toJson() does not write.
Result<FactEdits> factEditsFromJson(std::string_view text, const std::filesystem::path& file);

/// No file: nothing was typed.
Result<FactEdits> readFactEdits(const std::filesystem::path& file);
Result<void> writeFactEdits(const std::filesystem::path& file, const FactEdits& edits);

}  // namespace leukolens::dataset
