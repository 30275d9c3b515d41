// How much work a run is, and about how long it takes here: said before it starts.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/dataset/dataset.h"
#include "core/experiment/train_settings.h"

namespace leukolens::experiment {

/// Cells that pass through the network, all folds together.
struct RunCounts {
    int cells = 0, subjects = 0;  ///< subjects 0: none are known
    int folds = 0;
    std::int64_t trainCells = 0, validationCells = 0, testCells = 0;  ///< sums over the folds' parts
    std::int64_t batchesAnEpoch = 0;                                   ///< of the fold with the most
    std::int64_t steps = 0;                                            ///< of all folds, if none stops early

    int trainCellsAFold() const { return folds > 0 ? static_cast<int>(trainCells / folds) : 0; }
};

/// Fails as dataset::makeSplit() does.
Result<RunCounts> countRun(const dataset::Dataset& dataset, const TrainSettings& settings);

/// What the settings' network takes for one cell on this computer.
struct Speed {
    double trainSeconds = 0;     ///< step, both ways
    double evaluateSeconds = 0;  ///< forward alone
    double trunkSeconds = 0;     ///< frozen trunk: one picture to its vector; the two others are 0 then
    std::string device, precision;  ///< as used
};

/// Runs the network on generated pictures for about two seconds; a single batch may take longer. Memory and cores are used as a training
/// uses them: never beside one. Fails with Cancelled, NoDevice, InvalidArgument, with OutOfMemory where the batch does not fit, and as
/// opening the weights does (frozen trunk only).
Result<Speed> measureSpeed(const TrainSettings& settings, int classes, const CancelToken& cancel);

/// Of all folds if none stops early; loading and decoding cells are not counted.
double secondsOf(const RunCounts& counts, const TrainSettings& settings, const Speed& speed);

}  // namespace leukolens::experiment
