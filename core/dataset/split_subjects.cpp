#include "core/dataset/split_subjects.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/random.h"

namespace leukolens::dataset {
namespace {

constexpr Share kValidationShare{1, 5, 1, 1};
constexpr int kFewestSubjects = 3;  ///< one to test, one to stop the training, one to train

std::size_t at(int index) { return static_cast<std::size_t>(index); }

/// One group for each number in `numberOf`, which has an entry for each cell.
Grouping group(const Dataset& dataset, const std::vector<int>& numberOf) {
    std::map<int, std::map<int, std::int64_t>> cells;
    for (std::size_t i = 0; i < numberOf.size(); ++i) ++cells[numberOf[i]][dataset.cells[i].classIndex];
    Grouping grouping;
    grouping.classes = static_cast<int>(dataset.classes.size());
    std::map<int, int> placeOf;
    for (const auto& [number, ofClass] : cells) {
        placeOf.emplace(number, static_cast<int>(grouping.subjects.size()));
        Subject& subject = grouping.subjects.emplace_back();
        subject.index = number;
        for (const auto& [classIndex, count] : ofClass) subject.cells.push_back({classIndex, count});
    }
    for (const int number : numberOf) grouping.subjectOf.push_back(placeOf.at(number));
    return grouping;
}

/// 0: missing; else 1 and up.
int valueOf(const SubjectFacts& facts, Stratify stratify) {
    const auto number = [](const auto& fact) { return fact ? static_cast<int>(*fact) + 1 : 0; };
    switch (stratify) {
        case Stratify::None: break;
        case Stratify::Sex: return number(facts.sex);
        case Stratify::Immunophenotype: return number(facts.immunophenotype);
        case Stratify::PrednisoneResponse: return number(facts.prednisoneResponse);
    }
    return 0;
}

/// A stratum is a class with one value of the fact; those that nobody is in have no number.
Result<void> addStrata(const Dataset& dataset, Stratify stratify, Grouping& grouping) {
    if (stratify == Stratify::None) return {};
    std::map<std::pair<int, int>, int> numberOf;
    bool isKnown = false;
    const auto valueOfSubject = [&](const Subject& subject) { return valueOf(at(subject.index) < dataset.facts.size() ? dataset.facts[at(subject.index)] : SubjectFacts(), stratify); };
    for (const Subject& subject : grouping.subjects) {
        const int value = valueOfSubject(subject);
        isKnown = isKnown || value > 0;
        for (const ClassCells& of : subject.cells) numberOf.emplace(std::pair(of.classIndex, value), 0);
    }
    if (!isKnown)
        return fail(ErrorCode::InvalidArgument, "says of no subject what to stratify by (" + std::string(toString(stratify)) + ")", dataset.root,
                    "Add that fact to the table or type it in, or stratify by nothing.");
    int next = 0;
    for (auto& [stratum, number] : numberOf) number = next++;
    for (Subject& subject : grouping.subjects) {
        const int value = valueOfSubject(subject);
        for (const ClassCells& of : subject.cells) subject.strata.push_back({numberOf.at({of.classIndex, value}), of.cells});
    }
    return {};
}

std::vector<int> subjectsOfClasses(const Grouping& grouping) {
    std::vector<int> counts(at(grouping.classes), 0);
    for (const Subject& subject : grouping.subjects)
        for (const int c : subject.countsFor) ++counts[at(c)];
    return counts;
}

std::string adviceFor(int found) {
    if (found < kFewestSubjects) return "Add subjects of that class, or choose the protocol paper, which splits by image.";
    if (found == kFewestSubjects) return "Choose 3 folds, or add subjects of that class.";
    return "Choose " + std::to_string(found) + " folds at most, or add subjects of that class.";
}

}  // namespace

Result<void> requireTwoClasses(const Dataset& dataset) {
    if (dataset.cells.empty())
        return fail(ErrorCode::EmptyDataset, "holds no usable image", dataset.root,
                    "Choose the folder that holds the images.");
    std::set<int> classes;
    for (const Cell& cell : dataset.cells) classes.insert(cell.classIndex);
    if (classes.size() < 2) {
        return fail(ErrorCode::OneClassOnly, "holds cells of 1 class only, expected 2 at least", dataset.root,
                    "Add cells of another class.");
    }
    return {};
}

Result<Grouping> groupBySubject(const Dataset& dataset, Stratify stratify) {
    const std::string advice = dataset.layout == "table" ? "Choose the column that names the subject, or the protocol paper, which splits by image."
                                                         : "Name the files as C-NMC does (UID_<subject>_…), or choose the protocol paper, which splits by image.";
    if (!dataset.hasSubjects())
        return fail(ErrorCode::NoSubjects, "no subject is known of any cell, so patients cannot be kept apart", dataset.root, advice);
    const auto unknown = std::ranges::count_if(dataset.cells, [](const Cell& cell) { return cell.subjectIndex < 0; });
    if (unknown > 0) {
        return fail(ErrorCode::NoSubjects,
                    "the subject of " + std::to_string(unknown) + " of " + std::to_string(dataset.cells.size()) + " cells is not known", dataset.root,
                    advice);
    }
    std::vector<int> numberOf;
    for (const Cell& cell : dataset.cells) numberOf.push_back(cell.subjectIndex);
    Grouping grouping = group(dataset, numberOf);
    if (auto added = addStrata(dataset, stratify, grouping); !added) return fail(added.error());
    return grouping;
}

Grouping groupByCell(const Dataset& dataset) {
    std::vector<int> numberOf;
    for (std::size_t i = 0; i < dataset.cells.size(); ++i) numberOf.push_back(static_cast<int>(i));
    return group(dataset, numberOf);
}

void countForMost(Grouping& grouping) {
    for (Subject& subject : grouping.subjects) subject.countsFor = {std::ranges::max_element(subject.cells, {}, &ClassCells::cells)->classIndex};
}

void countForAll(Grouping& grouping) {
    for (Subject& subject : grouping.subjects) {
        subject.countsFor.clear();
        for (const ClassCells& of : subject.cells) subject.countsFor.push_back(of.classIndex);
    }
}

Result<void> countSubjects(const Dataset& dataset, Grouping& grouping, int needed, const std::string& purpose) {
    countForMost(grouping);
    if (std::ranges::min(subjectsOfClasses(grouping)) >= needed) return {};
    countForAll(grouping);
    const std::vector<int> counts = subjectsOfClasses(grouping);
    const auto fewest = std::ranges::find_if(counts, [needed](int count) { return count < needed; });
    if (fewest == counts.end()) return {};
    return fail(ErrorCode::TooFewSubjects,
                "class " + dataset.classes[static_cast<std::size_t>(fewest - counts.begin())] + " has " + std::to_string(*fewest) + " subjects, " +
                    purpose + " " + std::to_string(needed),
                dataset.root, adviceFor(*fewest));
}

Result<Fold> makeFold(const Dataset& dataset, const Grouping& grouping, const std::vector<bool>& tested, std::uint64_t seed) {
    std::vector<Subject> remaining;
    std::vector<std::size_t> placeOf;
    std::vector<SplitPart> partOf(grouping.subjects.size(), SplitPart::Test);
    for (std::size_t i = 0; i < grouping.subjects.size(); ++i) {
        if (tested[i]) continue;
        partOf[i] = SplitPart::Train;
        remaining.push_back(grouping.subjects[i]);
        placeOf.push_back(i);
    }
    const auto chosen = chooseShare(remaining, grouping.classes, kValidationShare, seed);
    if (!chosen) {
        return fail(ErrorCode::TooFewSubjects,
                    "of the subjects that are not tested, none could be set aside so that each class both trains and stops the training", dataset.root,
                    "Choose other folds, or add subjects of the rarest class.");
    }
    for (std::size_t i = 0; i < chosen->size(); ++i)
        if ((*chosen)[i]) partOf[placeOf[i]] = SplitPart::Validation;
    return makeFold(grouping, partOf);
}

Fold makeFold(const Grouping& grouping, const std::vector<SplitPart>& partOf) {
    Fold fold;
    for (std::size_t i = 0; i < grouping.subjectOf.size(); ++i) {
        const SplitPart part = partOf[at(grouping.subjectOf[i])];
        auto& cells = part == SplitPart::Test ? fold.test : part == SplitPart::Validation ? fold.validation : fold.train;
        cells.push_back(static_cast<int>(i));
    }
    return fold;
}

std::uint64_t seedOfFold(std::uint64_t seed, std::size_t fold, std::uint64_t purpose) { return deriveSeed(seed, (fold + 1) << 32 | purpose); }

}  // namespace leukolens::dataset
