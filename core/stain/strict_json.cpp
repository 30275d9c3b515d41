#include "core/stain/strict_json.h"

#include <stdexcept>

namespace leukolens::stain {
namespace {

[[noreturn]] void refuse(const std::string& what) { throw std::invalid_argument(what); }

}  // namespace

void requireKeys(const nlohmann::json& json, std::initializer_list<std::string_view> keys) {
    if (!json.is_object()) refuse("an entry is no object");
    for (const auto key : keys)
        if (!json.contains(key)) refuse("the entry '" + std::string(key) + "' is missing");
    // The other name comes from the file: it is not repeated, whatever it holds.
    if (json.size() != keys.size()) refuse("it holds an entry that is not known");
}

double numberIn(const nlohmann::json& json, const std::string& name, double low, double high) {
    if (!json.is_number()) refuse("'" + name + "' is no number");
    const double value = json.get<double>();
    if (!(value >= low && value <= high)) refuse("'" + name + "' is out of range");
    return value;
}

int wholeIn(const nlohmann::json& json, const std::string& name, int low, int high) {
    if (!json.is_number_integer()) refuse("'" + name + "' is no whole number");
    return static_cast<int>(numberIn(json, name, low, high));
}

const nlohmann::json& arrayOf(const nlohmann::json& json, const std::string& name, std::size_t size) {
    if (!json.is_array() || json.size() != size) refuse("'" + name + "' is no list of " + std::to_string(size));
    return json;
}

}  // namespace leukolens::stain
