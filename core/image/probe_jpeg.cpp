#include <algorithm>
#include <cstring>
#include <string_view>

#include "core/image/orientation.h"
#include "core/image/probe.h"

namespace leukolens::image {
namespace {

constexpr std::uint32_t kStartOfImage = 0xd8;
constexpr std::uint32_t kEndOfImage = 0xd9;
constexpr std::uint32_t kStartOfScan = 0xda;
constexpr int kMaxScans = 500;  ///< a progressive picture has about ten; thousands only cost time

bool isStartOfFrame(std::uint32_t marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

bool standsAlone(std::uint32_t marker) {
    return (marker >= 0xd0 && marker <= kStartOfImage) || marker == 0x01;
}

/// Where the next 0xff stands from `at` on; size() if there is none.
std::uint64_t nextMark(const ByteView& view, std::uint64_t at) {
    while (view.holds(at, 1)) {
        const auto ready = view.ready(at);
        if (const void* found = std::memchr(ready.data(), 0xff, ready.size())) return at + static_cast<std::uint64_t>(static_cast<const std::uint8_t*>(found) - ready.data());
        at += ready.size();
    }
    return view.size();
}

/// First byte after `at` that is a marker of its own and not part of the packed pixels; size() if there is none.
std::uint64_t nextMarker(const ByteView& view, std::uint64_t at) {
    for (at = nextMark(view, at); view.holds(at, 2); at = nextMark(view, at + 1)) {
        const std::uint32_t next = view.u8(at + 1);
        const bool stuffedOrRestart = next == 0 || next == 0xff || (next >= 0xd0 && next <= 0xd7);
        if (!stuffedOrRestart) return at;
    }
    return view.size();
}

/// An application's segment that begins with `name`; `at` is where the marker is.
bool isNamed(const ByteView& view, std::uint64_t at, std::uint64_t length, std::string_view name) {
    if (length < 2 + name.size()) return false;
    const auto found = view.part(at + 4, name.size());
    return std::equal(name.begin(), name.end(), found.begin(), [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

Result<Size> readFrame(const ByteView& view, std::uint64_t at, std::uint64_t length, const Suspect& suspect) {
    if (length < 8)
        return damaged(suspect, "has a frame header of " + std::to_string(length) + " bytes, expected 8 at least");
    const std::uint32_t process = view.u8(at + 1);
    if (process != 0xc0 && process != 0xc1 && process != 0xc2 && process != 0xc9 && process != 0xca) {
        return notReadHere(suspect, "is a lossless or hierarchical JPEG (frame of kind " + std::to_string(process - 0xc0) + "), which is not read here");
    }
    const std::uint32_t bits = view.u8(at + 4);
    if (bits != 8) return notReadHere(suspect, "is a JPEG of " + std::to_string(bits) + " bits a channel; 8 are read");
    const std::uint32_t channels = view.u8(at + 9);
    if (channels != 1 && channels != 3 && channels != 4) {
        return damaged(suspect, "says it has " + std::to_string(channels) + " colour channels, expected 1, 3 or 4");
    }
    const Size size{view.u16(at + 7), view.u16(at + 5)};
    if (const auto fits = checkSize(size, suspect); !fits) return fail(fits.error());
    return size;
}

/// Without Adobe's mark nobody knows whether 255 means full ink or none.
tl::unexpected<Error> inkUnknown(const Suspect& suspect) {
    return notReadHere(suspect, "is a CMYK JPEG without Adobe's mark: whether its values are inverted is not known", "Save it as RGB.");
}

}  // namespace

Result<Probed> probeJpeg(const Suspect& suspect) {
    const ByteView view(suspect.source, true);
    const auto truncated = [&] {
        return damaged(suspect,
                       "is truncated: it ends after " + std::to_string(view.size()) + " bytes without JPEG's end mark");
    };
    Probed probed;
    probed.format = Format::Jpeg;
    int scans = 0;
    bool adobe = false;
    for (std::uint64_t at = 2;;) {
        while (view.holds(at, 2) && view.u8(at) == 0xff && view.u8(at + 1) == 0xff) ++at;  // fill bytes
        if (!view.holds(at, 2)) return truncated();
        if (view.u8(at) != 0xff) {
            // Zeros where the rest should be: a copy that was cut short.
            if (scans == 0 && view.u8(at) != 0) return damaged(suspect, "has no JPEG marker at byte " + std::to_string(at));
            return truncated();
        }
        const std::uint32_t marker = view.u8(at + 1);
        if (marker == kEndOfImage) break;
        if (standsAlone(marker)) {
            at += 2;
            continue;
        }
        if (!view.holds(at, 4)) return truncated();
        const std::uint64_t length = view.u16(at + 2);
        if (length < 2 || !view.holds(at + 2, length)) {
            return damaged(suspect, "is truncated: a part of it needs " + std::to_string(length) + " bytes, " +
                                        std::to_string(view.size() - at - 2) + " are left");
        }
        if (isStartOfFrame(marker)) {
            const auto frame = readFrame(view, at, length, suspect);
            if (!frame) return fail(frame.error());
            probed.size = *frame;
            probed.channels = view.u8(at + 9);
        }
        if (marker == 0xe1 && isNamed(view, at, length, {"Exif\0\0", 6})) probed.orientation = exifOrientation(view.part(at + 4, length - 2));
        if (marker == 0xee && isNamed(view, at, length, "Adobe")) adobe = true;
        if (marker == kStartOfScan && ++scans > kMaxScans) {
            return damaged(suspect, "has more than " + std::to_string(kMaxScans) + " scans");
        }
        at = marker == kStartOfScan ? nextMarker(view, at + 2 + length) : at + 2 + length;
    }
    if (probed.size.width == 0 || scans == 0) return damaged(suspect, "is a JPEG without a picture");
    if (probed.channels == 4 && !adobe) return inkUnknown(suspect);
    return probed;
}

}  // namespace leukolens::image
