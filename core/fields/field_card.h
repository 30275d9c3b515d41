// What the card of a trained finder says of its training.
#pragma once

#include <optional>
#include <span>

#include "core/fields/detector_model.h"
#include "core/fields/field_evaluation.h"
#include "core/fields/field_settings.h"

namespace leukolens::fields {

/// train, test: indices of the set's fields. figures: nothing before they are measured. Without the scale.
DetectorCard fieldCard(const FieldSet& set, const FieldTrainSettings& settings, std::span<const int> train, std::span<const int> test, const std::optional<FieldFigures>& figures);

/// How large a pixel of the training fields is as the network sees them, µm: the median of those that tell it, nothing where fewer than a third do. Reads up to 24 of them; fails as that does.
Result<std::optional<double>> shownUmPerPx(const FieldSet& set, const FieldTrainSettings& settings, std::span<const int> train);

}  // namespace leukolens::fields
