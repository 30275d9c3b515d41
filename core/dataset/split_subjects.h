// What a split keeps together: the cells of a subject, or single cells where no subject is known.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/dataset/split.h"
#include "core/dataset/split_deal.h"

namespace leukolens::dataset {

/// Of each subject in a fold.
enum class SplitPart { Train, Validation, Test };

/// The subjects that have cells, ascending by their index in Dataset::subjects.
struct Grouping {
    std::vector<Subject> subjects;
    std::vector<int> subjectOf;  ///< of each cell of the data, into `subjects`
    int classes = 0;
};

/// Fails with EmptyDataset or OneClassOnly.
Result<void> requireTwoClasses(const Dataset& dataset);

/// Fails with NoSubjects where the subject of any cell is not known, or with InvalidArgument where of no subject is the fact known.
Result<Grouping> groupBySubject(const Dataset& dataset, Stratify stratify = Stratify::None);

/// Each cell by itself.
Grouping groupByCell(const Dataset& dataset);

/// Each subject counts for the class of most of its cells, the first such class on a tie.
void countForMost(Grouping& grouping);

/// Each subject counts for all classes of which it has cells.
void countForAll(Grouping& grouping);

/// Sets for which classes subjects count: for that of most of their cells if every class then has `needed` subjects, else for all their
/// classes. Fails with TooFewSubjects where a class is short even so; `purpose` says who needs them: "3 folds need".
Result<void> countSubjects(const Dataset& dataset, Grouping& grouping, int needed, const std::string& purpose);

/// A fold whose test part is given by `tested`, one entry a subject. Of the others about a fifth stops the training, each class among them and among
/// those that train. Fails with TooFewSubjects where that cannot be.
Result<Fold> makeFold(const Dataset& dataset, const Grouping& grouping, const std::vector<bool>& tested, std::uint64_t seed);

/// Cells by the part of their subject.
Fold makeFold(const Grouping& grouping, const std::vector<SplitPart>& partOf);

/// Seed for what is drawn in fold `fold`, 0 being the first.
std::uint64_t seedOfFold(std::uint64_t seed, std::size_t fold, std::uint64_t purpose);

}  // namespace leukolens::dataset
