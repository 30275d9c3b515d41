#include <cstdio>

#include <jpeglib.h>
#include <png.h>
#include <tiffio.h>
#include <webp/decode.h>

#include "core/image/decode.h"

namespace leukolens::image {

std::string decodeRules() {
    constexpr int kRules = 3;  // raise it when probes, decoders or limits change
    const std::string tiff = TIFFGetVersion();  // a line with the version, and lines of its authors'
    // libjpeg-turbo does not tell its version when it runs: this is the one of its header.
    return std::to_string(kRules) + " libjpeg-turbo " + std::to_string(LIBJPEG_TURBO_VERSION_NUMBER) + " libpng " + png_get_libpng_ver(nullptr) + " libwebp " +
           std::to_string(WebPGetDecoderVersion()) + ' ' + tiff.substr(0, tiff.find('\n'));
}

}  // namespace leukolens::image
