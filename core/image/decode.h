// Image files to pixels. Every file is hostile until checked.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/base/files.h"
#include "core/image/image.h"

namespace leukolens::image {

struct DecodeLimits {
    std::uint64_t maxFileBytes = 256ull << 20;
    std::int64_t maxPixels = 100'000'000;  ///< width × height
    int maxSidePx = 20'000;
    std::int64_t maxWholePixels = 100'000'000;  ///< of kinds that cannot be read row by row: progressive JPEG (as many with full colour, more with less), interlaced PNG, packed BMP, WebP, TIFF in large pieces
    int minSidePx = 8;  ///< smaller pictures hold no cell
};

/// BMP, PNG, JPEG, TIFF and WebP, told by content and not by name. 16-bit is rounded to 8, grey, palettes and CMYK become RGB, transparent parts are
/// put on black (where cut-out cells stand), the orientation of EXIF or TIFF is applied; colour profiles are not. Animations, files of several pictures,
/// signed and floating-point values are refused in words. Fails with NotAnImage, DamagedImage (truncated included), TooLarge, OutOfMemory, or
/// what readFile() says. Thread-safe.
Result<Image> decodeFile(const std::filesystem::path& file, const DecodeLimits& limits = {});

/// The same from bytes; `file` is only named in errors.
Result<Image> decodeBytes(std::span<const std::uint8_t> bytes, const std::filesystem::path& file, const DecodeLimits& limits = {});

/// Whether the name ends like an image read here (.bmp .png .jpg .jpeg .tif .tiff .webp, any case).
bool hasImageExtension(const std::filesystem::path& file);

/// Changes whenever a file may be judged or decoded otherwise than before: what a cache of results has to be made with.
std::string decodeRules();

}  // namespace leukolens::image
