// Pixels to PNG, BMP or JPEG bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/files.h"
#include "core/image/image.h"

namespace leukolens::image {

Result<Bytes> encodePng(const Image& image);
Result<Bytes> encodeBmp(const Image& image);
/// Baseline, colours at half the resolution. Nothing but the picture is in it, and the same pixels give the same bytes. quality: 1 to 100 (InvalidArgument).
Result<Bytes> encodeJpeg(const Image& image, int quality);

/// The PNG with a comment (Latin-1, a tEXt chunk of PNG 1.2, 4.2.3) right behind its header, where pngComment() finds it. `png` is encodePng()'s.
Bytes withPngComment(std::span<const std::uint8_t> png, std::string_view comment);
/// Empty where there is none; of any bytes. No checksum is looked at.
std::string pngComment(std::span<const std::uint8_t> file);

}  // namespace leukolens::image
