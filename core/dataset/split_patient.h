// Folds that keep every subject in one part.
#pragma once

#include <cstdint>
#include <vector>

#include "core/dataset/split.h"

namespace leukolens::dataset {

// All as makeSplit() stratifies; then they fail with InvalidArgument too where the fact is known of nobody.

/// The folds of Protocol::Patient. Fails with NoSubjects or TooFewSubjects.
Result<std::vector<Fold>> patientFolds(const Dataset& dataset, int folds, std::uint64_t seed, Stratify stratify);

/// The folds of Protocol::Official. Fails with NoSubjects, TooFewSubjects, or InvalidArgument where the data have no official folds.
Result<std::vector<Fold>> officialFolds(const Dataset& dataset, std::uint64_t seed, Stratify stratify);

/// The folds of Protocol::HoldOut. Fails with NoSubjects or TooFewSubjects.
Result<std::vector<Fold>> holdOutFolds(const Dataset& dataset, int folds, std::uint64_t seed, Stratify stratify);

/// The folds of Protocol::LeaveOneOut, in the order of Dataset::subjects; `folds` is 0 or the number of subjects. Fails with NoSubjects,
/// TooFewSubjects, TooLarge (more than kMostFolds subjects) or InvalidArgument.
Result<std::vector<Fold>> leaveOneOutFolds(const Dataset& dataset, int folds, std::uint64_t seed, Stratify stratify);

}  // namespace leukolens::dataset
