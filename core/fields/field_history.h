// history.csv of a run folder of a finder of cells: a row an epoch.
#pragma once

#include <filesystem>
#include <vector>

#include "core/base/result.h"
#include "core/detection/detection_trainer.h"

namespace leukolens::fields {

/// One row: means over the epoch's steps.
struct FieldEpoch {
    int epoch = 0;  ///< 1-based
    detection::StepLosses losses;
    double learningRate = 0;  ///< of its last step
    double seconds = 0;
};

/// No rows, in the place of what is there. All fail as reading and writing do.
Result<void> beginFieldHistory(const std::filesystem::path& run);
Result<void> appendToFieldHistory(const std::filesystem::path& run, const FieldEpoch& epoch);

/// Keeps the first `epochs` rows and gives their seconds.
Result<std::vector<double>> keepFieldHistory(const std::filesystem::path& run, std::size_t epochs);

/// Mean over all epochs. Fails with ReadFailed too, where no row says a time.
Result<double> meanSecondsAnEpoch(const std::filesystem::path& run);

}  // namespace leukolens::fields
