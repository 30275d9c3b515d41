// Times as they stand in the case file, in reports and in exports.
#pragma once

#include <ctime>
#include <string>

namespace leukolens::casebook {

/// ISO 8601, local time with offset: "2024-05-31T09:07:00+02:00".
std::string isoLocalTime(std::time_t time);
std::string isoLocalTimeNow();

}  // namespace leukolens::casebook
