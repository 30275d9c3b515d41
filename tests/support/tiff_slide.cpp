#include "tests/support/tiff_slide.h"

#include <gtest/gtest.h>
#include <tiffio.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace leukolens::test {
namespace {

using Tiff = std::unique_ptr<TIFF, decltype(&TIFFClose)>;

image::Image everySecond(const image::Image& picture) {
    image::Image half{(picture.width + 1) / 2, (picture.height + 1) / 2, {}};
    for (int y = 0; y < half.height; ++y)
        for (int x = 0; x < half.width; ++x) {
            const auto at = static_cast<std::ptrdiff_t>(picture.offset(2 * x, 2 * y));
            half.rgb.insert(half.rgb.end(), picture.rgb.begin() + at, picture.rgb.begin() + at + 3);
        }
    return half;
}

void setCommon(TIFF* tiff, const image::Image& picture, bool jpeg) {
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, picture.width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, picture.height);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 8);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 3);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, jpeg ? COMPRESSION_JPEG : COMPRESSION_ADOBE_DEFLATE);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, jpeg ? PHOTOMETRIC_YCBCR : PHOTOMETRIC_RGB);
    if (jpeg) TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
}

void writeTiled(TIFF* tiff, const image::Image& picture, int tilePx, bool jpeg) {
    setCommon(tiff, picture, jpeg);
    TIFFSetField(tiff, TIFFTAG_TILEWIDTH, tilePx);
    TIFFSetField(tiff, TIFFTAG_TILELENGTH, tilePx);
    std::vector<std::uint8_t> tile(static_cast<std::size_t>(tilePx) * static_cast<std::size_t>(tilePx) * 3);
    for (int top = 0; top < picture.height; top += tilePx)
        for (int left = 0; left < picture.width; left += tilePx) {
            for (int y = 0; y < tilePx; ++y)
                for (int x = 0; x < tilePx; ++x) {
                    const auto from = picture.offset(std::min(left + x, picture.width - 1), std::min(top + y, picture.height - 1));
                    std::copy_n(picture.rgb.data() + from, 3, tile.data() + (static_cast<std::size_t>(y) * static_cast<std::size_t>(tilePx) + static_cast<std::size_t>(x)) * 3);
                }
            ASSERT_GE(TIFFWriteTile(tiff, tile.data(), static_cast<std::uint32_t>(left), static_cast<std::uint32_t>(top), 0, 0), 0);
        }
    ASSERT_TRUE(TIFFWriteDirectory(tiff));
}

void writeStripped(TIFF* tiff, image::Image picture, const char* description) {
    setCommon(tiff, picture, false);
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, picture.height);
    TIFFSetField(tiff, TIFFTAG_IMAGEDESCRIPTION, description);
    ASSERT_GE(TIFFWriteEncodedStrip(tiff, 0, picture.rgb.data(), static_cast<tmsize_t>(picture.rgb.size())), 0);
    ASSERT_TRUE(TIFFWriteDirectory(tiff));
}

}  // namespace

image::Image placesPicture(int width, int height) {
    image::Image picture{width, height, {}};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (const int value : {x % 251, y % 241, (x + y) % 239}) picture.rgb.push_back(static_cast<std::uint8_t>(value));
    return picture;
}

void writeTiffSlide(const std::filesystem::path& file, const image::Image& picture, const TiffSlideOptions& options) {
    const Tiff tiff(TIFFOpen(file.c_str(), "w"), TIFFClose);
    ASSERT_TRUE(tiff);
    image::Image level = picture;
    for (int i = 0; i < options.levels; ++i) {
        if (i > 0) {
            level = everySecond(level);
            if (!options.aperio) TIFFSetField(tiff.get(), TIFFTAG_SUBFILETYPE, FILETYPE_REDUCEDIMAGE);
        }
        if (options.aperio) {
            const std::string description = "Aperio Image Library v1.0\r\n" + std::to_string(level.width) + "x" + std::to_string(level.height) + " |AppMag = 40|MPP = " + options.umPerPx;
            TIFFSetField(tiff.get(), TIFFTAG_IMAGEDESCRIPTION, description.c_str());
        }
        writeTiled(tiff.get(), level, options.tilePx, options.jpeg);
        // The second directory of such a file is its thumbnail.
        if (options.aperio && i == 0) writeStripped(tiff.get(), placesPicture(32, 24), "Aperio Image Library v1.0\nthumbnail");
    }
    if (options.aperio) {
        writeStripped(tiff.get(), placesPicture(20, 30), "Aperio Image Library v1.0\nlabel 20x30");
        writeStripped(tiff.get(), placesPicture(40, 16), "Aperio Image Library v1.0\nmacro 40x16");
    }
}

void writeSparseTiffSlide(const std::filesystem::path& file, int width, int height, int tilePx) {
    const Tiff tiff(TIFFOpen(file.c_str(), "w"), TIFFClose);
    ASSERT_TRUE(tiff);
    setCommon(tiff.get(), {width, height, {}}, false);
    TIFFSetField(tiff.get(), TIFFTAG_TILEWIDTH, tilePx);
    TIFFSetField(tiff.get(), TIFFTAG_TILELENGTH, tilePx);
    std::vector<std::uint8_t> tile(static_cast<std::size_t>(tilePx) * static_cast<std::size_t>(tilePx) * 3, 200);
    ASSERT_GE(TIFFWriteTile(tiff.get(), tile.data(), 0, 0, 0, 0), 0);
    ASSERT_TRUE(TIFFWriteDirectory(tiff.get()));
}

}  // namespace leukolens::test
