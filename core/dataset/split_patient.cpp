#include "core/dataset/split_patient.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <tuple>

#include "core/base/random.h"

namespace leukolens::dataset {
namespace {

struct Subject {
    int index = 0;           ///< into Dataset::subjects
    std::int64_t cells = 0;  ///< of the class that it counts for
};

using SubjectsByClass = std::vector<std::vector<Subject>>;

enum class Part { Train, Validation, Test };

constexpr int kFewestSubjects = 3;   ///< one to test, one to stop the training, one to train
constexpr int kValidationShare = 5;  ///< one in so many of the cells that are not tested

std::size_t at(int index) {
    return static_cast<std::size_t>(index);
}

/// Each subject under the class of most of its cells, the first such class on a tie.
SubjectsByClass subjectsByClass(const Dataset& dataset) {
    std::vector<std::vector<std::int64_t>> counts(dataset.subjects.size(),
                                                  std::vector<std::int64_t>(dataset.classes.size(), 0));
    for (const Cell& cell : dataset.cells) ++counts.at(at(cell.subjectIndex)).at(at(cell.classIndex));
    SubjectsByClass byClass(dataset.classes.size());
    for (std::size_t subject = 0; subject < counts.size(); ++subject) {
        const auto most = std::max_element(counts[subject].begin(), counts[subject].end());
        if (*most > 0)
            byClass[at(static_cast<int>(most - counts[subject].begin()))].push_back({static_cast<int>(subject), *most});
    }
    return byClass;
}

Result<void> requireSubjects(const Dataset& dataset) {
    const std::string advice =
        "Name the files as C-NMC does (UID_<subject>_…), or choose the protocol paper, which splits by image.";
    if (!dataset.hasSubjects())
        return fail(ErrorCode::NoSubjects, "no subject is known of any cell, so patients cannot be kept apart", dataset.root,
                    advice);
    const auto unknown =
        std::count_if(dataset.cells.begin(), dataset.cells.end(), [](const Cell& cell) { return cell.subjectIndex < 0; });
    if (unknown > 0) {
        return fail(ErrorCode::NoSubjects,
                    "the subject of " + std::to_string(unknown) + " of " + std::to_string(dataset.cells.size()) +
                        " cells is not known",
                    dataset.root, advice);
    }
    return {};
}

Result<void> requireEnough(const Dataset& dataset, const SubjectsByClass& byClass, int folds) {
    // Each is tested in one fold, and two at least are left over in every fold: three are enough for three folds, not for two.
    const int needed = folds == 2 ? 4 : std::max(folds, kFewestSubjects);
    for (std::size_t i = 0; i < byClass.size(); ++i) {
        const int found = static_cast<int>(byClass[i].size());
        if (found >= needed) continue;
        return fail(ErrorCode::TooFewSubjects,
                    "class " + dataset.classes[i] + " has " + std::to_string(found) + " subjects, " + std::to_string(folds) +
                        " folds need " + std::to_string(needed),
                    dataset.root,
                    found < kFewestSubjects
                        ? "Add subjects of that class, or choose the protocol paper, which splits by image."
                        : found == kFewestSubjects ? "Choose 3 folds, or add subjects of that class."
                                                   : "Choose " + std::to_string(found) + " folds at most, or add subjects of that class.");
    }
    return {};
}

/// Every subject's fold, dealt class by class, largest subjects first, each to the fold that has the fewest cells.
/// Subjects within a factor of two in size come in the seed's order: else every seed would give nearly the same folds.
std::vector<int> dealFolds(SubjectsByClass byClass, std::size_t subjects, int folds, std::uint64_t seed) {
    struct Load {
        std::int64_t ofClass = 0;
        std::int64_t total = 0;
        int subjects = 0;
    };
    std::vector<int> foldOf(subjects, -1);
    std::vector<Load> loads(at(folds));
    for (std::size_t c = 0; c < byClass.size(); ++c) {
        auto& members = byClass[c];
        Random random(deriveSeed(seed, c));
        random.shuffle(members);
        std::stable_sort(members.begin(), members.end(), [](const Subject& a, const Subject& b) {
            return std::bit_width(static_cast<std::uint64_t>(a.cells)) > std::bit_width(static_cast<std::uint64_t>(b.cells));
        });
        for (Load& load : loads) load.ofClass = load.subjects = 0;
        // Two subjects at least must remain outside any fold's test part: one to train, one to stop the training.
        const int most = static_cast<int>(members.size()) - 2;
        for (const Subject& subject : members) {
            const auto rank = [most](const Load& load) {
                return std::tuple(load.subjects >= most, load.ofClass, load.total);
            };
            const auto fold = std::min_element(loads.begin(), loads.end(),
                                               [&](const Load& a, const Load& b) { return rank(a) < rank(b); });
            fold->ofClass += subject.cells;
            fold->total += subject.cells;
            ++fold->subjects;
            foldOf[at(subject.index)] = static_cast<int>(fold - loads.begin());
        }
    }
    return foldOf;
}

/// Those of `remaining` that stop the training: about a fifth of the cells, one subject at least, and one at least left
/// over.
std::vector<int> chooseValidation(std::vector<Subject> remaining, std::uint64_t seed) {
    Random random(seed);
    random.shuffle(remaining);
    std::int64_t cells = 0;
    for (const Subject& subject : remaining) cells += subject.cells;
    const auto distance = [&](std::int64_t chosen) { return std::abs(kValidationShare * chosen - cells); };

    // Taking the last one left is never nearer to a fifth, so one always remains.
    std::vector<int> chosen;
    std::int64_t sum = 0;
    for (const Subject& subject : remaining) {
        if (distance(sum + subject.cells) >= distance(sum)) continue;
        sum += subject.cells;
        chosen.push_back(subject.index);
    }
    if (chosen.empty()) {
        // Every subject alone is more than twice a fifth: the smallest is nearest.
        const auto smallest = std::min_element(remaining.begin(), remaining.end(),
                                               [](const Subject& a, const Subject& b) { return a.cells < b.cells; });
        chosen.push_back(smallest->index);
    }
    return chosen;
}

Fold makeFold(const Dataset& dataset, const std::vector<Part>& partOf) {
    Fold fold;
    for (std::size_t i = 0; i < dataset.cells.size(); ++i) {
        const Part part = partOf[at(dataset.cells[i].subjectIndex)];
        auto& cells = part == Part::Test ? fold.test : part == Part::Validation ? fold.validation : fold.train;
        cells.push_back(static_cast<int>(i));
    }
    return fold;
}

/// Fold `k`: subjects that foldOf puts there are tested, of the others about a fifth stops the training.
Fold makeTested(const Dataset& dataset, const SubjectsByClass& byClass, const std::vector<int>& foldOf, int k, std::uint64_t seed) {
    std::vector<Part> partOf(dataset.subjects.size(), Part::Train);
    for (std::size_t c = 0; c < byClass.size(); ++c) {
        std::vector<Subject> remaining;
        for (const Subject& subject : byClass[c]) {
            if (foldOf[at(subject.index)] == k) {
                partOf[at(subject.index)] = Part::Test;
            } else {
                remaining.push_back(subject);
            }
        }
        const std::uint64_t purpose = (static_cast<std::uint64_t>(k) + 1) << 32 | c;
        for (const int subject : chooseValidation(remaining, deriveSeed(seed, purpose))) partOf[at(subject)] = Part::Validation;
    }
    return makeFold(dataset, partOf);
}

/// Every subject's official fold. Fails where a cell has none, a fold has no cell, or a subject is in two.
Result<std::vector<int>> officialFoldOf(const Dataset& dataset) {
    const std::string advice = "Choose the folder that holds C-NMC's fold_0, fold_1 and fold_2, or the protocol patient.";
    std::vector<int> foldOf(dataset.subjects.size(), -1);
    std::int64_t without = 0;
    std::array<std::int64_t, kOfficialFolds> cells{};
    for (const Cell& cell : dataset.cells) {
        if (cell.officialFold < 0) {
            ++without;
            continue;
        }
        ++cells.at(at(cell.officialFold));
        int& fold = foldOf.at(at(cell.subjectIndex));
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
    if (without > 0) return fail(ErrorCode::InvalidArgument, std::to_string(without) + " of " + all + " cells are in no official fold", dataset.root, advice);
    for (std::size_t k = 0; k < cells.size(); ++k)
        if (cells[k] == 0) return fail(ErrorCode::InvalidArgument, "fold_" + std::to_string(k) + " holds no usable cell", dataset.root, advice);
    return foldOf;
}

/// Of each class two subjects must remain outside any test part: one to train, one to stop the training.
Result<void> requireTwoOutside(const Dataset& dataset, const SubjectsByClass& byClass, const std::vector<int>& foldOf) {
    for (int k = 0; k < kOfficialFolds; ++k) {
        for (std::size_t c = 0; c < byClass.size(); ++c) {
            const auto outside = std::count_if(byClass[c].begin(), byClass[c].end(), [&](const Subject& s) { return foldOf[at(s.index)] != k; });
            if (outside >= 2) continue;
            return fail(ErrorCode::TooFewSubjects,
                        "class " + dataset.classes[c] + " has " + std::to_string(outside) + " subjects outside fold_" + std::to_string(k) + ", 2 are needed",
                        dataset.root, "Use the whole data set, or choose the protocol patient.");
        }
    }
    return {};
}

}  // namespace

Result<std::vector<Fold>> officialFolds(const Dataset& dataset, std::uint64_t seed) {
    if (const auto known = requireSubjects(dataset); !known) return fail(known.error());
    const auto foldOf = officialFoldOf(dataset);
    if (!foldOf) return fail(foldOf.error());
    const SubjectsByClass byClass = subjectsByClass(dataset);
    if (const auto enough = requireTwoOutside(dataset, byClass, *foldOf); !enough) return fail(enough.error());
    std::vector<Fold> result;
    for (int k = 0; k < kOfficialFolds; ++k) result.push_back(makeTested(dataset, byClass, *foldOf, k, seed));
    return result;
}

Result<std::vector<Fold>> patientFolds(const Dataset& dataset, int folds, std::uint64_t seed) {
    if (const auto known = requireSubjects(dataset); !known) return fail(known.error());
    const SubjectsByClass byClass = subjectsByClass(dataset);
    if (const auto enough = requireEnough(dataset, byClass, folds); !enough) return fail(enough.error());

    const std::vector<int> foldOf = dealFolds(byClass, dataset.subjects.size(), folds, seed);
    std::vector<Fold> result;
    for (int k = 0; k < folds; ++k) result.push_back(makeTested(dataset, byClass, foldOf, k, seed));
    return result;
}

}  // namespace leukolens::dataset
