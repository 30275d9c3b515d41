// The model card of a trained fold.
#pragma once

#include "core/dataset/dataset.h"
#include "core/dataset/split.h"
#include "core/engine/trainer.h"
#include "core/experiment/cell_colours.h"
#include "core/experiment/train_settings.h"
#include "core/inference/model_card.h"

namespace leukolens::experiment {

struct FoldFacts {
    int number = 1;  ///< 1-based
    int folds = 1;
    int bestEpoch = 0;
    std::string dataSha256;  ///< dataset::fingerprint()
    std::span<const CellColours> colours{};  ///< of the data set's cells
};

/// Everything but what is measured of the network: classes with their counts of cells and subjects, input, settings, data, and of the training cells
/// the colours, the sharpness and the background, where enough of them are known.
inference::ModelCard foldCard(const dataset::Dataset& dataset, const dataset::Fold& fold, const TrainSettings& settings, const FoldFacts& facts);

/// Accuracy, balanced accuracy, weighted F1, and where there is a blast class its sensitivity, specificity and AUROC, each on the test part with its interval (over subjects, or over
/// cells where not every one is known), then the loss.
std::vector<inference::CardMetric> foldMetrics(const dataset::Dataset& dataset, const std::vector<int>& test, const engine::Evaluation& evaluation,
                                               const TrainSettings& settings);

}  // namespace leukolens::experiment
