// Trainings of finders that are over in a second or two, and learn next to nothing.
#pragma once

#include "core/fields/field_training.h"

namespace leukolens::test {

class QuietObserver final : public fields::FieldObserver {
    void onNotice(const std::string&) override {}
    void onEpoch(const fields::FieldEpoch&) override {}
};

/// From random weights, one epoch, in numbers that are the same on every processor.
inline fields::FieldTrainSettings quickFieldSettings() {
    fields::FieldTrainSettings settings;
    settings.shortSidePx = 112;
    settings.epochs = 1;
    settings.regions = 16;
    settings.testShare = 0.4;
    settings.device = "cpu";
    settings.precision = "fp32";
    return settings;
}

}  // namespace leukolens::test
