#include <algorithm>
#include <array>

#include "core/image/probe.h"

namespace leukolens::image {
namespace {

constexpr std::uint32_t kFileHeaderBytes = 14;
constexpr std::uint32_t kCoreHeaderBytes = 12;
constexpr std::uint32_t kInfoHeaderBytes = 40;

enum Compression : std::uint32_t { Uncompressed = 0, Rle8 = 1, Rle4 = 2, BitFields = 3 };

struct BmpHeader {
    std::uint32_t pixelOffset = 0;  ///< bytes from the file's start
    Size size;
    std::uint32_t bitsPerPixel = 0;
    std::uint32_t compression = Uncompressed;
};

Result<BmpHeader> readHeader(const ByteView& view, const Suspect& suspect) {
    if (!view.holds(0, kFileHeaderBytes + kCoreHeaderBytes)) {
        return damaged(suspect,
                       "is truncated: a BMP header has 26 bytes at least, the file has " + std::to_string(view.size()));
    }
    BmpHeader header;
    header.pixelOffset = view.u32(10);
    const std::uint32_t headerBytes = view.u32(14);
    if (headerBytes == kCoreHeaderBytes) {
        header.size = {view.u16(18), view.u16(20)};
        header.bitsPerPixel = view.u16(24);
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
        header.size = {static_cast<std::int32_t>(view.u32(18)),
                       height < 0 ? -height : height};  // negative: rows from top to bottom
        header.bitsPerPixel = view.u16(28);
        header.compression = view.u32(30);
    }
    if (header.pixelOffset < kFileHeaderBytes + headerBytes) {
        return damaged(suspect, "says its pixels begin at byte " + std::to_string(header.pixelOffset) +
                                    ", inside its header of " + std::to_string(kFileHeaderBytes + headerBytes) + " bytes");
    }
    return header;
}

}  // namespace

Result<Size> probeBmp(const Suspect& suspect) {
    const ByteView view(suspect.bytes, false);
    const auto header = readHeader(view, suspect);
    if (!header) return fail(header.error());
    if (const auto fits = checkSize(header->size, suspect); !fits) return fail(fits.error());

    constexpr std::array<std::uint32_t, 6> kBits{1, 4, 8, 16, 24, 32};
    if (std::find(kBits.begin(), kBits.end(), header->bitsPerPixel) == kBits.end()) {
        return damaged(suspect, "says it has " + std::to_string(header->bitsPerPixel) +
                                    " bits a pixel, expected 1, 4, 8, 16, 24 or 32");
    }
    if (header->compression > BitFields) {
        return notReadHere(suspect,
                           "is a BMP with compression " + std::to_string(header->compression) + "; 0 to 3 are read");
    }
    const bool raw = header->compression == Uncompressed || header->compression == BitFields;
    const std::uint64_t rowBytes = (static_cast<std::uint64_t>(header->size.width) * header->bitsPerPixel + 31) / 32 * 4;
    const std::uint64_t needed =
        header->pixelOffset + (raw ? rowBytes * static_cast<std::uint64_t>(header->size.height) : 1);
    if (view.size() < needed) {
        return damaged(suspect, "is truncated: its header asks for " + std::to_string(needed) + " bytes, the file has " +
                                    std::to_string(view.size()));
    }
    return header->size;
}

}  // namespace leukolens::image
