// Which cells an epoch trains on, in which order and batches.
#pragma once

#include <cstdint>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/experiment/train_settings.h"

namespace leukolens::experiment {

/// The training part of one fold.
struct TrainingPart {
    const dataset::Dataset& dataset;
    const std::vector<int>& cells;
    ClassBalance balance = ClassBalance::None;
    std::uint64_t seed = 1;
    int fold = 1;  ///< 1-based
};

/// How many cells an epoch goes through: all of the part once; with Sampling as many of each class as the largest has.
std::size_t cellsAnEpoch(const TrainingPart& part);

/// Shuffled by seed, fold and epoch (1-based) alone. Sampling: every cell as often as it fits, which ones once more is drawn.
std::vector<int> epochOrder(const TrainingPart& part, int epoch);

/// Of an epoch. A last batch of one cell would break batch norm and joins the one before. batch ≥ 1.
std::vector<std::size_t> batchSizes(std::size_t cells, std::size_t batch);

/// Weights: each class by 1/its share, divided by the number of classes, so that equal classes weigh 1. Empty for other balances.
std::vector<double> classWeights(const TrainingPart& part);

}  // namespace leukolens::experiment
