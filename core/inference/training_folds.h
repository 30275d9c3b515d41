// The folds of one training: models that learnt alike, each from other cells.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "core/inference/model_card.h"

namespace leukolens::inference {

struct FoldModel {
    int fold = 0;  ///< 1-based
    std::filesystem::path file;
    friend bool operator==(const FoldModel&, const FoldModel&) = default;
};

/// Same settings, data, folds, network and classes, by what the cards say. False where a card does not know.
bool areOfOneTraining(const ModelCard& a, const ModelCard& b);

/// The folds of the training that the model is of, itself among them, by number. They are looked for beside the model, as a run keeps them (fold-1/best.leukomodel, fold-2/…) or a list of models
/// does, then in `folders`: of models, of a run, or of runs. A fold that is still being trained has no measured values on its card and is passed over, as is what cannot be read. Only cards are
/// read. Empty where the card knows of no folds.
std::vector<FoldModel> foldsOfTraining(const std::filesystem::path& model, const ModelCard& card, std::span<const std::filesystem::path> folders);

}  // namespace leukolens::inference
