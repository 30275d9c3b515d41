// A split counted for drawing: which part each subject's cells are in, fold by fold.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/dataset.h"
#include "core/dataset/split.h"
#include "core/dataset/split_balance.h"
#include "core/experiment/train_settings.h"

namespace leukolens::ui {

struct PartCounts {
    int train = 0, validation = 0, test = 0;
    bool validationIsTest = false;  ///< Paper: the same cells serve both

    /// In more than one part.
    bool shared() const {
        return (train > 0 && (validation > 0 || test > 0)) || (validation > 0 && test > 0 && !validationIsTest);
    }
};

/// One column of the grid: a subject, or a whole class where no subject is known.
struct SplitColumn {
    std::string name;
    int classIndex = 0;  ///< of most of its cells
    int cells = 0;
};

struct SplitPlan {
    dataset::Split split;
    dataset::Protocol protocol = dataset::Protocol::Patient;
    bool bySubject = true;
    std::vector<SplitColumn> columns;            ///< ordered by class, then name
    std::vector<std::vector<PartCounts>> folds;  ///< [fold][column]
    int sharedSubjects = 0;                      ///< subjects in two parts of some fold
    dataset::SplitBalance balance;
};

/// Splits as the training would, proves the split, counts it. Fails as plannedSplit() does.
Result<SplitPlan> planSplit(const dataset::Dataset& dataset, const experiment::TrainSettings& settings);

}  // namespace leukolens::ui
