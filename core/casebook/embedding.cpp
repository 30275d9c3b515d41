#include "core/casebook/embedding.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace leukolens::casebook {
namespace {

static_assert(std::endian::native == std::endian::little, "columns hold little-endian numbers");

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> makeValues() {
    std::array<std::int8_t, 256> values{};
    for (auto& value : values) value = -1;
    for (std::size_t i = 0; i < kDigits.size(); ++i) values[static_cast<unsigned char>(kDigits[i])] = static_cast<std::int8_t>(i);
    return values;
}
constexpr auto kValues = makeValues();

tl::unexpected<Error> damaged() {
    return fail(ErrorCode::StoreFailed, "the case file is damaged (a cell's vector is no vector)", {}, "Restore it from a backup, or choose another case file.");
}

}  // namespace

std::string embeddingToColumn(std::span<const float> embedding) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(embedding.data());
    const std::size_t count = embedding.size_bytes();
    std::string text;
    text.reserve((count + 2) / 3 * 4);
    for (std::size_t at = 0; at < count; at += 3) {
        const std::size_t left = std::min<std::size_t>(3, count - at);
        std::uint32_t word = std::uint32_t{bytes[at]} << 16;
        if (left > 1) word |= std::uint32_t{bytes[at + 1]} << 8;
        if (left > 2) word |= bytes[at + 2];
        for (std::size_t digit = 0; digit < 4; ++digit)
            text += digit <= left ? kDigits[word >> (18 - 6 * digit) & 63] : '=';
    }
    return text;
}

Result<std::vector<float>> embeddingFromColumn(const std::string& column) {
    if (column.size() % 4 != 0) return damaged();
    std::vector<std::uint8_t> bytes;
    bytes.reserve(column.size() / 4 * 3);
    for (std::size_t at = 0; at < column.size(); at += 4) {
        std::uint32_t word = 0;
        std::size_t padding = 0;
        for (std::size_t digit = 0; digit < 4; ++digit) {
            const char c = column[at + digit];
            const int value = kValues[static_cast<unsigned char>(c)];
            const bool pad = c == '=' && digit >= 2 && at + 4 == column.size();
            if ((value < 0 && !pad) || (padding > 0 && !pad)) return damaged();
            padding += pad;
            word = word << 6 | static_cast<std::uint32_t>(pad ? 0 : value);
        }
        for (std::size_t i = 0; i < 3 - padding; ++i) bytes.push_back(static_cast<std::uint8_t>(word >> (16 - 8 * i)));
    }
    if (bytes.size() % sizeof(float) != 0) return damaged();
    std::vector<float> embedding(bytes.size() / sizeof(float));
    if (!bytes.empty()) std::memcpy(embedding.data(), bytes.data(), bytes.size());
    return embedding;
}

}  // namespace leukolens::casebook
