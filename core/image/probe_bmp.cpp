#include <algorithm>
#include <array>
#include <bit>

#include "core/image/bmp_header.h"

namespace leukolens::image {
namespace {

constexpr std::uint32_t kFileHeaderBytes = 14;
constexpr std::uint32_t kCoreHeaderBytes = 12;
constexpr std::uint32_t kInfoHeaderBytes = 40;
constexpr std::uint32_t kHeaderWithAlphaBytes = 56;
constexpr std::uint64_t kMasksAt = kFileHeaderBytes + kInfoHeaderBytes;

/// RLE pixels up to their end mark (BITMAPINFOHEADER's documentation, "Bitmap Compression"). False: they end before it.
bool hasEndOfBitmap(const ByteView& view, std::uint64_t at, bool fourBits) {
    while (view.holds(at, 2)) {
        const std::uint32_t count = view.u8(at), value = view.u8(at + 1);
        at += 2;
        if (count != 0 || value == 0) continue;
        if (value == 1) return true;
        const std::uint64_t literal = fourBits ? (value + 1) / 2 : value;
        at += value == 2 ? 2 : literal + literal % 2;
    }
    return false;
}

Result<void> checkMasks(const BmpHeader& header, const Suspect& suspect) {
    const std::uint32_t red = header.masks[0], green = header.masks[1], blue = header.masks[2], alpha = header.masks[3];
    const auto refused = [&] {
        return notReadHere(suspect, "has colour masks that are not read here (bits of red, green and blue: " + std::to_string(std::popcount(red)) + ", " +
                                        std::to_string(std::popcount(green)) + ", " + std::to_string(std::popcount(blue)) + " of " +
                                        std::to_string(header.bitsPerPixel) + ")");
    };
    if (header.bitsPerPixel == 16) {
        const bool fiveEach = red == 0x7c00 && green == 0x3e0 && (alpha == 0 || alpha == 0x8000), sixOfGreen = red == 0xf800 && green == 0x7e0 && alpha == 0;
        return blue == 0x1f && (fiveEach || sixOfGreen) ? Result<void>() : refused();
    }
    const auto isByte = [](std::uint32_t mask) { return std::popcount(mask) == 8 && std::countr_zero(mask) % 8 == 0 && std::countl_zero(mask) % 8 == 0; };
    const bool apart = (red & green) == 0 && (green & blue) == 0 && (red & blue) == 0 && (alpha & (red | green | blue)) == 0;
    if (header.bitsPerPixel != 32 || !isByte(red) || !isByte(green) || !isByte(blue) || (alpha != 0 && !isByte(alpha)) || !apart) return refused();
    return {};
}

/// Fails if the header is cut short or contradicts itself; sizes and kinds are not judged.
Result<BmpHeader> parse(const ByteView& view, const Suspect& suspect) {
    if (!view.holds(0, kFileHeaderBytes + kCoreHeaderBytes)) {
        return damaged(suspect,
                       "is truncated: a BMP header has 26 bytes at least, the file has " + std::to_string(view.size()));
    }
    BmpHeader header;
    header.pixelOffset = view.u32(10);
    const std::uint32_t headerBytes = view.u32(14);
    std::uint32_t masksBehind = 0;
    if (headerBytes == kCoreHeaderBytes) {
        header.size = {view.u16(18), view.u16(20)};
        header.bitsPerPixel = view.u16(24);
        header.colourBytes = 3;
    } else {
        if (headerBytes < kInfoHeaderBytes || headerBytes > 1024) {
            return damaged(suspect,
                           "says its BMP header has " + std::to_string(headerBytes) + " bytes, expected 12 or 40 to 1024");
        }
        if (!view.holds(kFileHeaderBytes, headerBytes)) {
            return damaged(suspect, "is truncated: its header needs " + std::to_string(kFileHeaderBytes + headerBytes) +
                                        " bytes, the file has " + std::to_string(view.size()));
        }
        const auto height = static_cast<std::int64_t>(static_cast<std::int32_t>(view.u32(22)));
        header.downwards = height < 0;
        header.size = {static_cast<std::int32_t>(view.u32(18)), header.downwards ? -height : height};
        header.bitsPerPixel = view.u16(28);
        header.compression = view.u32(30);
        header.colours = view.u32(46);
        if (header.compression == BmpHeader::BitFields) {
            if (headerBytes == kInfoHeaderBytes) masksBehind = 12;
            if (!view.holds(kMasksAt, 12)) return damaged(suspect, "is truncated: it ends before its colour masks");
            for (std::size_t i = 0; i < 3; ++i) header.masks[i] = view.u32(kMasksAt + 4 * i);
            if (headerBytes >= kHeaderWithAlphaBytes) header.masks[3] = view.u32(kMasksAt + 12);
        }
    }
    header.coloursAt = kFileHeaderBytes + headerBytes + masksBehind;
    if (header.pixelOffset < header.coloursAt) {
        return damaged(suspect, "says its pixels begin at byte " + std::to_string(header.pixelOffset) +
                                    ", inside its header of " + std::to_string(header.coloursAt) + " bytes");
    }
    return header;
}

Result<void> judge(const BmpHeader& header, const Suspect& suspect) {
    if (const auto fits = checkSize(header.size, suspect); !fits) return fits;

    constexpr std::array<std::uint32_t, 6> kBits{1, 4, 8, 16, 24, 32};
    if (std::find(kBits.begin(), kBits.end(), header.bitsPerPixel) == kBits.end()) {
        return damaged(suspect, "says it has " + std::to_string(header.bitsPerPixel) +
                                    " bits a pixel, expected 1, 4, 8, 16, 24 or 32");
    }
    if (header.compression > BmpHeader::BitFields) {
        return notReadHere(suspect,
                           "is a BMP with compression " + std::to_string(header.compression) + "; 0 to 3 are read");
    }
    const std::uint32_t packedBits = header.compression == BmpHeader::Rle8 ? 8 : 4;
    if (!header.raw() && (header.bitsPerPixel != packedBits || header.downwards)) {
        return damaged(suspect, "says it packs " + std::to_string(header.bitsPerPixel) + " bits a pixel by a method for " + std::to_string(packedBits) +
                                    ", or from top to bottom");
    }
    if (header.compression == BmpHeader::BitFields) {
        if (const auto known = checkMasks(header, suspect); !known) return known;
    }
    const std::uint64_t needed = header.pixelOffset + (header.raw() ? header.rowBytes() * static_cast<std::uint64_t>(header.size.height) : 1);
    if (suspect.source.size() < needed) {
        return damaged(suspect, "is truncated: its header asks for " + std::to_string(needed) + " bytes, the file has " +
                                    std::to_string(suspect.source.size()));
    }
    return {};
}

}  // namespace

Result<BmpHeader> readBmpHeader(const Suspect& suspect) {
    auto header = parse(ByteView(suspect.source, false), suspect);
    if (!header) return header;
    if (const auto sound = judge(*header, suspect); !sound) return fail(sound.error());
    return header;
}

Result<BmpColours> readBmpColours(const Suspect& suspect, const BmpHeader& header) {
    BmpColours colours{};
    if (header.colours > colours.size()) return damaged(suspect, "says it has a table of " + std::to_string(header.colours) + " colours, expected " + std::to_string(colours.size()) + " at most");
    const std::uint32_t named = header.colours != 0 ? header.colours : 1u << header.bitsPerPixel;
    // Tables of OS/2's pictures may end before the number that is said: pixels begin there.
    const std::uint32_t count = std::min(named, (header.pixelOffset - header.coloursAt) / header.colourBytes);
    if (count == 0) return damaged(suspect, "has no table of colours before its pixels, which are numbers of colours");
    const auto stored = ByteView(suspect.source, false).part(header.coloursAt, std::uint64_t{count} * header.colourBytes);
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t c = 0; c < 3; ++c) colours[i][c] = stored[i * header.colourBytes + 2 - c];
    return colours;
}

Result<Probed> probeBmp(const Suspect& suspect) {
    const auto header = readBmpHeader(suspect);
    if (!header) return fail(header.error());
    const ByteView view(suspect.source, false);
    if (!header->raw() && !hasEndOfBitmap(view, header->pixelOffset, header->compression == BmpHeader::Rle4)) {
        return damaged(suspect, "is truncated: it ends after " + std::to_string(view.size()) + " bytes without the end mark of packed pixels");
    }
    Probed probed;
    probed.size = header->size;
    return probed;
}

}  // namespace leukolens::image
