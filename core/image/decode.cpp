#include "core/image/decode.h"

#include <algorithm>
#include <array>
#include <climits>
#include <new>

#include "core/image/decoders.h"
#include "core/image/orientation.h"
#include "core/image/probe.h"

namespace leukolens::image {
namespace {

Result<Image> unpack(const Suspect& suspect, const Probed& probed) {
    switch (probed.format) {
        case Format::Bmp: return decodeBmp(suspect, probed);
        case Format::Jpeg: return decodeJpeg(suspect, probed);
        case Format::Tiff: return decodeTiff(suspect, probed);
        case Format::Png: return decodePng(suspect, probed);
        case Format::WebP: break;
    }
    return decodeByOpenCv(suspect, probed);
}

}  // namespace

Image blank(const Size& size) {
    Image image{static_cast<int>(size.width), static_cast<int>(size.height), {}};
    image.rgb.resize(image.offset(0, image.height));
    return image;
}

tl::unexpected<Error> transparentEverywhere(const Suspect& suspect) {
    return notReadHere(suspect, "is transparent everywhere: there is nothing to see", "Save it without an alpha channel.");
}

tl::unexpected<Error> outOfMemory(const std::filesystem::path& file) {
    return fail(ErrorCode::OutOfMemory, "needs more memory than there is", file, "Close other programs, then try again.");
}

Result<Image> decodeBytes(std::span<const std::uint8_t> bytes, const std::filesystem::path& file,
                          const DecodeLimits& limits) {
    const std::uint64_t maxBytes = std::min<std::uint64_t>(limits.maxFileBytes, INT_MAX);
    if (bytes.size() > maxBytes) {
        return fail(ErrorCode::TooLarge,
                    "has " + std::to_string(bytes.size()) + " bytes, more than the limit of " + std::to_string(maxBytes),
                    file, "Choose a smaller file.");
    }
    const Suspect suspect{bytes, file, limits};
    const auto probed = probe(suspect);
    if (!probed) return fail(probed.error());
    try {
        return unpack(suspect, *probed).map([&](Image&& image) { return oriented(std::move(image), probed->orientation); });
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
