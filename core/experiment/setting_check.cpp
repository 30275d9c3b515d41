#include "core/experiment/setting_check.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace leukolens::experiment {
namespace {

using Value = Setting::Value;

constexpr std::size_t kMostShown = 60;

/// The seed takes all 64 bits, also of runs of earlier programs: its value is unsigned behind the sign.
bool isWide(const Setting& setting) { return setting.high > std::numeric_limits<std::int32_t>::max(); }

std::string withUnit(const Setting& setting) {
    const std::string range = plain(setting.low) + " to " + plain(setting.high);
    return setting.unit[0] == '\0' ? range : range + ' ' + setting.unit;
}

std::string wordList(const Setting& setting) {
    std::string list;
    for (const SettingWord& word : setting.words) list += (list.empty() ? "" : ", ") + (word.word[0] == '\0' ? std::string("\"\"") : std::string(word.word));
    return list;
}

bool isKnown(const Setting& setting, const std::string& word) {
    return setting.words.empty() || std::ranges::any_of(setting.words, [&](const SettingWord& known) { return known.word == word; });
}

}  // namespace

std::string plain(double value) {
    constexpr double kExact = 9007199254740992.0;
    if (std::abs(value) < kExact && std::floor(value) == value) return std::to_string(static_cast<std::int64_t>(value));
    return nlohmann::json(value).dump();
}

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const auto& text : texts) all += (all.empty() ? "" : "; ") + text;
    return all;
}

std::string shortened(std::string text) {
    if (text.size() <= kMostShown) return text;
    text.resize(kMostShown);
    // Not in the middle of a character.
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xc0) == 0x80) text.pop_back();
    if (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xc0) == 0xc0) text.pop_back();
    return text + "…";
}

std::string kindOf(const Setting& setting) {
    const Value initial = setting.get(TrainSettings{});
    if (std::holds_alternative<bool>(initial)) return "true or false";
    if (std::holds_alternative<std::int64_t>(initial)) return "a whole number from " + withUnit(setting);
    if (std::holds_alternative<double>(initial)) return "a number from " + withUnit(setting);
    return setting.words.empty() ? "a text" : "one of " + wordList(setting);
}

std::optional<std::string> complaintAbout(const Setting& setting, const Value& value) {
    std::string found;
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        const double number = isWide(setting) ? static_cast<double>(static_cast<std::uint64_t>(*whole)) : static_cast<double>(*whole);
        if (number >= setting.low && number <= setting.high) return {};
        found = isWide(setting) ? std::to_string(static_cast<std::uint64_t>(*whole)) : std::to_string(*whole);
    } else if (const auto* number = std::get_if<double>(&value)) {
        if (std::isfinite(*number) && *number >= setting.low && *number <= setting.high) return {};
        found = std::isfinite(*number) ? plain(*number) : "not a number";
    } else if (const auto* word = std::get_if<std::string>(&value)) {
        if (isKnown(setting, *word)) return {};
        return std::string(setting.key) + " is \"" + shortened(*word) + "\", expected one of " + wordList(setting);
    } else {
        return {};
    }
    return std::string(setting.key) + " is " + found + ", expected " + withUnit(setting);
}

nlohmann::json jsonOf(const Setting& setting, const Value& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value); whole && isWide(setting)) return static_cast<std::uint64_t>(*whole);
    return std::visit([](const auto& v) { return nlohmann::json(v); }, value);
}

std::optional<Value> valueFromJson(const Setting& setting, const nlohmann::json& json) {
    const Value initial = setting.get(TrainSettings{});
    if (std::holds_alternative<bool>(initial)) return json.is_boolean() ? std::optional<Value>(json.get<bool>()) : std::nullopt;
    if (std::holds_alternative<double>(initial)) return json.is_number() ? std::optional<Value>(json.get<double>()) : std::nullopt;
    if (std::holds_alternative<std::string>(initial)) {
        if (!json.is_string() || !isKnown(setting, json.get<std::string>())) return std::nullopt;
        return json.get<std::string>();
    }
    if (!json.is_number_integer() || (isWide(setting) && !json.is_number_unsigned())) return std::nullopt;
    if (!json.is_number_unsigned() || isWide(setting)) return json.get<std::int64_t>();
    // Too large for the sign stays too large.
    constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
    return static_cast<std::int64_t>(std::min(json.get<std::uint64_t>(), kMost));
}

}  // namespace leukolens::experiment
