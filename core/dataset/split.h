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
    Patient,     ///< folds grouped by subject: nobody is in two parts of a fold
    Paper,       ///< the paper's: 70/30 by image, patients shared between the parts; optimistic
    Official,    ///< C-NMC's own fold_0, fold_1 and fold_2 as test parts; grouped by subject as Patient
    HoldOut,     ///< repeated: in every fold other subjects with 30 % of the cells are tested
    LeaveOneOut, ///< a fold a subject, who alone is tested
    Own,         ///< a table of the person's, read by splitFromCsv()
};

/// C-NMC's own.
inline constexpr int kOfficialFolds = 3;

/// Of any protocol; so also the most subjects for Protocol::LeaveOneOut.
inline constexpr int kMostFolds = 200;

/// "patient", "paper", "official", "holdout", "leave-one-out", "own"
std::string_view toString(Protocol protocol);
Result<Protocol> protocolFromString(std::string_view name);

/// A fact of subjects that folds share out evenly beside classes.
enum class Stratify { None, Sex, Immunophenotype, PrednisoneResponse };

/// "none", "sex", "immunophenotype", "response"
std::string_view toString(Stratify stratify);

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

/// The same dataset, protocol, count, seed and fact to stratify by give the same split everywhere.
///
/// Patient (2 to kMostFolds folds): each subject is tested in one fold. Classes and cells are balanced over the folds by the objective that
/// split_deal.h states. Of each fold's remaining subjects about a fifth of the cells, each class among them, is set aside for
/// early stopping: the inner part. Every part of every fold holds each class.
/// Official (3 folds): the data's own folds are tested; inner part as under Patient.
/// HoldOut (1 to kMostFolds folds): for each fold subjects with about 30 % of each class are drawn anew; inner part as under Patient.
/// LeaveOneOut (0, or the number of subjects): fold i tests the i-th subject that has cells; inner part as under Patient.
/// Paper (1 to kMostFolds folds): seeded, class-stratified 70/30 partitions by image.
/// Own is refused: it is read from a file.
///
/// With `stratify`, a grouped protocol also balances classes × values of that fact, subjects whose value is missing being a value of their own, as far as
/// the classes allow it. Fails with InvalidArgument where the fact is known of no subject, or the protocol is Paper, which knows no subjects.
///
/// For the grouped protocols a subject counts for the class of most of its cells; where a class then has too few, every subject counts for
/// all its classes. A class needs as many subjects as folds, 3 at least, and 4 for two folds. Fails with NoSubjects, TooFewSubjects, OneClassOnly,
/// EmptyDataset, TooLarge (LeaveOneOut: more than kMostFolds subjects) or InvalidArgument (folds out of range; Paper: a class has one
/// cell; Official: a cell is in no official fold).
Result<Split> makeSplit(const Dataset& dataset, Protocol protocol, int folds, std::uint64_t seed, Stratify stratify = Stratify::None);

/// A split that a person made elsewhere. The first line of the table names its columns, separated by comma, semicolon or tab; others than these
/// are ignored:
///   path     below Dataset::root, as the file lies there; or sha256 of the file; with both, path tells files of the same content apart
///   fold     whole numbers without a gap, from 0 or from 1; 200 folds at the most
///   part     train, validation or test: then a cell has a line in every fold. Without that column a cell has one line, which names the fold that
///            tests it, and the inner part is drawn as under Protocol::Patient, by image where no subject is known
/// The file is read by CsvReader: UTF-8, each column's name once (of those that are passed over too), lines without any text passed over.
/// Every cell of the data must be named and every line be of one, no part may be empty, and each class must train in each fold. A subject may not be
/// in two parts of a fold; where no subject is known at all, nothing can keep patients apart and the table is taken at its word.
/// Fails with what reading says, ReadFailed (a line that cannot be understood), or InvalidArgument, NoSubjects, TooFewSubjects, OneClassOnly or
/// EmptyDataset where table and data contradict each other. Errors name the file and, where there is one, the line.
Result<Split> splitFromCsv(const Dataset& dataset, const std::filesystem::path& csv, std::uint64_t seed = 0);

/// Proves it: no cell in two parts, none outside the data, no subject in two parts of a fold (all but Paper; Own: where subjects are known). Patient,
/// Official, LeaveOneOut: each subject is tested in just one fold; Official: that of its own; LeaveOneOut: alone. HoldOut, LeaveOneOut, Own: no
/// part is empty, each class trains; HoldOut: each class is in each part. Says the first violation.
/// Not complete: cells may be in no part, parts empty and classes absent; all else holds.
Result<void> verifySplit(const Dataset& dataset, const Split& split, bool complete = true);

/// For run/split.json, version 2: "cells" holds each cell's path relative to Dataset::root, SHA-256 (null: not known) and subject (null: not known);
/// "folds" holds, for each part, indices into "cells".
nlohmann::json toJson(const Dataset& dataset, const Split& split);

/// The split that a run recorded, on data that may have moved. Version 2: a cell is found by its content, wherever it lies and whatever it is called;
/// the path decides between files of the same content, and finds cells where either side knows no SHA-256. Version 1, which recorded
/// none: by path. Fails with ReadFailed (damaged, naming `file`), or with DataChanged where a cell is gone, has another
/// content or its subject is another one; with allowMissing such cells are left out instead. Follow it by verifySplit().
Result<Split> splitFromJson(const Dataset& dataset, const nlohmann::json& json, const std::filesystem::path& file, bool allowMissing);

}  // namespace leukolens::dataset
