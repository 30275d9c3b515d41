// The list of training cells that a fold's model carries.
#pragma once

#include "core/dataset/dataset.h"
#include "core/dataset/split.h"
#include "core/inference/reference_cells.h"

namespace leukolens::experiment {

/// What the best network's last layer saw of two parts of a fold: cells × length, in the order of the part.
struct PartFeatures {
    std::vector<float> train, validation;
};

/// The limit keeps 95 % of the validation cells; where they are the test cells, which nothing may be chosen on, of the training cells, each compared with the others. Nothing where there are
/// fewer than kFewestReferences training cells. Fails with InvalidArgument for vectors that are no numbers.
Result<std::optional<inference::ReferenceCells>> referencesOfFold(const dataset::Dataset& dataset, const dataset::Fold& fold, const PartFeatures& features, bool validationIsTest);

inline constexpr std::size_t kFewestReferences = 20;

}  // namespace leukolens::experiment
