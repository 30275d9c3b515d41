#include "core/base/base64.h"

#include <algorithm>
#include <array>

namespace leukolens {
namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> makeValues() {
    std::array<std::int8_t, 256> values{};
    for (auto& value : values) value = -1;
    for (std::size_t i = 0; i < kDigits.size(); ++i) values[static_cast<unsigned char>(kDigits[i])] = static_cast<std::int8_t>(i);
    return values;
}
constexpr auto kValues = makeValues();

}  // namespace

std::string toBase64(std::span<const std::uint8_t> bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t left = std::min<std::size_t>(3, bytes.size() - at);
        std::uint32_t word = std::uint32_t{bytes[at]} << 16;
        if (left > 1) word |= std::uint32_t{bytes[at + 1]} << 8;
        if (left > 2) word |= bytes[at + 2];
        for (std::size_t digit = 0; digit < 4; ++digit)
            text += digit <= left ? kDigits[word >> (18 - 6 * digit) & 63] : '=';
    }
    return text;
}

std::optional<Bytes> fromBase64(std::string_view text) {
    if (text.size() % 4 != 0) return {};
    Bytes bytes;
    bytes.reserve(text.size() / 4 * 3);
    for (std::size_t at = 0; at < text.size(); at += 4) {
        std::uint32_t word = 0;
        std::size_t padding = 0;
        for (std::size_t digit = 0; digit < 4; ++digit) {
            const char c = text[at + digit];
            const int value = kValues[static_cast<unsigned char>(c)];
            const bool pad = c == '=' && digit >= 2 && at + 4 == text.size();
            if ((value < 0 && !pad) || (padding > 0 && !pad)) return {};
            padding += pad;
            word = word << 6 | static_cast<std::uint32_t>(pad ? 0 : value);
        }
        for (std::size_t i = 0; i < 3 - padding; ++i) bytes.push_back(static_cast<std::uint8_t>(word >> (16 - 8 * i)));
    }
    return bytes;
}

}  // namespace leukolens
