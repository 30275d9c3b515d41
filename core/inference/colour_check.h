// Whether classified pictures are stained and photographed like those that the model was trained on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/inference/model_card.h"
#include "core/inference/predictor.h"

namespace leukolens::inference {

/// Gathers what was told of each picture and judges all of them together. Not thread-safe.
class ColourCheck {
public:
    explicit ColourCheck(const ModelCard& card) : m_training(card.colours) {}

    void add(const Prediction& prediction);

    /// Empty: not known, since the card has no training colours or no picture shows enough stain.
    std::optional<stain::Shift> shift() const;

    /// The answer and its reason in plain English; empty where nothing speaks of another stain.
    std::string words() const;

    /// stain::toJson() of the shift, or the verdict "unknown"; with words() as "message" and the count of pictures flagged kForeignColoursFlag as "foreign".
    nlohmann::json json() const;

private:
    std::optional<stain::ShiftReference> m_training;
    std::vector<stain::ColourStatistics> m_pictures;
    int m_foreign = 0;
};

}  // namespace leukolens::inference
