// Training on fewer subjects, to see what more would bring.
#pragma once

#include "core/dataset/split.h"

namespace leukolens::dataset {

/// The split with so much of each fold's training subjects: the share of those of each class (a subject being of the class of most of its cells), rounded up, so that each
/// class keeps one at the least. Validation and test parts stay whole. A smaller share's subjects are among a larger one's. By image under Protocol::Paper, and where no subject is
/// known. `seed` chooses. share: above 0, at most 1, which changes nothing.
Split withTrainingShare(const Dataset& dataset, Split split, double share, std::uint64_t seed);

/// Subjects (images, where none is known) of a part of a fold.
int unitsOf(const Dataset& dataset, Protocol protocol, const std::vector<int>& cells);

}  // namespace leukolens::dataset
