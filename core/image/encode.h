// Pixels to PNG or BMP bytes.
#pragma once

#include "core/base/files.h"
#include "core/image/image.h"

namespace leukolens::image {

Result<Bytes> encodePng(const Image& image);
Result<Bytes> encodeBmp(const Image& image);

}  // namespace leukolens::image
