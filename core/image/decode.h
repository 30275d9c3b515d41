// Image files to pixels. Every file is hostile until checked.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/files.h"
#include "core/image/image.h"

namespace leukolens::image {

struct DecodeLimits {
    std::uint64_t maxFileBytes = 256ull << 20;
    std::int64_t maxPixels = 100'000'000;  ///< width × height
    int maxSidePx = 20'000;
    int minSidePx = 8;  ///< smaller pictures hold no cell
};

/// BMP, PNG, JPEG and TIFF, told by content and not by name. 16-bit is scaled to 8, grey becomes RGB, alpha is
/// dropped, a JPEG's orientation is applied. Fails with NotAnImage, DamagedImage (truncated included), TooLarge, or
/// what readFile() says. Thread-safe.
Result<Image> decodeFile(const std::filesystem::path& file, const DecodeLimits& limits = {});

/// The same from bytes; `file` is only named in errors.
Result<Image> decodeBytes(std::span<const std::uint8_t> bytes, const std::filesystem::path& file, const DecodeLimits& limits = {});

/// Whether the name ends like an image read here (.bmp .png .jpg .jpeg .tif .tiff, any case).
bool hasImageExtension(const std::filesystem::path& file);

}  // namespace leukolens::image
