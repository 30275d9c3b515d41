#include <algorithm>

#include "core/image/orientation.h"
#include "core/image/probe.h"

namespace leukolens::image {
namespace {

/// Width and height out of the first bytes of a lossy (RFC 6386, 9.1) or lossless (WebP Lossless Bitstream, 3) picture; 0 × 0: neither.
Size pictureSize(const ByteView& view, std::uint64_t at, std::uint64_t length, bool lossless) {
    if (length < 10) return {};
    if (lossless) {
        if (view.u8(at) != 0x2f) return {};
        const std::uint32_t packed = view.u32(at + 1);
        return {(packed & 0x3fff) + 1, (packed >> 14 & 0x3fff) + 1};
    }
    if (view.u8(at + 3) != 0x9d || view.u8(at + 4) != 0x01 || view.u8(at + 5) != 0x2a) return {};
    return {view.u16(at + 6) & 0x3fff, view.u16(at + 8) & 0x3fff};
}

std::string nameAt(const ByteView& view, std::uint64_t at) {
    const auto letters = view.part(at, 4);
    return {letters.begin(), letters.end()};
}

}  // namespace

Result<Probed> probeWebp(const Suspect& suspect) {
    const ByteView view(suspect.source, false);
    const std::uint64_t end = std::uint64_t{8} + view.u32(4);
    if (view.size() < end) {
        return damaged(suspect, "is truncated: its header asks for " + std::to_string(end) + " bytes, the file has " + std::to_string(view.size()));
    }
    Probed probed;
    probed.format = Format::WebP;
    for (std::uint64_t at = 12; at + 8 <= end && view.holds(at, 8);) {
        const std::string name = nameAt(view, at);
        const std::uint64_t length = view.u32(at + 4), content = at + 8;
        if (content + length > end) {
            return damaged(suspect, "is truncated: a part of it needs " + std::to_string(length) + " bytes, " + std::to_string(end - content) + " are left");
        }
        if (name == "ANMF" || name == "ANIM" || (name == "VP8X" && length >= 1 && (view.u8(content) & 2) != 0)) {
            return notReadHere(suspect, "is an animation, expected one picture", "Save the one picture that is meant as PNG or BMP.");
        }
        if ((name == "VP8 " || name == "VP8L") && probed.size.width == 0) {
            probed.size = pictureSize(view, content, length, name == "VP8L");
            if (const auto fits = checkSize(probed.size, suspect); !fits) return fail(fits.error());
        }
        if (name == "EXIF") probed.orientation = exifOrientation(view.part(content, std::min(length, kMaxExifBytes)));
        at = content + length + length % 2;
    }
    if (probed.size.width == 0) return damaged(suspect, "is a WebP without a picture");
    return probed;
}

}  // namespace leukolens::image
