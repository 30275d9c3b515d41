// The split that settings ask for.
#pragma once

#include "core/base/result.h"
#include "core/dataset/split.h"
#include "core/experiment/train_settings.h"

namespace leukolens::experiment {

/// Whether TrainSettings::folds says how many folds there are: the data's own folds, a fold a subject, and a table of the person's have their
/// own number.
bool choosesFolds(dataset::Protocol protocol);

/// Whether early stopping looks at cells that are not tested: all protocols but the paper's.
bool hasInnerPart(dataset::Protocol protocol);

/// By TrainSettings::protocol, folds and seed; protocol own: from TrainSettings::splitFile. Proven by verifySplit(). Fails as makeSplit(),
/// splitFromCsv() and verifySplit() do.
Result<dataset::Split> plannedSplit(const dataset::Dataset& dataset, const TrainSettings& settings);

}  // namespace leukolens::experiment
