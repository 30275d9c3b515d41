// One setting's value against its row of the table, and to and from JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

#include "core/experiment/setting_table.h"

namespace leukolens::experiment {

/// "inputPx is 74, expected 75 to 1024 px"; nothing if the value is right.
std::optional<std::string> complaintAbout(const Setting& setting, const Setting::Value& value);

/// What its value has to be: "a whole number", "one of none, weights, sampling".
std::string kindOf(const Setting& setting);

nlohmann::json jsonOf(const Setting& setting, const Setting::Value& value);
/// Nothing if the value is of another kind, or a word that is not known. Its range is not looked at.
std::optional<Setting::Value> valueFromJson(const Setting& setting, const nlohmann::json& json);

/// Shortest text that reads back as the same number.
std::string plain(double value);
/// "a; b; c".
std::string joined(const std::vector<std::string>& texts);
/// A foreign text made fit for a message.
std::string shortened(std::string text);

}  // namespace leukolens::experiment
