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

/// No subject is tested in two folds, and with `complete` each in one.
Result<void> requireOneTestPartEach(const Dataset& dataset, const Split& split, bool complete) {
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
        if (!complete || testFold.contains(cell.subjectIndex)) continue;
        const std::string name = cell.subjectIndex < 0
                                     ? "an unknown subject"
                                     : "subject " + dataset.subjects.at(static_cast<std::size_t>(cell.subjectIndex));
        return fail(ErrorCode::InvalidArgument, "the split is not valid: " + name + " is tested in no fold", dataset.root,
                    "Make the split anew.");
    }
    return {};
}

/// Each cell of the data in a part; no cell is in two, as was shown before.
Result<void> requireAllCells(const Dataset& dataset, std::size_t fold, const std::vector<NamedPart>& parts) {
    std::size_t cells = 0;
    for (const NamedPart& part : parts) cells += part.cells->size();
    if (cells == dataset.cells.size()) return {};
    return violation(dataset, fold, std::to_string(dataset.cells.size() - cells) + " cells of the data are in no part");
}

Result<void> requireEveryClass(const Dataset& dataset, std::size_t fold, const NamedPart& part) {
    std::vector<bool> found(dataset.classes.size(), false);
    for (const int index : *part.cells) found.at(static_cast<std::size_t>(dataset.cells[static_cast<std::size_t>(index)].classIndex)) = true;
    for (std::size_t c = 0; c < found.size(); ++c)
        if (!found[c]) return violation(dataset, fold, std::string(part.name) + " holds no cell of class " + dataset.classes[c]);
    return {};
}

/// What a fold must hold that is not made by balancing all folds at once.
Result<void> requireWholeFold(const Dataset& dataset, std::size_t number, const Fold& fold, Protocol protocol) {
    for (const NamedPart& part : {NamedPart{"train", &fold.train}, {"validation", &fold.validation}, {"test", &fold.test}}) {
        if (part.cells->empty()) return violation(dataset, number, std::string(part.name) + " is empty");
        if (part.cells != &fold.train && protocol != Protocol::HoldOut) continue;
        if (const auto every = requireEveryClass(dataset, number, part); !every) return every;
    }
    return {};
}

/// The test part is one subject's.
Result<void> requireOneSubject(const Dataset& dataset, std::size_t number, const Fold& fold) {
    for (const int index : fold.test) {
        const int subject = dataset.cells[static_cast<std::size_t>(index)].subjectIndex;
        const int first = dataset.cells[static_cast<std::size_t>(fold.test.front())].subjectIndex;
        if (subject == first) continue;
        return violation(dataset, number,
                         "subjects " + dataset.subjects[static_cast<std::size_t>(first)] + " and " +
                             dataset.subjects[static_cast<std::size_t>(subject)] + " are tested, expected one alone");
    }
    return {};
}

Result<void> verifyFold(const Dataset& dataset, const Split& split, std::size_t number, bool complete) {
    const Fold& fold = split.folds[number];
    std::vector<NamedPart> parts{{"train", &fold.train}, {"test", &fold.test}};
    const bool paper = split.protocol == Protocol::Paper;
    if (!paper) {
        parts.push_back({"validation", &fold.validation});
    } else if (fold.validation != fold.test) {
        return violation(dataset, number, "under the protocol paper, validation is the test part itself");
    }
    if (const auto apart = requireDisjoint(dataset, number, parts); !apart) return apart;
    const bool bySubject = !paper && (split.protocol != Protocol::Own || dataset.hasSubjects());
    if (bySubject) {
        if (const auto apart = requireSubjectsApart(dataset, number, parts); !apart) return apart;
    }
    if (split.protocol == Protocol::Official) {
        if (const auto own = requireOwnFold(dataset, number, fold); !own) return own;
    }
    if (split.protocol == Protocol::LeaveOneOut) {
        if (const auto one = requireOneSubject(dataset, number, fold); !one) return one;
    }
    if (!complete) return {};
    if (const auto all = requireAllCells(dataset, number, parts); !all) return all;
    if (paper || split.protocol == Protocol::Patient || split.protocol == Protocol::Official) return {};
    return requireWholeFold(dataset, number, fold, split.protocol);
}

}  // namespace

Result<void> verifySplit(const Dataset& dataset, const Split& split, bool complete) {
    for (std::size_t k = 0; k < split.folds.size(); ++k)
        if (const auto verified = verifyFold(dataset, split, k, complete); !verified) return verified;
    const Protocol protocol = split.protocol;
    if (protocol == Protocol::Patient || protocol == Protocol::Official || protocol == Protocol::LeaveOneOut)
        return requireOneTestPartEach(dataset, split, complete);
    if (complete && split.folds.empty())
        return fail(ErrorCode::InvalidArgument, "the split is not valid: it has no fold", dataset.root, "Make the split anew.");
    return {};
}

}  // namespace leukolens::dataset
