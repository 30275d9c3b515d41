#include "core/inference/colour_check.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace leukolens::inference {

void ColourCheck::add(const Prediction& prediction) {
    if (prediction.colours) m_pictures.push_back(*prediction.colours);
    m_foreign += std::ranges::find(prediction.flags, kForeignColoursFlag) != prediction.flags.end();
}

std::optional<stain::Shift> ColourCheck::shift() const {
    if (!m_training || m_pictures.empty()) return std::nullopt;
    // The card was checked when it was read, and the pictures were measured here.
    return stain::measureShift(*m_training, m_pictures).value();
}

std::string ColourCheck::words() const {
    if (!m_training) return "The model does not say on which colours it was trained: whether these pictures are foreign to it is unknown.";
    const auto found = shift();
    if (!found) return "No picture shows enough stain: whether the pictures are foreign to the model is unknown.";
    switch (found->verdict) {
        case stain::ShiftVerdict::Alike: return {};
        case stain::ShiftVerdict::Shifted:
            return "The colours of these pictures differ from those that the model was trained on: look at the answers before you trust them.";
        case stain::ShiftVerdict::Foreign: break;
    }
    return "The colours of these pictures are foreign to the model (another stain, camera or cut): its answers may be wrong.";
}

nlohmann::json ColourCheck::json() const {
    const auto found = shift();
    nlohmann::json json = found ? stain::toJson(*found) : nlohmann::json{{"verdict", "unknown"}};
    json["foreign"] = m_foreign;
    json["message"] = words();
    return json;
}

}  // namespace leukolens::inference
