// Times as they stand in files, reports and exports.
#pragma once

#include <ctime>
#include <string>

namespace leukolens {

/// ISO 8601, local time with offset: "2024-05-31T09:07:00+02:00".
std::string isoLocalTime(std::time_t time);
std::string isoLocalTimeNow();

/// ISO 8601, UTC: "2024-05-31T07:07:00Z".
std::string isoUtcNow();

}  // namespace leukolens
