// Dates of the calendar as they stand in files: ISO 8601, "2024-05-31".
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace leukolens {

/// Nothing where the text is not exactly that form, or names no day there is. Years 1000 to 9999.
std::optional<std::chrono::sys_days> isoDate(std::string_view text);
std::string isoDate(std::chrono::sys_days day);

}  // namespace leukolens
