#include "core/weights/crc32.h"

#include <array>
#include <cstring>

namespace leukolens::weights {
namespace {

using Tables = std::array<std::array<std::uint32_t, 256>, 8>;

/// tables[k][b]: effect of byte b that is followed by k more bytes of the step.
constexpr Tables makeTables() {
    Tables tables{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t value = byte;
        for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? 0xedb88320u : 0);
        tables[0][byte] = value;
    }
    for (std::uint32_t byte = 0; byte < 256; ++byte)
        for (std::size_t k = 1; k < 8; ++k) tables[k][byte] = (tables[k - 1][byte] >> 8) ^ tables[0][tables[k - 1][byte] & 0xff];
    return tables;
}

constexpr Tables kTables = makeTables();

}  // namespace

std::uint32_t crc32(std::span<const std::uint8_t> bytes) {
    std::uint32_t crc = ~0u;
    while (bytes.size() >= 8) {
        std::uint32_t low, high;
        std::memcpy(&low, bytes.data(), 4);
        std::memcpy(&high, bytes.data() + 4, 4);
        low ^= crc;
        crc = kTables[7][low & 0xff] ^ kTables[6][(low >> 8) & 0xff] ^ kTables[5][(low >> 16) & 0xff] ^ kTables[4][low >> 24] ^
              kTables[3][high & 0xff] ^ kTables[2][(high >> 8) & 0xff] ^ kTables[1][(high >> 16) & 0xff] ^ kTables[0][high >> 24];
        bytes = bytes.subspan(8);
    }
    for (const auto byte : bytes) crc = (crc >> 8) ^ kTables[0][(crc ^ byte) & 0xff];
    return ~crc;
}

}  // namespace leukolens::weights
