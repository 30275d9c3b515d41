#include "core/base/iso_time.h"

#include <array>

namespace leukolens {

std::string isoLocalTime(std::time_t time) {
    std::tm local{};
    ::localtime_r(&time, &local);
    std::array<char, 64> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S%z", &local);
    const std::string compact = text.data();
    // strftime writes the offset as +hhmm; ISO 8601's extended form has a colon in it.
    const std::size_t minutesAt = compact.size() - 2;
    return compact.substr(0, minutesAt) + ':' + compact.substr(minutesAt);
}

std::string isoLocalTimeNow() {
    return isoLocalTime(std::time(nullptr));
}

std::string isoUtcNow() {
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
    return text.data();
}

}  // namespace leukolens
