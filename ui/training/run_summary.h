// What a run would be, in words: cells, batches, steps, time.
#pragma once

#include <QString>

namespace leukolens::experiment {
struct RunCounts;
struct Speed;
struct TrainSettings;
}  // namespace leukolens::experiment

namespace leukolens::dataset {
struct Dataset;
}

namespace leukolens::ui {

/// "10,661 cells · 73 patients · 2 classes"
QString dataWords(const dataset::Dataset& dataset);
/// "3 folds, about 5,700 training cells each: 357 batches an epoch, 53,550 steps at most."
QString workWords(const experiment::RunCounts& counts, const experiment::TrainSettings& settings);
/// "About 3 h 20 min on this CPU (bf16), less where folds stop early."
QString timeWords(const experiment::RunCounts& counts, const experiment::TrainSettings& settings, const experiment::Speed& speed);
/// "3 h 20 min", rounded as a guess deserves.
QString roughDuration(double seconds);

}  // namespace leukolens::ui
