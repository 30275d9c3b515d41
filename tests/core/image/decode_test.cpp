#include "core/image/decode.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/random.h"
#include "tests/core/image/cmyk_jpeg.h"
#include "tests/core/image/sample_bytes.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_folder.h"

namespace leukolens::image {
namespace {
namespace fs = std::filesystem;

TEST(Decode, GivesEveryPixelOfLosslessFormats) {
    const Image image = test::gradient(33, 20);
    for (const char* extension : {".bmp", ".png", ".tiff"}) {
        const auto decoded = decodeBytes(test::encoded(image, extension), "x");
        ASSERT_TRUE(decoded) << extension << ": " << decoded.error().message();
        EXPECT_EQ(decoded->width, 33);
        EXPECT_EQ(decoded->height, 20);
        EXPECT_EQ(decoded->rgb, image.rgb) << extension;
    }
}

TEST(Decode, KeepsTheColourOrderOfAJpeg) {
    Image image{16, 16, {}};
    for (int i = 0; i < 256; ++i) image.rgb.insert(image.rgb.end(), {200, 100, 50});
    const auto decoded = decodeBytes(test::encoded(image, ".jpg"), "x");
    ASSERT_TRUE(decoded) << decoded.error().message();
    EXPECT_NEAR(decoded->rgb[0], 200, 4);
    EXPECT_NEAR(decoded->rgb[1], 100, 4);
    EXPECT_NEAR(decoded->rgb[2], 50, 4);
}

TEST(Decode, GoesByContentAndNotByName) {
    leukolens::test::TempFolder folder;
    const fs::path file = folder / "really a png.bmp";
    ASSERT_TRUE(writeFileAtomically(file, test::encoded(test::gradient(9, 9), ".png")));
    const auto decoded = decodeFile(file);
    ASSERT_TRUE(decoded) << decoded.error().message();
    EXPECT_EQ(decoded->rgb, test::gradient(9, 9).rgb);
}

TEST(Decode, RoundsSixteenBitsToEightAndMakesGreyColour) {
    const auto decoded = decodeBytes(test::sixteenBitPng(8, 8, {0, 257 * 100, 65280, 65535}), "x");
    ASSERT_TRUE(decoded) << decoded.error().message();
    const std::vector<std::uint8_t> expected{0, 0, 0, 100, 100, 100, 254, 254, 254, 255, 255, 255};
    EXPECT_EQ(std::vector<std::uint8_t>(decoded->rgb.begin(), decoded->rgb.begin() + 12), expected);
}

TEST(Decode, ReadsCmykJpeg) {
    const auto decoded = decodeBytes(test::flatCmykJpeg({200, 100, 50, 255}), "x");
    ASSERT_TRUE(decoded) << decoded.error().message();
    EXPECT_EQ(decoded->width, 16);
    EXPECT_NEAR(decoded->rgb[0], 200, 2);
    EXPECT_NEAR(decoded->rgb[1], 100, 2);
    EXPECT_NEAR(decoded->rgb[2], 50, 2);
}

TEST(Decode, ReadsABmpWhoseRowsGoDownwards) {
    const Image image = test::gradient(12, 10);
    Bytes bytes = test::encoded(image, ".bmp");
    test::putLittle32(bytes, 22, static_cast<std::uint32_t>(-10));
    const auto decoded = decodeBytes(bytes, "x");
    ASSERT_TRUE(decoded) << decoded.error().message();
    EXPECT_EQ(decoded->height, 10);
    EXPECT_EQ(decoded->rgb[0], image.rgb[image.offset(0, 9)]);
    EXPECT_EQ(decoded->rgb[1], image.rgb[image.offset(0, 9) + 1]);
}

TEST(Decode, TurnsAJpegAsItsOrientationSays) {
    Bytes bytes = test::encoded(test::gradient(32, 16), ".jpg");
    // Exif: one directory, one entry, orientation 6 (turn by a quarter clockwise).
    const Bytes exif{0xff, 0xe1, 0, 34,   'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8,
                     0,    1,    1, 0x12, 0,   3,   0,   0,   0, 1, 0,   6,   0, 0,  0, 0, 0, 0};
    bytes.insert(bytes.begin() + 2, exif.begin(), exif.end());
    const auto decoded = decodeBytes(bytes, "x");
    ASSERT_TRUE(decoded) << decoded.error().message();
    EXPECT_EQ(decoded->width, 16);
    EXPECT_EQ(decoded->height, 32);
}

TEST(Decode, ToleratesZerosAfterAWholeFile) {
    for (const char* extension : {".jpg", ".png", ".bmp", ".tiff"}) {
        Bytes bytes = test::encoded(test::gradient(16, 16), extension);
        bytes.insert(bytes.end(), 700, 0);
        EXPECT_TRUE(decodeBytes(bytes, "x")) << extension;
    }
}

TEST(Decode, FindsEveryTruncation) {
    for (const char* extension : {".jpg", ".png", ".bmp", ".webp"}) {
        const Bytes whole = test::encoded(test::gradient(24, 24), extension);
        for (std::size_t size = 1; size < whole.size(); ++size) {
            const auto decoded = decodeBytes(test::firstBytes(whole, size), "x");
            ASSERT_FALSE(decoded) << extension << " cut to " << size << " of " << whole.size() << " bytes";
            // Before its signature is whole it is no image of any kind.
            if (size >= 12) {
                ASSERT_EQ(decoded.error().code, ErrorCode::DamagedImage) << extension << " " << size;
            }
        }
    }
}

TEST(Decode, SurvivesRandomDamage) {
    Random random(7);
    int refused = 0;
    for (const char* extension : {".jpg", ".png", ".bmp", ".tiff", ".webp"}) {
        const Bytes whole = test::encoded(test::gradient(24, 24), extension);
        for (int round = 0; round < 400; ++round) {
            Bytes broken = whole;
            for (int i = 0; i < 5; ++i)
                broken[2 + random.below(broken.size() - 2)] = static_cast<std::uint8_t>(random.next());
            DecodeLimits limits;
            limits.maxPixels = 4'000'000;
            const auto decoded = decodeBytes(broken, "x", limits);
            if (!decoded) {
                ++refused;
                EXPECT_FALSE(decoded.error().what.empty());
                continue;
            }
            EXPECT_EQ(decoded->rgb.size(), decoded->offset(0, decoded->height));
        }
    }
    EXPECT_GT(refused, 500);  // PNG alone: its checksums find them all
}

TEST(Decode, KnowsImagesByTheirExtension) {
    for (const char* name : {"a.bmp", "a.PNG", "a.JpEg", "a.jpg", "a.tif", "ü.TIFF", "a.WebP", ".x.png"})
        EXPECT_TRUE(hasImageExtension(name)) << name;
    for (const char* name : {"a.gif", "bmp", "a.bmp.txt", "a.", "", ".png", "a.leukomodel"})
        EXPECT_FALSE(hasImageExtension(name)) << name;
}

TEST(Decode, ReadsRealCells) {
    LEUKOLENS_NEEDS_SHARED(allidb, "allidb2");
    int count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(allidb)) {
        if (!hasImageExtension(entry.path())) continue;
        const auto decoded = decodeFile(entry.path());
        EXPECT_TRUE(decoded) << decoded.error().message();
        ++count;
    }
    EXPECT_EQ(count, 130);
}

}  // namespace
}  // namespace leukolens::image
