#include <cstdint>
#include <limits>
#include <new>

#include "core/image/encode.h"
#include "core/image/encoders.h"

namespace leukolens::image {
namespace {

constexpr std::uint64_t kFileHeaderBytes = 14, kInfoHeaderBytes = 40, kPixelsAt = kFileHeaderBytes + kInfoHeaderBytes;
constexpr std::uint32_t kBitsPerPixel = 24;

void append(Bytes& bytes, std::uint64_t number, int count) {
    for (int i = 0; i < count; ++i) bytes.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
}

/// BITMAPFILEHEADER and BITMAPINFOHEADER. What may be zero is: the pixels' bytes of a picture that is not packed, its resolution, and its colours.
Bytes headers(const Image& image, std::uint64_t fileBytes) {
    Bytes bytes{'B', 'M'};
    append(bytes, fileBytes, 4);
    append(bytes, 0, 4);
    append(bytes, kPixelsAt, 4);
    append(bytes, kInfoHeaderBytes, 4);
    append(bytes, static_cast<std::uint64_t>(image.width), 4);
    append(bytes, static_cast<std::uint64_t>(image.height), 4);
    append(bytes, 1, 2);
    append(bytes, kBitsPerPixel, 2);
    bytes.resize(kPixelsAt, 0);
    return bytes;
}

}  // namespace

Result<Bytes> encodeBmp(const Image& image) {
    if (const auto sound = checkPixels(image); !sound) return fail(sound.error());
    const std::uint64_t rowBytes = (static_cast<std::uint64_t>(image.width) * 3 + 3) / 4 * 4;
    const std::uint64_t fileBytes = kPixelsAt + rowBytes * static_cast<std::uint64_t>(image.height);
    if (fileBytes > std::numeric_limits<std::uint32_t>::max()) return notEncoded(false, "a BMP of " + std::to_string(fileBytes) + " bytes is larger than its header can say");
    try {
        Bytes bytes = headers(image, fileBytes);
        bytes.resize(fileBytes, 0);
        std::uint8_t* row = bytes.data() + kPixelsAt;
        for (int y = image.height - 1; y >= 0; --y, row += rowBytes) {
            const std::uint8_t* in = image.rgb.data() + image.offset(0, y);
            for (std::uint8_t* out = row; out < row + static_cast<std::size_t>(image.width) * 3; out += 3, in += 3) {
                out[0] = in[2];
                out[1] = in[1];
                out[2] = in[0];
            }
        }
        return bytes;
    } catch (const std::bad_alloc&) {
        return notEncoded(true, {});
    }
}

}  // namespace leukolens::image
