// What a person should be warned of while a network trains, seen in the figures alone.
#pragma once

#include <span>
#include <vector>

#include "core/experiment/run.h"

namespace leukolens::experiment {

enum class AlarmKind {
    SubjectsShared,       ///< the protocol lets patients be in training and test: figures flatter
    RateTooHigh,          ///< the training loss rises, jumps up and down, or is no number any more
    LossNotFalling,       ///< after three epochs the training loss is where it began
    OneClassOnly,         ///< every validation cell is called the same class
    ValidationTooGood,    ///< validation is much better than training, three epochs running
    ValidationPerfect,    ///< not one validation cell wrong, two epochs running
};

/// One warning. Text for people is made by who shows it.
struct Alarm {
    AlarmKind kind = AlarmKind::SubjectsShared;
    int fold = 0;   ///< 1-based; 0: all folds
    int epoch = 0;  ///< the epoch after which it was seen; 0: before the first
    /// The two figures that say it: accuracies 0…1 (ValidationTooGood, ValidationPerfect, OneClassOnly) or losses, earlier and now.
    double training = 0, validation = 0;
    friend bool operator==(const Alarm&, const Alarm&) = default;
};

/// What the history does not tell.
struct AlarmFacts {
    /// Cells of each class in each fold's validation part, [fold − 1][class]; empty: not known, and OneClassOnly is not looked for.
    std::vector<std::vector<int>> validationClasses = {};
    int divergedFold = 0;                              ///< a fold that ended because its loss was no number; 0: none
};

/// Each kind at most once a fold, when it was first seen; by fold, then epoch. LossNotFalling is taken back once the loss has fallen. The history may be of several folds, in any order.
std::vector<Alarm> alarmsFor(const TrainSettings& settings, std::span<const EpochRecord> history, const AlarmFacts& facts);

}  // namespace leukolens::experiment
