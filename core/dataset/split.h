// Which cells train, which stop the training early, and which test, fold by fold.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/dataset/dataset.h"

namespace leukolens::dataset {

enum class Protocol {
    Patient,  ///< folds grouped by subject: nobody is in two parts of a fold
    Paper,    ///< the paper's: 70/30 by image, patients shared between the parts; optimistic
};

std::string_view toString(Protocol protocol);  ///< "patient", "paper"
Result<Protocol> protocolFromString(std::string_view name);

struct Fold {
    std::vector<int> train;       ///< indices into Dataset::cells, ascending
    std::vector<int> validation;  ///< drives early stopping; Paper: the test part itself, as the paper does
    std::vector<int> test;
};

struct Split {
    Protocol protocol = Protocol::Patient;
    std::uint64_t seed = 0;
    std::vector<Fold> folds;
};

/// Patient: K folds stratified by class and grouped by subject; of each fold's remaining subjects an inner part
/// (about a fifth, each class in it) is set aside for early stopping. Paper: K seeded, class-stratified 70/30 partitions by
/// image. The same dataset, protocol, count and seed give the same split everywhere. Fails with NoSubjects, TooFewSubjects
/// (a class needs folds + 1 subjects, 4 at least, so that each part holds that class; a subject counts for the class of most
/// of its cells), OneClassOnly, EmptyDataset or InvalidArgument (Patient: 2 to 100 folds, Paper: 1 to 100 and two cells a
/// class).
Result<Split> makeSplit(const Dataset& dataset, Protocol protocol, int folds, std::uint64_t seed);

/// Proves it: no cell in two parts, none outside the data, and under Patient no subject in two parts and in just one test
/// part. Says the first violation.
Result<void> verifySplit(const Dataset& dataset, const Split& split);

/// For run/split.json: paths relative to Dataset::root, with their subjects.
nlohmann::json toJson(const Dataset& dataset, const Split& split);

}  // namespace leukolens::dataset
