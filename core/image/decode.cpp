#include "core/image/decode.h"

#include <algorithm>
#include <array>
#include <new>

#include "core/image/decoders.h"
#include "core/image/row_reader.h"

namespace leukolens::image {

Image blank(const Size& size) {
    Image image{static_cast<int>(size.width), static_cast<int>(size.height), {}};
    image.rgb.resize(image.offset(0, image.height));
    return image;
}

bool putOnBlack(const std::uint8_t* rgba, int width, std::uint8_t* rgb) {
    bool any = false;
    for (int x = 0; x < width; ++x, rgba += 4, rgb += 3) {
        any = any || rgba[3] != 0;
        for (int c = 0; c < 3; ++c) rgb[c] = onBlack(rgba[c], rgba[3]);
    }
    return any;
}

tl::unexpected<Error> transparentEverywhere(const Suspect& suspect) {
    return notReadHere(suspect, "is transparent everywhere: there is nothing to see", "Save it without an alpha channel.");
}

tl::unexpected<Error> outOfMemory(const std::filesystem::path& file) {
    return fail(ErrorCode::OutOfMemory, "needs more memory than there is", file, "Close other programs, then try again.");
}

tl::unexpected<Error> tooLargeAsAWhole(const Suspect& suspect, const Size& size, const std::string& kind, std::string advice) {
    return fail(ErrorCode::TooLarge,
                "is " + kind + " of " + std::to_string(size.width) + " × " + std::to_string(size.height) + " px, which has to be unpacked as a whole; the limit for that is " +
                    std::to_string(suspect.limits.maxWholePixels) + " pixels",
                suspect.file, std::move(advice));
}

Result<Image> decodeBytes(std::span<const std::uint8_t> bytes, const std::filesystem::path& file, const DecodeLimits& limits) {
    auto reader = RowReader::fromBytes(bytes, file, limits);
    if (!reader) return fail(reader.error());
    try {
        return readWhole(*reader);
    } catch (const std::bad_alloc&) {
        return outOfMemory(file);
    }
}

Result<Image> decodeFile(const std::filesystem::path& file, const DecodeLimits& limits) {
    const auto bytes = readFile(file, limits.maxFileBytes);
    if (!bytes) return fail(bytes.error());
    return decodeBytes(*bytes, file, limits);
}

bool hasImageExtension(const std::filesystem::path& file) {
    constexpr std::array<std::string_view, 7> kExtensions{".bmp", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp"};
    std::string extension = file.extension().string();
    for (char& letter : extension) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return std::find(kExtensions.begin(), kExtensions.end(), extension) != kExtensions.end();
}

}  // namespace leukolens::image
