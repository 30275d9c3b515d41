#include "core/dataset/cnmc_name.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace leukolens::dataset {
namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isLower(char c) {
    return c >= 'a' && c <= 'z';
}
bool isUpper(char c) {
    return c >= 'A' && c <= 'Z';
}

/// Only digits, and small enough for an int.
std::optional<int> wholeNumber(std::string_view text) {
    if (text.empty() || !std::all_of(text.begin(), text.end(), isDigit)) return std::nullopt;
    int value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{}) return std::nullopt;
    return value;
}

/// The five fields between the underscores; nothing if there are more or fewer.
std::optional<std::array<std::string_view, 5>> fields(std::string_view stem) {
    std::array<std::string_view, 5> parts;
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        const std::size_t end = stem.find('_');
        if (end == std::string_view::npos) return std::nullopt;
        parts[i] = stem.substr(0, end);
        stem.remove_prefix(end + 1);
    }
    if (stem.find('_') != std::string_view::npos) return std::nullopt;
    parts.back() = stem;
    return parts;
}

}  // namespace

std::optional<CnmcName> parseCnmcName(std::string_view stem) {
    const auto parts = fields(stem);
    if (!parts) return std::nullopt;
    const auto& [uid, subject, image, cell, label] = *parts;
    const auto imageNumber = wholeNumber(image);
    const auto cellNumber = wholeNumber(cell);
    const bool subjectFits = !subject.empty() && std::all_of(subject.begin(), subject.end(),
                                                             [](char c) { return isDigit(c) || isLower(c) || isUpper(c); });
    if (uid != "UID" || !subjectFits || !imageNumber || !cellNumber || (label != "all" && label != "hem"))
        return std::nullopt;

    CnmcName name{std::string(subject), *imageNumber, *cellNumber, std::string(label)};
    for (char& c : name.subject) {
        if (isLower(c)) c = static_cast<char>(c - 'a' + 'A');
    }
    return name;
}

}  // namespace leukolens::dataset
