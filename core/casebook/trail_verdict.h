// Private to this folder: what lines of the trail say.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "core/casebook/case_types.h"

namespace leukolens::casebook {

/// The member of that name; null where there is none, or `entry` is no object.
const nlohmann::json& partOf(const nlohmann::json& entry, const char* key);

/// The member of that name where it is a text.
std::optional<std::string> textOf(const nlohmann::json& entry, const char* key);

/// Puts in what a line says of a verdict; what it does not say stays.
void applyTo(Verdict& verdict, const nlohmann::json& said);

}  // namespace leukolens::casebook
