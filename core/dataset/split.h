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
    Official, ///< C-NMC's own fold_0, fold_1 and fold_2 as test parts; grouped by subject as Patient
};

/// C-NMC's own.
inline constexpr int kOfficialFolds = 3;

std::string_view toString(Protocol protocol);  ///< "patient", "paper", "official"
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
/// image. Official: the data's own folds, with an inner part as under Patient. The same dataset, protocol, count and seed give the same split everywhere. Fails with NoSubjects, TooFewSubjects
/// (a class needs as many subjects as folds, 4 for two folds, so that each part holds that class; a subject counts for the class of most
/// of its cells), OneClassOnly, EmptyDataset or InvalidArgument (Patient: 2 to 100 folds, Paper: 1 to 100 and two cells a
/// class; Official: 3 folds, every cell in one of them).
Result<Split> makeSplit(const Dataset& dataset, Protocol protocol, int folds, std::uint64_t seed);

/// Proves it: no cell in two parts, none outside the data, and under Patient and Official no subject in two parts and in just one test
/// part; under Official, that of its own fold. Says the first violation. Not complete: subjects may be tested in no fold, all else holds.
Result<void> verifySplit(const Dataset& dataset, const Split& split, bool complete = true);

/// For run/split.json: paths relative to Dataset::root, with their subjects.
nlohmann::json toJson(const Dataset& dataset, const Split& split);

/// The split that a run recorded, on data that may have moved: cells are found by path relative to Dataset::root. Fails with ReadFailed
/// (damaged, naming `file`), or with DataChanged where a cell is gone or its subject is another one; with allowMissing such cells are left
/// out instead. Follow it by verifySplit().
Result<Split> splitFromJson(const Dataset& dataset, const nlohmann::json& json, const std::filesystem::path& file, bool allowMissing);

}  // namespace leukolens::dataset
