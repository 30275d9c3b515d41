// Pictures that are in a data set twice, and what that spoils.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/dataset/dataset.h"
#include "core/dataset/split.h"

namespace leukolens::dataset {

enum class LeakKind {
    Exact,  ///< the same SHA-256
    Near,   ///< alike: near_duplicates.h
};

/// What two cells have in common; the first that holds.
enum class LeakPlace {
    TrainingAndExternal,  ///< one of them is of the external test, the other is not
    BetweenClasses,
    BetweenSubjects,  ///< of one class, of two known subjects
    WithinClass,      ///< of one subject, or a subject is not known
};

std::string_view toString(LeakKind kind);    ///< "exact", "near"
std::string_view toString(LeakPlace place);  ///< "training_and_external", "between_classes", "between_subjects", "within_class"

struct Leak {
    LeakKind kind = LeakKind::Exact;
    LeakPlace place = LeakPlace::WithinClass;
    int first = 0;            ///< place in Dataset::cells; from cells.size() on, in Dataset::external
    int second = 0;           ///< likewise, greater than first
    double similarity = 1.0;  ///< 1 for Exact, else as in NearPair
    std::string message;      ///< plain English, about the second cell
};

/// As near pairs do, a group of n pictures that are the same gives n − 1 findings that connect it.
struct Leaks {
    std::vector<Leak> findings;  ///< by first, then second
};

/// The cell at a place as in Leak. Throws std::out_of_range for another number.
const Cell& cellAt(const Dataset& dataset, int place);

/// By content and by sketch: cells without a SHA-256 are compared by their sketches alone, those without a sketch by their content alone.
/// Fails with Cancelled or OutOfMemory.
Result<Leaks> findLeaks(const Dataset& dataset, ProgressSink& progress, const CancelToken& cancel);

/// The findings whose cells are both in `to` as well, told by their paths, as they are there: corrected, decided upon, in other places.
Leaks carriedOver(const Dataset& from, const Leaks& leaks, const Dataset& to);

enum class Part { Train, Validation, Test, External };

std::string_view toString(Part part);  ///< "train", "validation", "test", "external"

/// Two cells that are the same, in two parts of one fold.
struct LeakAcross {
    int fold = 0;      ///< index into Split::folds
    int finding = -1;  ///< index into Leaks::findings; −1: the two are linked by other findings whose cells are in no part
    int first = 0;     ///< places as in Leak
    int second = 0;
    Part firstPart = Part::Train;
    Part secondPart = Part::Test;

    /// What is tested was learnt or chosen from; otherwise the two are in train and validation, which spoils early stopping alone.
    bool spoilsTest() const;
};

/// Findings that a split divides, by fold, then finding. Under the protocol official, the only one that tests it, the external test is a part of every fold. Where validation is the test part itself
/// (protocol paper), its cells count as test. Empty exactly if no group of same pictures is in two parts of any fold. Throws std::out_of_range
/// where the split names cells that the data lack (verifySplit() first).
std::vector<LeakAcross> leaksAcross(const Dataset& dataset, const Split& split, const Leaks& leaks);

}  // namespace leukolens::dataset
