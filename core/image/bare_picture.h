// Pictures without what cameras, scanners and programs wrote beside the pixels.
#pragma once

#include <span>
#include <string>

#include "core/base/files.h"

namespace leukolens::image {

struct BarePicture {
    Bytes bytes;
    std::string extension;  ///< of its kind: ".jpg" or ".png"
};

/// Without EXIF, XMP, IPTC, GPS, comments, previews, times, colour profiles, and what lies behind the end of the picture. decodeBytes() gives the same pixels as before, which is checked. JPEG and PNG keep their
/// compressed pixels as they are; BMP, TIFF and WebP become PNG (of 8 bits a channel, as decoded), and so does whatever EXIF turned, since its turn would be lost. The same bytes give the same bytes. Fails as decodeBytes();
/// `file` is only named in errors. Thread-safe.
Result<BarePicture> withoutMetadata(std::span<const std::uint8_t> bytes, const std::filesystem::path& file);

}  // namespace leukolens::image
