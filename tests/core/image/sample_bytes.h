// Small pictures of every format as bytes, and ways to break them.
#pragma once

#include <string>

#include "core/base/files.h"
#include "core/image/image.h"

namespace leukolens::image::test {

/// A gradient in which no two neighbours are alike and no channel equals another.
Image gradient(int width, int height);

/// Encoded by OpenCV; `extension` as in ".tiff".
Bytes encoded(const Image& image, const std::string& extension);

/// 16-bit grey values, row by row, four of them in each of `height` rows, repeated to `width`.
Bytes sixteenBitPng(int width, int height, const std::vector<std::uint16_t>& columns);

Bytes firstBytes(const Bytes& bytes, std::size_t count);
Bytes textBytes(std::string_view text);
void putBig32(Bytes& bytes, std::size_t at, std::uint32_t value);
void putLittle32(Bytes& bytes, std::size_t at, std::uint32_t value);

/// Where the value of a tag stands in the first directory of a little-endian TIFF.
std::size_t tiffValueOffset(const Bytes& tiff, std::uint32_t tag);

}  // namespace leukolens::image::test
