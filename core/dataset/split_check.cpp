#include <array>
#include <map>

#include "core/dataset/split.h"

namespace leukolens::dataset {
namespace {

struct NamedPart {
    const char* name;
    const std::vector<int>* cells;
};

tl::unexpected<Error> violation(const Dataset& dataset, std::size_t fold, const std::string& what) {
    return fail(ErrorCode::InvalidArgument, "the split is not valid: fold " + std::to_string(fold + 1) + ": " + what,
                dataset.root, "Make the split anew.");
}

/// Every number is a cell, and no cell stands in two of `parts` or twice in one.
Result<void> requireDisjoint(const Dataset& dataset, std::size_t fold, const std::vector<NamedPart>& parts) {
    std::vector<const char*> partOf(dataset.cells.size(), nullptr);
    for (const NamedPart& part : parts) {
        for (const int index : *part.cells) {
            if (index < 0 || static_cast<std::size_t>(index) >= dataset.cells.size()) {
                return violation(dataset, fold,
                                 std::string(part.name) + " names cell " + std::to_string(index) + ", there are " +
                                     std::to_string(dataset.cells.size()));
            }
            const char*& seen = partOf[static_cast<std::size_t>(index)];
            if (seen)
                return violation(dataset, fold, "cell " + std::to_string(index) + " is in " + seen + " and in " + part.name);
            seen = part.name;
        }
    }
    return {};
}

Result<void> requireSubjectsApart(const Dataset& dataset, std::size_t fold, const std::vector<NamedPart>& parts) {
    std::vector<const char*> partOf(dataset.subjects.size(), nullptr);
    for (const NamedPart& part : parts) {
        for (const int index : *part.cells) {
            const int subject = dataset.cells[static_cast<std::size_t>(index)].subjectIndex;
            if (subject < 0 || static_cast<std::size_t>(subject) >= partOf.size()) {
                return violation(dataset, fold, "the subject of cell " + std::to_string(index) + " is not known");
            }
            const char*& seen = partOf[static_cast<std::size_t>(subject)];
            if (seen && seen != part.name) {
                return violation(dataset, fold,
                                 "subject " + dataset.subjects[static_cast<std::size_t>(subject)] + " is in " + seen +
                                     " and in " + part.name);
            }
            seen = part.name;
        }
    }
    return {};
}

/// Test cells are those of the official fold with this number.
Result<void> requireOwnFold(const Dataset& dataset, std::size_t number, const Fold& fold) {
    for (const int index : fold.test) {
        const int official = dataset.cells[static_cast<std::size_t>(index)].officialFold;
        if (official == static_cast<int>(number)) continue;
        return violation(dataset, number, "cell " + std::to_string(index) + " is tested, but belongs to official fold " + std::to_string(official));
    }
    return {};
}

Result<void> requireOneTestPartEach(const Dataset& dataset, const Split& split) {
    std::map<int, std::size_t> testFold;
    for (std::size_t k = 0; k < split.folds.size(); ++k) {
        for (const int index : split.folds[k].test) {
            const int subject = dataset.cells[static_cast<std::size_t>(index)].subjectIndex;
            const std::size_t first = testFold.emplace(subject, k).first->second;
            if (first == k) continue;
            return violation(dataset, k,
                             "subject " + dataset.subjects[static_cast<std::size_t>(subject)] +
                                 " is tested here and in fold " + std::to_string(first + 1));
        }
    }
    for (const Cell& cell : dataset.cells) {
        if (testFold.contains(cell.subjectIndex)) continue;
        const std::string name = cell.subjectIndex < 0
                                     ? "an unknown subject"
                                     : "subject " + dataset.subjects.at(static_cast<std::size_t>(cell.subjectIndex));
        return fail(ErrorCode::InvalidArgument, "the split is not valid: " + name + " is tested in no fold", dataset.root,
                    "Make the split anew.");
    }
    return {};
}

}  // namespace

Result<void> verifySplit(const Dataset& dataset, const Split& split, bool complete) {
    const bool patient = split.protocol != Protocol::Paper;
    for (std::size_t k = 0; k < split.folds.size(); ++k) {
        const Fold& fold = split.folds[k];
        std::vector<NamedPart> parts{{"train", &fold.train}, {"test", &fold.test}};
        if (patient) {
            parts.push_back({"validation", &fold.validation});
        } else if (fold.validation != fold.test) {
            return violation(dataset, k, "under the protocol paper, validation is the test part itself");
        }
        if (const auto apart = requireDisjoint(dataset, k, parts); !apart) return apart;
        if (!patient) continue;
        if (const auto apart = requireSubjectsApart(dataset, k, parts); !apart) return apart;
        if (split.protocol != Protocol::Official) continue;
        if (const auto own = requireOwnFold(dataset, k, fold); !own) return own;
    }
    if (patient && complete) return requireOneTestPartEach(dataset, split);
    return {};
}

}  // namespace leukolens::dataset
