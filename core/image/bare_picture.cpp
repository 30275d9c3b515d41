#include "core/image/bare_picture.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "core/image/decode.h"
#include "core/image/encode.h"

namespace leukolens::image {
namespace {

using Part = std::span<const std::uint8_t>;

constexpr std::string_view kJpegStart("\xff\xd8\xff", 3);
constexpr std::string_view kPngStart("\x89PNG\r\n\x1a\n", 8);

bool startsWith(Part bytes, std::string_view start) { return bytes.size() >= start.size() && std::equal(start.begin(), start.end(), bytes.begin(), [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; }); }

void append(Bytes& to, Part part) { to.insert(to.end(), part.begin(), part.end()); }

// Markers of ITU T.81, table B.1, and the application segments that say how pixels are stored.
constexpr std::uint8_t kApp0 = 0xe0, kApp14 = 0xee, kScan = 0xda, kEnd = 0xd9;

bool standsAlone(std::uint8_t marker) { return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8); }

/// JFIF without the preview that it may hold.
Bytes plainJfif(Part segment) {
    constexpr std::size_t kBeforePreview = 14;
    Bytes plain(segment.begin(), segment.begin() + std::min<std::ptrdiff_t>(kBeforePreview, static_cast<std::ptrdiff_t>(segment.size())));
    plain.resize(kBeforePreview + 2, 0);
    plain[0] = 0;
    plain[1] = static_cast<std::uint8_t>(plain.size());
    return plain;
}

/// The segment, length first, as it is kept; empty: it says nothing of the pixels.
Bytes keptSegment(std::uint8_t marker, Part segment) {
    const Part content = segment.subspan(2);
    if (marker == kApp0) return startsWith(content, std::string_view("JFIF\0", 5)) ? plainJfif(segment) : Bytes();
    if (marker == kApp14) return startsWith(content, "Adobe") ? Bytes(segment.begin(), segment.end()) : Bytes();
    if (marker > kApp0) return {};  // applications', reserved ones, comments
    return {segment.begin(), segment.end()};
}

/// Where entropy-coded data end: at a marker that is neither a stuffed byte nor a restart.
std::size_t endOfScan(Part jpeg, std::size_t at) {
    for (; at + 1 < jpeg.size(); ++at)
        if (jpeg[at] == 0xff && jpeg[at + 1] != 0x00 && jpeg[at + 1] != 0xff && (jpeg[at + 1] < 0xd0 || jpeg[at + 1] > 0xd7)) return at;
    return jpeg.size();
}

/// Nothing where the bytes do not follow one another as they should.
std::optional<Bytes> bareJpeg(Part jpeg) {
    Bytes bare;
    append(bare, jpeg.first(2));
    for (std::size_t at = 2; at + 1 < jpeg.size();) {
        if (jpeg[at] != 0xff) return std::nullopt;
        const std::uint8_t marker = jpeg[at + 1];
        if (marker == 0xff) {  // fill
            ++at;
            continue;
        }
        at += 2;
        if (marker == kEnd || standsAlone(marker)) {
            append(bare, std::array<std::uint8_t, 2>{0xff, marker});
            if (marker == kEnd) return bare;
            continue;
        }
        if (jpeg.size() - at < 2) return std::nullopt;
        const std::size_t length = static_cast<std::size_t>(jpeg[at]) << 8 | jpeg[at + 1];
        if (length < 2 || jpeg.size() - at < length) return std::nullopt;
        if (const Bytes kept = keptSegment(marker, jpeg.subspan(at, length)); !kept.empty()) {
            append(bare, std::array<std::uint8_t, 2>{0xff, marker});
            append(bare, kept);
        }
        at += length;
        if (marker != kScan) continue;
        const std::size_t end = endOfScan(jpeg, at);
        append(bare, jpeg.subspan(at, end - at));
        at = end;
    }
    return std::nullopt;
}

bool isKeptChunk(std::string_view type) {
    constexpr std::array<std::string_view, 10> kKept{"IHDR", "PLTE", "tRNS", "IDAT", "IEND", "gAMA", "cHRM", "sRGB", "sBIT", "pHYs"};
    return std::find(kKept.begin(), kKept.end(), type) != kKept.end();
}

std::optional<Bytes> barePng(Part png) {
    constexpr std::size_t kAround = 12;  // length, type, checksum
    Bytes bare;
    append(bare, png.first(kPngStart.size()));
    for (std::size_t at = kPngStart.size(); png.size() - at >= kAround;) {
        const std::size_t length = static_cast<std::size_t>(png[at]) << 24 | static_cast<std::size_t>(png[at + 1]) << 16 | static_cast<std::size_t>(png[at + 2]) << 8 | png[at + 3];
        if (png.size() - at - kAround < length) return std::nullopt;
        const std::string_view type(reinterpret_cast<const char*>(png.data()) + at + 4, 4);
        if (isKeptChunk(type)) append(bare, png.subspan(at, kAround + length));
        at += kAround + length;
        if (type == "IEND") return bare;
    }
    return std::nullopt;
}

bool samePixels(const Image& one, const Image& other) { return one.width == other.width && one.height == other.height && one.rgb == other.rgb; }

}  // namespace

Result<BarePicture> withoutMetadata(std::span<const std::uint8_t> bytes, const std::filesystem::path& file) {
    const auto pixels = decodeBytes(bytes, file);
    if (!pixels) return fail(pixels.error());
    const bool jpeg = startsWith(bytes, kJpegStart), png = startsWith(bytes, kPngStart);
    std::optional<Bytes> bare;
    if (jpeg) bare = bareJpeg(bytes);
    if (png) bare = barePng(bytes);
    if (bare)
        if (const auto after = decodeBytes(*bare, file); after && samePixels(*pixels, *after)) return BarePicture{std::move(*bare), jpeg ? ".jpg" : ".png"};
    auto encoded = encodePng(*pixels);
    if (!encoded) return fail(encoded.error());
    return BarePicture{std::move(*encoded), ".png"};
}

}  // namespace leukolens::image
