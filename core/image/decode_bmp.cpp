#include <algorithm>
#include <bit>
#include <optional>

#include "core/image/bmp_header.h"
#include "core/image/decoders.h"

namespace leukolens::image {
namespace {

/// Where a pixel's bytes are within it. No alpha: as in all BMPs but those that name its mask.
struct Places {
    std::size_t pixelBytes = 3, red = 2, green = 1, blue = 0;
    std::optional<std::size_t> alpha;
};

Places placesOf(const BmpHeader& header) {
    Places places;
    places.pixelBytes = header.bitsPerPixel / 8;
    if (header.compression != BmpHeader::BitFields) return places;
    const auto byteOf = [](std::uint32_t mask) { return static_cast<std::size_t>(std::countr_zero(mask)) / 8; };
    places.red = byteOf(header.masks[0]);
    places.green = byteOf(header.masks[1]);
    places.blue = byteOf(header.masks[2]);
    if (header.masks[3] != 0) places.alpha = byteOf(header.masks[3]);
    return places;
}

/// The compiler sees the usual places as constants and unrolls.
void copyRow(const std::uint8_t* in, int width, std::uint8_t* out) {
    for (int x = 0; x < width; ++x, in += 3, out += 3) {
        out[0] = in[2];
        out[1] = in[1];
        out[2] = in[0];
    }
}

void copyRow(const std::uint8_t* in, const Places& places, bool blend, int width, std::uint8_t* out) {
    for (int x = 0; x < width; ++x, in += places.pixelBytes, out += 3) {
        const std::uint32_t alpha = blend ? in[*places.alpha] : 255;
        out[0] = onBlack(in[places.red], alpha);
        out[1] = onBlack(in[places.green], alpha);
        out[2] = onBlack(in[places.blue], alpha);
    }
}

}  // namespace

Result<Image> decodeBmp(const Suspect& suspect, const Probed& probed) {
    const auto header = readBmpHeader(suspect);
    if (!header) return fail(header.error());
    if (!header->raw() || header->bitsPerPixel < 24) return decodeByOpenCv(suspect, probed);
    Image image = blank(header->size);
    const Places places = placesOf(*header);
    const std::size_t rowBytes = header->rowBytes();
    const auto row = [&](int y) {
        const int stored = header->downwards ? y : image.height - 1 - y;
        return suspect.bytes.data() + header->pixelOffset + rowBytes * static_cast<std::size_t>(stored);
    };
    // Many programs declare an alpha channel and leave it zero.
    bool anyAlpha = false;
    for (int y = 0; places.alpha && !anyAlpha && y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) anyAlpha = anyAlpha || row(y)[static_cast<std::size_t>(x) * places.pixelBytes + *places.alpha] != 0;
    }
    for (int y = 0; y < image.height; ++y) {
        std::uint8_t* out = image.rgb.data() + image.offset(0, y);
        if (places.pixelBytes == 3) {
            copyRow(row(y), image.width, out);
        } else {
            copyRow(row(y), places, anyAlpha, image.width, out);
        }
    }
    return image;
}

}  // namespace leukolens::image
