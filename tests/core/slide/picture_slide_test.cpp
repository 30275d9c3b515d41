#include <tiffio.h>

#include <opencv2/imgcodecs.hpp>

#include "core/image/decode.h"
#include "tests/core/slide/picture_fixture.h"

namespace leukolens::slide {
namespace {
namespace fs = std::filesystem;

class PictureSlide : public PictureFixture {};

TEST_F(PictureSlide, ThatIsLargeHasTheSamePixelsAndMeansAtEveryLevel) {
    const auto image = picture(kWidth, kHeight);
    for (const char* name : {"a.png", "a.bmp", "a.tiff"}) {
        const auto slide = opened(saved(name, image));
        ASSERT_TRUE(slide) << name << ": " << slide.error().message();
        EXPECT_EQ((*slide)->facts().format, kPictureFormat);
        EXPECT_EQ((*slide)->facts().file, m_folder / name);
        EXPECT_TRUE((*slide)->facts().properties.empty());
        EXPECT_TRUE((*slide)->facts().associated.empty());
        ASSERT_EQ((*slide)->facts().levels.size(), 3u);
        EXPECT_EQ((*slide)->facts().levels[1].downsample, 2);
        EXPECT_EQ((*slide)->facts().levels[2].downsample, 4);
        expectPicture(**slide, image);
    }
    EXPECT_EQ(kept().size(), 3u);
}

TEST_F(PictureSlide, ThatIsLargeIsLikeOneInMemory) {
    const fs::path file = saved("a.jpg", picture(kWidth, kHeight));
    const auto large = opened(file);
    m_options = {};
    const auto small = opened(file);
    ASSERT_TRUE(large && small);
    EXPECT_EQ(kept().size(), 0u);
    ASSERT_EQ((*large)->facts().levels.size(), (*small)->facts().levels.size());
    for (int level = 0; level < 3; ++level) {
        const auto& size = (*small)->facts().levels[static_cast<std::size_t>(level)];
        EXPECT_EQ((*large)->facts().levels[static_cast<std::size_t>(level)].downsample, size.downsample);
        const Region all{level, 0, 0, static_cast<int>(size.width), static_cast<int>(size.height)};
        EXPECT_EQ((*large)->read(all)->argb, (*small)->read(all)->argb);
    }
}

/// Sizes of all kinds of edges: one column, one row, whole tiles, one px more.
TEST_F(PictureSlide, MayHaveAnySize) {
    for (const auto& [width, height] : {std::pair{1, 1500}, {1500, 1}, {1024, 512}, {1025, 513}, {600, 257}}) {
        const auto image = picture(width, height);
        const auto slide = opened(saved("a.png", image));
        ASSERT_TRUE(slide) << slide.error().message();
        expectPicture(**slide, image);
    }
}

TEST_F(PictureSlide, IsTurnedAsItsOrientationSays) {
    const auto stored = picture(700, 563);
    for (int orientation = 1; orientation <= 8; ++orientation) {
        Bytes jpeg = image::test::encoded(stored, ".jpg");
        const Bytes exif{0xff, 0xe1, 0, 34,   'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8,
                         0,    1,    1, 0x12, 0,   3,   0,   0,   0, 1, 0,   static_cast<std::uint8_t>(orientation), 0, 0, 0, 0, 0, 0};
        jpeg.insert(jpeg.begin() + 2, exif.begin(), exif.end());
        const auto slide = opened(saved("a.jpg", jpeg));
        ASSERT_TRUE(slide) << slide.error().message();
        ASSERT_EQ((*slide)->facts().levels.size(), 2u);
        const auto turned = image::decodeBytes(jpeg, "x");
        expectLevel(**slide, 0, *turned);
        // The coarser level is the stored picture's, turned: turned back it has the means of the stored one.
        EXPECT_EQ((*slide)->facts().levels[1].width, (turned->width + 1) / 2);
        const auto coarse = (*slide)->read({1, 0, 0, (turned->width + 1) / 2, (turned->height + 1) / 2});
        ASSERT_TRUE(coarse);
        if (orientation != 6) continue;
        const auto means = half(*image::decodeBytes(image::test::encoded(stored, ".jpg"), "x"));
        for (int y = 0; y < coarse->height; ++y)
            for (int x = 0; x < coarse->width; ++x) ASSERT_EQ(coarse->argb[static_cast<std::size_t>(y * coarse->width + x)], at(means, y, means.height - 1 - x));
    }
}

TEST_F(PictureSlide, OfMoreThan30000PxASideIsRefused) {
    m_options.pictures = {};
    EXPECT_TRUE(opened(saved("a.bmp", picture(30'000, 1))));
    const auto slide = opened(saved("b.bmp", picture(30'001, 1)));
    ASSERT_FALSE(slide);
    EXPECT_EQ(slide.error().code, ErrorCode::TooLarge);
    EXPECT_NE(slide.error().what.find("30001 × 1 px"), std::string::npos) << slide.error().what;
    EXPECT_FALSE(slide.error().advice.empty());
}

TEST_F(PictureSlide, ThatHasToBeUnpackedAsAWholeIsRefusedBeyondItsLimit) {
    const auto image = picture(1600, 1300);  // six megabytes of coefficients; four are always allowed
    const cv::Mat mat(image.height, image.width, CV_8UC3, const_cast<std::uint8_t*>(image.rgb.data()));
    Bytes progressive;
    ASSERT_TRUE(cv::imencode(".jpg", mat, progressive, {cv::IMWRITE_JPEG_PROGRESSIVE, 1}));
    const fs::path jpeg = saved("a.jpg", progressive), webp = saved("a.webp", image);
    EXPECT_TRUE(opened(jpeg));
    EXPECT_TRUE(opened(webp));
    m_options.cacheFolder = m_folder / "another";
    m_options.pictures.maxWholePixels = 10'000;
    for (const fs::path& file : {jpeg, webp}) {
        const auto slide = opened(file);
        ASSERT_FALSE(slide) << file;
        EXPECT_EQ(slide.error().code, ErrorCode::TooLarge);
        EXPECT_NE(slide.error().advice.find("Save it"), std::string::npos);
    }
    EXPECT_TRUE(kept().empty());
}

TEST_F(PictureSlide, ThatEndsEarlyIsDamagedAndLeavesNothing) {
    for (const char* name : {"a.jpg", "a.png", "a.bmp", "a.tiff"}) {
        const Bytes whole = image::test::encoded(picture(kWidth, kHeight), fs::path(name).extension().string());
        const auto slide = opened(saved(name, image::test::firstBytes(whole, whole.size() / 2)));
        ASSERT_FALSE(slide) << name;
        EXPECT_EQ(slide.error().code, ErrorCode::DamagedImage) << name;
    }
    // With its end mark in place.
    Bytes jpeg = image::test::encoded(picture(kWidth, kHeight), ".jpg");
    jpeg.erase(jpeg.end() - static_cast<std::ptrdiff_t>(jpeg.size() / 3), jpeg.end() - 2);
    const auto slide = opened(saved("a.jpg", jpeg));
    ASSERT_FALSE(slide);
    EXPECT_EQ(slide.error().code, ErrorCode::DamagedImage);
    EXPECT_TRUE(kept().empty());
}

TIFF* begunTiff(const fs::path& file, const image::Image& image, const char* mode = "w") {
    TIFF* tiff = TIFFOpen(file.c_str(), mode);
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, image.width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, image.height);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 8);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 3);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_LZW);
    return tiff;
}

/// Tiles of 128 px, one level.
void writeTiled(const fs::path& file, const image::Image& image, const char* mode = "w") {
    constexpr int kTile = 128;
    TIFF* tiff = begunTiff(file, image, mode);
    TIFFSetField(tiff, TIFFTAG_TILEWIDTH, kTile);
    TIFFSetField(tiff, TIFFTAG_TILELENGTH, kTile);
    std::vector<std::uint8_t> tile(3 * kTile * kTile);
    for (int top = 0; top < image.height; top += kTile) {
        for (int left = 0; left < image.width; left += kTile) {
            for (int y = top; y < std::min(top + kTile, image.height); ++y)
                std::copy_n(image.rgb.data() + image.offset(left, y), 3 * std::min(kTile, image.width - left), tile.data() + 3 * kTile * (y - top));
            ASSERT_GT(TIFFWriteTile(tiff, tile.data(), static_cast<std::uint32_t>(left), static_cast<std::uint32_t>(top), 0, 0), 0);
        }
    }
    TIFFClose(tiff);
}

TEST_F(PictureSlide, MayBeATiffInOneStripUnlessThatIsTooLarge) {
    const auto image = picture(kWidth, kHeight);
    const fs::path file = m_folder / "a.tif";
    TIFF* tiff = begunTiff(file, image);
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, image.height);
    ASSERT_GT(TIFFWriteEncodedStrip(tiff, 0, const_cast<std::uint8_t*>(image.rgb.data()), static_cast<tmsize_t>(image.rgb.size())), 0);
    TIFFClose(tiff);
    const auto slide = opened(file);
    ASSERT_TRUE(slide) << slide.error().message();
    expectPicture(**slide, image);

    m_options.cacheFolder = m_folder / "another";
    m_options.pictures.maxWholePixels = 10'000;  // a megabyte is always allowed
    ASSERT_GT(fs::file_size(file), 2'000'000u);
    const auto refused = opened(file);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::TooLarge) << refused.error().message();
    EXPECT_NE(refused.error().advice.find("strips of a few rows"), std::string::npos) << refused.error().advice;
}

TEST_F(PictureSlide, MayBeATiledTiffWithoutLevels) {
    const auto image = picture(kWidth, kHeight);
    const fs::path file = m_folder / "a.tif";
    writeTiled(file, image);
    const auto slide = opened(file);
    ASSERT_TRUE(slide) << slide.error().message();
    EXPECT_EQ((*slide)->facts().format, kPictureFormat);
    EXPECT_EQ(kept().size(), 1u);
    expectPicture(**slide, image);
}

/// BigTIFF, which only OpenSlide reads.
TEST_F(PictureSlide, LeavesATiledTiffThatItDoesNotReadToOpenSlide) {
    const auto image = picture(700, 600);
    const fs::path file = m_folder / "a.tif";
    writeTiled(file, image, "w8");
    const auto slide = opened(file);
    ASSERT_TRUE(slide) << slide.error().message();
    EXPECT_EQ((*slide)->facts().format, "generic-tiff");
    EXPECT_EQ((*slide)->facts().levels.size(), 1u);
    expectLevel(**slide, 0, image);
    EXPECT_TRUE(kept().empty());
}

TEST_F(PictureSlide, SaysThatTheDiskIsFullOfATiledTiffToo) {
    const fs::path file = m_folder / "a.tif";
    writeTiled(file, picture(kWidth, kHeight));
    m_options.pictures.maxCacheBytes = 1000;
    const auto slide = opened(file);
    ASSERT_FALSE(slide);
    EXPECT_EQ(slide.error().code, ErrorCode::DiskFull);
}

}  // namespace
}  // namespace leukolens::slide
