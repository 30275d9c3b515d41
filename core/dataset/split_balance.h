// How evenly a split shares out classes and cells, in numbers.
#pragma once

#include <vector>

#include "core/dataset/split.h"

namespace leukolens::dataset {

/// Both by class, as in Dataset::classes.
struct PartBalance {
    std::vector<int> cells;
    std::vector<int> subjects;  ///< that have cells of the class in this part: one with two classes counts for each; 0 where no subject is known
    int allCells = 0;
    int allSubjects = 0;        ///< each once
};

struct FoldBalance {
    PartBalance train, validation, test;
};

/// A fold's test cells against the mean of all folds: 0.04 is 4 % more, -0.04 is 4 % fewer.
struct Deviation {
    double relative = 0.0;  ///< -1 … number of folds - 1; 0 where there is one fold
    int fold = 0;           ///< 0-based
    int classIndex = -1;    ///< -1: all cells
};

struct SplitBalance {
    std::vector<FoldBalance> folds;
    Deviation worstOfClasses;  ///< largest by amount over folds and classes
    Deviation worstOfSizes;    ///< largest by amount over folds, all cells
};

/// The split must pass verifySplit(dataset, split, false). Under Protocol::LeaveOneOut and Protocol::Own, deviations say how large the tested
/// subjects are, not how well the split was made.
SplitBalance balanceOf(const Dataset& dataset, const Split& split);

}  // namespace leukolens::dataset
