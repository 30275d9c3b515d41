#include <algorithm>
#include <array>

#include "core/image/probe.h"

namespace leukolens::image {
namespace {

constexpr std::array<std::uint32_t, 256> crcTable() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < table.size(); ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit) value = value & 1 ? 0xedb88320u ^ (value >> 1) : value >> 1;
        table[i] = value;
    }
    return table;
}

/// CRC-32 as in PNG's specification, annex D.
std::uint32_t crc32(std::span<const std::uint8_t> bytes) {
    static constexpr auto kTable = crcTable();
    std::uint32_t crc = 0xffffffffu;
    for (const std::uint8_t byte : bytes) crc = kTable[(crc ^ byte) & 0xff] ^ (crc >> 8);
    return crc ^ 0xffffffffu;
}

/// Bytes that the pixels have at least once unpacked; 0 for a combination that PNG does not know.
std::uint64_t unpackedBytes(const Size& size, std::uint32_t bitDepth, std::uint32_t colourType) {
    constexpr std::array<std::uint64_t, 7> kChannels{1, 0, 3, 1, 2, 0, 4};
    constexpr std::array<std::uint32_t, 5> kDepths{1, 2, 4, 8, 16};
    if (colourType >= kChannels.size() || std::find(kDepths.begin(), kDepths.end(), bitDepth) == kDepths.end()) return 0;
    return static_cast<std::uint64_t>(size.width * size.height) * kChannels[colourType] * bitDepth / 8;
}

/// Walks the chunks to IEND; gives how many bytes of packed pixels there are.
Result<std::uint64_t> packedBytes(const ByteView& view, const Suspect& suspect) {
    std::uint64_t packed = 0;
    for (std::uint64_t at = 8;;) {
        if (!view.holds(at, 12)) {
            return damaged(suspect,
                           "is truncated: it ends after " + std::to_string(view.size()) + " bytes without PNG's end mark");
        }
        const std::uint64_t length = view.u32(at);
        const auto name = view.part(at + 4, 4);
        const std::string type(name.begin(), name.end());
        if (!view.holds(at + 8, length + 4)) {
            return damaged(suspect, "is truncated: a part of it needs " + std::to_string(length + 4) + " bytes, " +
                                        std::to_string(view.size() - at - 8) + " are left");
        }
        const bool critical = (name[0] & 0x20) == 0;
        const std::uint32_t expected = view.u32(at + 8 + length);
        const std::uint32_t found = critical ? crc32(view.part(at + 4, length + 4)) : expected;
        if (found != expected) {
            return damaged(suspect, "was changed or damaged: the checksum at byte " + std::to_string(at) + " should be " +
                                        std::to_string(expected) + ", it is " + std::to_string(found));
        }
        if (type == "IDAT") packed += length;
        if (type == "IEND") return packed;
        at += length + 12;
    }
}

}  // namespace

Result<Size> probePng(const Suspect& suspect) {
    constexpr std::uint64_t kHeaderEnd = 33;  // signature, IHDR, its checksum
    const ByteView view(suspect.bytes, true);
    if (!view.holds(0, kHeaderEnd)) {
        return damaged(suspect, "is truncated: a PNG header has 33 bytes, the file has " + std::to_string(view.size()));
    }
    if (view.u32(8) != 13 || view.u32(12) != 0x49484452u) return damaged(suspect, "is a PNG without a header");
    const Size size{view.u32(16), view.u32(20)};
    if (const auto fits = checkSize(size, suspect); !fits) return fail(fits.error());

    const auto packed = packedBytes(view, suspect);
    if (!packed) return fail(packed.error());
    const std::uint64_t unpacked = unpackedBytes(size, view.u8(24), view.u8(25));
    if (unpacked == 0) {
        return damaged(suspect, "says it has bit depth " + std::to_string(view.u8(24)) + " and colour type " +
                                    std::to_string(view.u8(25)) + ", which PNG does not know");
    }
    constexpr std::uint64_t kDeflateMaxRatio = 1032;
    if (*packed * kDeflateMaxRatio < unpacked) {
        return damaged(suspect, "has " + std::to_string(*packed) + " bytes of packed pixels, too few for the " +
                                    std::to_string(unpacked) + " bytes that its size asks for");
    }
    return size;
}

}  // namespace leukolens::image
