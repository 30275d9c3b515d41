#include <algorithm>
#include <array>

#include <zlib.h>

#include "core/image/orientation.h"
#include "core/image/probe.h"

namespace leukolens::image {
namespace {

/// CRC-32 as in PNG's specification, annex D.
std::uint32_t checksum(const ByteView& view, std::uint64_t at, std::uint64_t length) {
    uLong sum = 0;
    while (length > 0 && view.holds(at, length)) {
        auto ready = view.ready(at);
        ready = ready.first(std::min<std::uint64_t>(ready.size(), length));
        sum = crc32_z(sum, ready.data(), ready.size());
        at += ready.size();
        length -= ready.size();
    }
    return static_cast<std::uint32_t>(sum);
}

/// Bytes that the pixels have at least once unpacked; 0 for a combination that PNG does not know.
std::uint64_t unpackedBytes(const Size& size, std::uint32_t bitDepth, std::uint32_t colourType) {
    constexpr std::array<std::uint64_t, 7> kChannels{1, 0, 3, 1, 2, 0, 4};
    constexpr std::array<std::uint32_t, 5> kDepths{1, 2, 4, 8, 16};
    if (colourType >= kChannels.size() || std::find(kDepths.begin(), kDepths.end(), bitDepth) == kDepths.end()) return 0;
    return static_cast<std::uint64_t>(size.width * size.height) * kChannels[colourType] * bitDepth / 8;
}

struct Chunk {
    std::uint64_t at = 0;  ///< of its content
    std::uint64_t length = 0;
    std::string type;
};

/// The chunk at `at`, whole and unchanged.
Result<Chunk> readChunk(const ByteView& view, std::uint64_t at, const Suspect& suspect) {
    if (!view.holds(at, 12)) {
        return damaged(suspect,
                       "is truncated: it ends after " + std::to_string(view.size()) + " bytes without PNG's end mark");
    }
    const std::uint64_t length = view.u32(at);
    const auto name = view.part(at + 4, 4);
    Chunk chunk{at + 8, length, {name.begin(), name.end()}};
    if (!view.holds(at + 8, length + 4)) {
        return damaged(suspect, "is truncated: a part of it needs " + std::to_string(length + 4) + " bytes, " +
                                    std::to_string(view.size() - at - 8) + " are left");
    }
    const std::uint32_t expected = view.u32(at + 8 + length);
    const std::uint32_t found = checksum(view, at + 4, length + 4);
    if (found != expected) {
        return damaged(suspect, "was changed or damaged: the checksum at byte " + std::to_string(at) + " should be " +
                                    std::to_string(expected) + ", it is " + std::to_string(found));
    }
    return chunk;
}

/// Walks the chunks to IEND; gives how many bytes of packed pixels there are.
Result<std::uint64_t> packedBytes(const ByteView& view, const Suspect& suspect, Probed& probed) {
    std::uint64_t packed = 0;
    for (std::uint64_t at = 8;;) {
        const auto chunk = readChunk(view, at, suspect);
        if (!chunk) return fail(chunk.error());
        if (chunk->type == "IDAT") packed += chunk->length;
        if (chunk->type == "IEND") return packed;
        if (chunk->type == "eXIf") probed.orientation = exifOrientation(view.part(chunk->at, std::min(chunk->length, kMaxExifBytes)));
        if (chunk->type == "acTL" && chunk->length >= 4 && view.u32(chunk->at) > 1) {
            return notReadHere(suspect, "is an animation of " + std::to_string(view.u32(chunk->at)) + " pictures, expected one",
                               "Save the one picture that is meant as PNG or BMP.");
        }
        at = chunk->at + chunk->length + 4;
    }
}

}  // namespace

Result<Probed> probePng(const Suspect& suspect) {
    constexpr std::uint64_t kHeaderEnd = 33;  // signature, IHDR, its checksum
    const ByteView view(suspect.source, true);
    if (!view.holds(0, kHeaderEnd)) {
        return damaged(suspect, "is truncated: a PNG header has 33 bytes, the file has " + std::to_string(view.size()));
    }
    if (view.u32(8) != 13 || view.u32(12) != 0x49484452u) return damaged(suspect, "is a PNG without a header");
    const Size size{view.u32(16), view.u32(20)};
    if (const auto fits = checkSize(size, suspect); !fits) return fail(fits.error());

    Probed probed;
    probed.format = Format::Png;
    probed.size = size;
    const auto packed = packedBytes(view, suspect, probed);
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
    return probed;
}

}  // namespace leukolens::image
