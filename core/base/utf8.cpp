#include "core/base/utf8.h"

#include <cstdint>

namespace leukolens {
namespace {

/// Bytes of the character that begins the text; 0 if it is none.
std::size_t characterLength(std::string_view text) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0u; };
    const auto follows = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) { return byte(i) >= low && byte(i) <= high; };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const unsigned low = first == 0xE0 ? 0xA0 : 0x80;
        const unsigned high = first == 0xED ? 0x9F : 0xBF;
        return follows(1, low, high) && follows(2) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const unsigned low = first == 0xF0 ? 0x90 : 0x80;
        const unsigned high = first == 0xF4 ? 0x8F : 0xBF;
        return follows(1, low, high) && follows(2) && follows(3) ? 4 : 0;
    }
    return 0;
}

std::string hexByte(char c) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    const auto value = static_cast<std::uint8_t>(c);
    return std::string("\\x") + kDigits[value >> 4] + kDigits[value & 15];
}

}  // namespace

std::size_t firstNonUtf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = characterLength(text.substr(at));
        if (length == 0) return at;
        at += length;
    }
    return std::string_view::npos;
}

std::string quotedForMessage(std::string_view text, std::size_t maxBytes) {
    std::string shown = "'";
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = characterLength(text.substr(at));
        const bool plain = length > 1 || (length == 1 && static_cast<std::uint8_t>(text[at]) >= 0x20 && text[at] != 0x7F);
        const std::string piece = plain ? std::string(text.substr(at, length)) : hexByte(text[at]);
        if (shown.size() + piece.size() > maxBytes) return shown + "…'";
        shown += piece;
        at += plain ? length : 1;
    }
    return shown + "'";
}

}  // namespace leukolens
