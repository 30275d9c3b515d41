#include "core/dataset/split_patient.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/dataset/split_subjects.h"

namespace leukolens::dataset {
namespace {

constexpr int kFewestSubjects = 3;  ///< one to test, one to stop the training, one to train
constexpr std::uint64_t kValidation = 0, kTest = 1;  ///< what is drawn

std::size_t at(int index) {
    return static_cast<std::size_t>(index);
}

std::vector<bool> testedIn(const std::vector<int>& foldOf, int fold) {
    std::vector<bool> tested;
    for (const int own : foldOf) tested.push_back(own == fold);
    return tested;
}

/// A fold for each number in foldOf, one entry a subject of the grouping.
Result<std::vector<Fold>> foldsOf(const Dataset& dataset, const Grouping& grouping, const std::vector<int>& foldOf, int folds, std::uint64_t seed) {
    std::vector<Fold> result;
    for (int k = 0; k < folds; ++k) {
        auto fold = makeFold(dataset, grouping, testedIn(foldOf, k), seedOfFold(seed, at(k), kValidation));
        if (!fold) return fail(fold.error());
        result.push_back(std::move(*fold));
    }
    return result;
}

/// The official fold of each subject of the grouping. Fails where a cell has none, a fold has no cell, or a subject is in two.
Result<std::vector<int>> officialFoldOf(const Dataset& dataset, const Grouping& grouping) {
    const std::string advice = "Choose the folder that holds C-NMC's fold_0, fold_1 and fold_2, or the protocol patient.";
    std::vector<int> foldOf(grouping.subjects.size(), -1);
    std::int64_t without = 0;
    std::array<std::int64_t, kOfficialFolds> cells{};
    for (std::size_t i = 0; i < dataset.cells.size(); ++i) {
        const Cell& cell = dataset.cells[i];
        if (cell.officialFold < 0) {
            ++without;
            continue;
        }
        ++cells.at(at(cell.officialFold));
        int& fold = foldOf[at(grouping.subjectOf[i])];
        if (fold >= 0 && fold != cell.officialFold)
            return fail(ErrorCode::InvalidArgument,
                        "subject " + dataset.subjects[at(cell.subjectIndex)] + " has cells in fold_" + std::to_string(fold) + " and in fold_" +
                            std::to_string(cell.officialFold),
                        dataset.root, "Copy the data set again, or choose the protocol patient.");
        fold = cell.officialFold;
    }
    const std::string all = std::to_string(dataset.cells.size());
    if (without == static_cast<std::int64_t>(dataset.cells.size()))
        return fail(ErrorCode::InvalidArgument, "has no official folds", dataset.root, advice);
    if (without > 0)
        return fail(ErrorCode::InvalidArgument, std::to_string(without) + " of " + all + " cells are in no official fold", dataset.root, advice);
    for (std::size_t k = 0; k < cells.size(); ++k)
        if (cells[k] == 0) return fail(ErrorCode::InvalidArgument, "fold_" + std::to_string(k) + " holds no usable cell", dataset.root, advice);
    return foldOf;
}

/// A class that has fewer than two subjects outside a fold: one has to train, one to stop the training.
struct Shortage {
    int fold = 0;
    int classIndex = 0;
    std::int64_t outside = 0;
};

std::optional<Shortage> shortageOutside(const Grouping& grouping, const std::vector<int>& foldOf) {
    for (int k = 0; k < kOfficialFolds; ++k) {
        std::vector<std::int64_t> outside(at(grouping.classes), 0);
        for (std::size_t i = 0; i < foldOf.size(); ++i)
            if (foldOf[i] != k)
                for (const int c : grouping.subjects[i].countsFor) ++outside[at(c)];
        const auto fewest = std::ranges::find_if(outside, [](std::int64_t count) { return count < 2; });
        if (fewest != outside.end()) return Shortage{k, static_cast<int>(fewest - outside.begin()), *fewest};
    }
    return std::nullopt;
}

Result<void> requireTwoOutside(const Dataset& dataset, Grouping& grouping, const std::vector<int>& foldOf) {
    countForMost(grouping);
    if (!shortageOutside(grouping, foldOf)) return {};
    countForAll(grouping);
    const auto shortage = shortageOutside(grouping, foldOf);
    if (!shortage) return {};
    return fail(ErrorCode::TooFewSubjects,
                "class " + dataset.classes[at(shortage->classIndex)] + " has " + std::to_string(shortage->outside) + " subjects outside fold_" +
                    std::to_string(shortage->fold) + ", 2 are needed",
                dataset.root, "Use the whole data set, or choose the protocol patient.");
}

}  // namespace

Result<std::vector<Fold>> officialFolds(const Dataset& dataset, std::uint64_t seed, Stratify stratify) {
    auto grouping = groupBySubject(dataset, stratify);
    if (!grouping) return fail(grouping.error());
    const auto foldOf = officialFoldOf(dataset, *grouping);
    if (!foldOf) return fail(foldOf.error());
    if (const auto enough = requireTwoOutside(dataset, *grouping, *foldOf); !enough) return fail(enough.error());
    return foldsOf(dataset, *grouping, *foldOf, kOfficialFolds, seed);
}

Result<std::vector<Fold>> patientFolds(const Dataset& dataset, int folds, std::uint64_t seed, Stratify stratify) {
    auto grouping = groupBySubject(dataset, stratify);
    if (!grouping) return fail(grouping.error());
    // Two of a class must be left over by every fold: with three folds one in each is enough, with two folds it takes two in each.
    const int fewest = folds == 2 ? 2 : 1;
    const int needed = std::max(folds * fewest, kFewestSubjects);
    if (const auto enough = countSubjects(dataset, *grouping, needed, std::to_string(folds) + " folds need"); !enough) return fail(enough.error());
    const auto foldOf = dealFolds(grouping->subjects, grouping->classes, folds, fewest, seed);
    if (!foldOf) {
        return fail(ErrorCode::TooFewSubjects,
                    "no way was found to deal the subjects to " + std::to_string(folds) + " folds so that each fold tests every class", dataset.root,
                    "Choose fewer folds, or add subjects of the rarest class.");
    }
    return foldsOf(dataset, *grouping, *foldOf, folds, seed);
}

Result<std::vector<Fold>> holdOutFolds(const Dataset& dataset, int folds, std::uint64_t seed, Stratify stratify) {
    auto grouping = groupBySubject(dataset, stratify);
    if (!grouping) return fail(grouping.error());
    if (const auto enough = countSubjects(dataset, *grouping, kFewestSubjects, "a hold-out needs"); !enough) return fail(enough.error());
    std::vector<Fold> result;
    for (std::size_t k = 0; k < at(folds); ++k) {
        const auto tested = chooseShare(grouping->subjects, grouping->classes, {3, 10, 1, 2}, seedOfFold(seed, k, kTest));
        if (!tested) {
            return fail(ErrorCode::TooFewSubjects, "no subjects could be held out so that each class is tested and two subjects of it are left",
                        dataset.root, "Add subjects of the rarest class.");
        }
        auto fold = makeFold(dataset, *grouping, *tested, seedOfFold(seed, k, kValidation));
        if (!fold) return fail(fold.error());
        result.push_back(std::move(*fold));
    }
    return result;
}

Result<std::vector<Fold>> leaveOneOutFolds(const Dataset& dataset, int folds, std::uint64_t seed, Stratify stratify) {
    auto grouping = groupBySubject(dataset, stratify);
    if (!grouping) return fail(grouping.error());
    const int subjects = static_cast<int>(grouping->subjects.size());
    if (subjects > kMostFolds) {
        return fail(ErrorCode::TooLarge,
                    "has " + std::to_string(subjects) + " subjects, leaving one out at a time goes up to " + std::to_string(kMostFolds), dataset.root,
                    "Choose the protocol patient, which tests each subject once too.");
    }
    if (folds != 0 && folds != subjects) {
        return fail(ErrorCode::InvalidArgument,
                    std::to_string(folds) + " folds were asked for, leaving one subject out at a time makes " + std::to_string(subjects), dataset.root,
                    "Choose " + std::to_string(subjects) + " folds.");
    }
    if (const auto enough = countSubjects(dataset, *grouping, kFewestSubjects, "leaving one out needs"); !enough) return fail(enough.error());
    std::vector<int> foldOf(at(subjects));
    for (int i = 0; i < subjects; ++i) foldOf[at(i)] = i;
    return foldsOf(dataset, *grouping, foldOf, subjects, seed);
}

}  // namespace leukolens::dataset
