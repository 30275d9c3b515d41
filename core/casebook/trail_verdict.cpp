#include "core/casebook/trail_verdict.h"

namespace leukolens::casebook {

using nlohmann::json;

const json& partOf(const json& entry, const char* key) {
    static const json kNothing;
    if (!entry.is_object()) return kNothing;
    const auto found = entry.find(key);
    return found == entry.end() ? kNothing : *found;
}

std::optional<std::string> textOf(const json& entry, const char* key) {
    const json& part = partOf(entry, key);
    return part.is_string() ? std::optional(part.get<std::string>()) : std::nullopt;
}

void applyTo(Verdict& verdict, const json& said) {
    if (said.is_string()) verdict.assignedClass = said.get<std::string>();  // as version 1 wrote "from" and "to"
    const auto flag = [&said](const char* key, bool& value) {
        if (const json& part = partOf(said, key); part.is_boolean()) value = part.get<bool>();
    };
    if (const json& name = partOf(said, "class"); name.is_string()) verdict.assignedClass = name.get<std::string>();
    flag("excluded", verdict.excluded);
    flag("marked", verdict.marked);
    flag("reviewed", verdict.reviewed);
}

}  // namespace leukolens::casebook
