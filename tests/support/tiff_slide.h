// Writes whole slides: tiled TIFFs with coarser levels, as OpenSlide's generic-tiff and aperio formats are.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "core/image/image.h"

namespace leukolens::test {

struct TiffSlideOptions {
    int tilePx = 64;        ///< a multiple of 16
    int levels = 3;         ///< each half as wide and high as the one before
    bool aperio = false;    ///< with a description as Leica's scanners write it: 0.25 µm per px, 40 ×, a label and a macro picture
    std::string umPerPx = "0.2500";  ///< as written in that description
    bool jpeg = false;      ///< tiles are lossy; otherwise deflated
};

/// Level 0 is the picture, coarser ones every second pixel.
void writeTiffSlide(const std::filesystem::path& file, const image::Image& picture, const TiffSlideOptions& options = {});

/// One level, of which the first tile alone is there, grey.
void writeSparseTiffSlide(const std::filesystem::path& file, int width, int height, int tilePx);

/// Each pixel tells where it is: red x mod 251, green y mod 241, blue (x + y) mod 239.
image::Image placesPicture(int width, int height);

}  // namespace leukolens::test
