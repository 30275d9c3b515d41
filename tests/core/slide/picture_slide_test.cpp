#include <gtest/gtest.h>
#include <sys/wait.h>
#include <tiffio.h>

#include <chrono>
#include <cstdlib>
#include <opencv2/imgcodecs.hpp>
#include <thread>

#include "core/base/random.h"
#include "core/base/stamped_file.h"
#include "core/image/decode.h"
#include "core/slide/slide.h"
#include "tests/core/image/sample_bytes.h"
#include "tests/support/temp_folder.h"

namespace leukolens::slide {
namespace {
namespace fs = std::filesystem;

constexpr int kWidth = 1301, kHeight = 1037;
constexpr std::uint32_t kWhite = 0xFFFFFFFF;

/// Neighbours differ, tiles differ, and no quarter is like another.
image::Image picture(int width, int height, std::uint64_t seed = 1) {
    Random random(seed);
    image::Image image{width, height, {}};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (const int value : {x / 6 + y % 7, y / 5, (x + y) / 10}) image.rgb.push_back(static_cast<std::uint8_t>(value + static_cast<int>(random.below(9))));
    return image;
}

std::uint32_t at(const image::Image& image, int x, int y) {
    const std::uint8_t* rgb = image.rgb.data() + image.offset(x, y);
    return 0xFF000000u | static_cast<std::uint32_t>(rgb[0]) << 16 | static_cast<std::uint32_t>(rgb[1]) << 8 | rgb[2];
}

/// Means of 2 × 2 px, rounded; at odd edges of the pixels that are there.
image::Image half(const image::Image& image) {
    image::Image smaller{(image.width + 1) / 2, (image.height + 1) / 2, {}};
    for (int y = 0; y < smaller.height; ++y) {
        for (int x = 0; x < smaller.width; ++x) {
            for (std::size_t c = 0; c < 3; ++c) {
                int sum = 0, count = 0;
                for (int v = 2 * y; v < std::min(2 * y + 2, image.height); ++v)
                    for (int u = 2 * x; u < std::min(2 * x + 2, image.width); ++u, ++count) sum += image.rgb[image.offset(u, v) + c];
                smaller.rgb.push_back(static_cast<std::uint8_t>((2 * sum + count) / (2 * count)));
            }
        }
    }
    return smaller;
}

/// The level as tiles and odd places give it, against the pixels that it should have.
void expectLevel(const Slide& slide, int level, const image::Image& expected) {
    ASSERT_EQ(slide.facts().levels.at(static_cast<std::size_t>(level)).width, expected.width);
    ASSERT_EQ(slide.facts().levels.at(static_cast<std::size_t>(level)).height, expected.height);
    const Region regions[] = {{level, 0, 0, expected.width, expected.height}, {level, 256, 256, 256, 256}, {level, 200, 100, 150, 301}, {level, -20, -30, 100, 90},
                              {level, expected.width - 40, expected.height - 50, 100, 100}};
    for (const Region& region : regions) {
        const auto pixels = slide.read(region);
        ASSERT_TRUE(pixels) << pixels.error().message();
        ASSERT_EQ(pixels->width, region.width);
        ASSERT_EQ(pixels->height, region.height);
        std::size_t i = 0;
        for (int y = 0; y < region.height; ++y) {
            for (int x = 0; x < region.width; ++x, ++i) {
                const int u = static_cast<int>(region.x) + x, v = static_cast<int>(region.y) + y;
                const bool inside = u >= 0 && v >= 0 && u < expected.width && v < expected.height;
                ASSERT_EQ(pixels->argb[i], inside ? at(expected, u, v) : kWhite) << "level " << level << ", " << u << ", " << v;
            }
        }
    }
}

void expectPicture(const Slide& slide, image::Image expected) {
    for (std::size_t level = 0; level < slide.facts().levels.size(); ++level) {
        expectLevel(slide, static_cast<int>(level), expected);
        expected = half(expected);
    }
}

class PictureSlide : public testing::Test {
protected:
    PictureSlide() {
        m_options.cacheFolder = m_folder / "cache";
        m_options.pictures.maxMemoryPixels = 1000;
    }

    fs::path saved(const char* name, const Bytes& bytes) {
        const fs::path file = m_folder / name;
        EXPECT_TRUE(writeFileAtomically(file, bytes));
        return file;
    }
    fs::path saved(const char* name, const image::Image& image) { return saved(name, image::test::encoded(image, fs::path(name).extension().string())); }

    Result<SlidePtr> opened(const fs::path& file) {
        NoProgress progress;
        return open(file, m_options, progress, {});
    }

    std::vector<std::string> kept() { return fs::exists(m_options.cacheFolder) ? test::entries(m_options.cacheFolder) : std::vector<std::string>(); }
    fs::path keptFile() { return m_options.cacheFolder / kept().at(0); }

    test::TempFolder m_folder;
    OpenOptions m_options;
};

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

TEST_F(PictureSlide, IsFoundInTheCacheAtTheNextOpening) {
    const auto image = picture(kWidth, kHeight);
    const fs::path file = saved("a.png", image);
    ASSERT_TRUE(opened(file));
    ASSERT_EQ(kept().size(), 1u);
    const auto first = stampOf(keptFile());
    // Used long ago: opening says that it is used now, and keeps the content.
    fs::last_write_time(keptFile(), fs::file_time_type::clock::now() - std::chrono::hours(100));
    const auto again = opened(file);
    ASSERT_TRUE(again);
    EXPECT_EQ(stampOf(keptFile())->inode, first->inode);
    EXPECT_LT(fs::file_time_type::clock::now() - fs::last_write_time(keptFile()), std::chrono::hours(1));
    expectPicture(**again, image);
}

TEST_F(PictureSlide, IsPreparedAnewWhenItChanged) {
    const fs::path file = saved("a.png", picture(kWidth, kHeight));
    ASSERT_TRUE(opened(file));
    const auto other = picture(kWidth, kHeight, 2);
    saved("a.png", other);
    const auto slide = opened(file);
    ASSERT_TRUE(slide);
    EXPECT_EQ(kept().size(), 2u);
    expectPicture(**slide, other);
}

TEST_F(PictureSlide, IsPreparedAnewWhenItsCopyIsDamaged) {
    const auto image = picture(kWidth, kHeight);
    const fs::path file = saved("a.png", image);
    ASSERT_TRUE(opened(file));
    const fs::path copy = keptFile();
    const Bytes whole = *readFile(copy, 100 << 20);
    std::vector<Bytes> damaged{{}, image::test::firstBytes(whole, 20), image::test::firstBytes(whole, whole.size() / 2), image::test::firstBytes(whole, whole.size() - 1)};
    for (const std::size_t place : {std::size_t{0}, std::size_t{9}, std::size_t{17}, whole.size() - 2}) {
        damaged.push_back(whole);
        damaged.back()[place] ^= 0x04;
    }
    for (const Bytes& bytes : damaged) {
        ASSERT_TRUE(writeFileAtomically(copy, bytes));
        const auto slide = opened(file);
        ASSERT_TRUE(slide) << slide.error().message();
        expectLevel(**slide, 0, image);
        EXPECT_NE(*readFile(copy, 100 << 20), bytes);
        EXPECT_EQ(kept().size(), 1u);
    }
}

TEST_F(PictureSlide, SaysThatATileIsDamagedAndIsWholeAtTheNextOpening) {
    const auto image = picture(kWidth, kHeight);
    const fs::path file = saved("a.png", image);
    ASSERT_TRUE(opened(file));
    Bytes bytes = *readFile(keptFile(), 100 << 20);
    std::fill(bytes.begin() + 100, bytes.begin() + 2000, std::uint8_t{0});
    ASSERT_TRUE(writeFileAtomically(keptFile(), bytes));
    const auto slide = opened(file);
    ASSERT_TRUE(slide);
    bool found = false;
    for (int level = 0; level < 3; ++level) {
        const auto& size = (*slide)->facts().levels[static_cast<std::size_t>(level)];
        const auto read = (*slide)->read({level, 0, 0, static_cast<int>(size.width), static_cast<int>(size.height)});
        if (read) continue;
        found = true;
        EXPECT_EQ(read.error().code, ErrorCode::DamagedImage);
        EXPECT_EQ(read.error().file, file);
    }
    EXPECT_TRUE(found);
    const auto again = opened(file);
    ASSERT_TRUE(again);
    expectPicture(**again, image);
}

class CancelAt final : public ProgressSink {
public:
    explicit CancelAt(std::int64_t row) : m_row(row) {}
    void report(const Progress& progress) override {
        EXPECT_EQ(progress.stage, "Preparing the picture");
        EXPECT_GE(progress.done, m_last);
        m_last = progress.done;
        m_total = progress.total;
        if (progress.done < m_row || m_source.cancelled()) return;
        m_source.cancel();
        m_when = std::chrono::steady_clock::now();
    }
    CancelToken token() const { return m_source.token(); }
    std::int64_t total() const { return m_total; }
    std::chrono::steady_clock::duration since() const { return std::chrono::steady_clock::now() - m_when; }

private:
    std::int64_t m_row, m_last = 0, m_total = 0;
    std::chrono::steady_clock::time_point m_when;
    CancelSource m_source;
};

TEST_F(PictureSlide, StopsAtOnceAndLeavesNothingWhenCancelled) {
    const fs::path file = saved("a.jpg", picture(3000, 2600));
    for (const std::int64_t row : {0, 600}) {
        CancelAt cancel(row);
        const auto slide = open(file, m_options, cancel, cancel.token());
        EXPECT_LT(cancel.since(), std::chrono::milliseconds(300));
        ASSERT_FALSE(slide);
        EXPECT_EQ(slide.error().code, ErrorCode::Cancelled);
        EXPECT_TRUE(kept().empty());
        if (row > 0) {
            EXPECT_EQ(cancel.total(), 2600);
        }
    }
}

TEST_F(PictureSlide, LeavesNothingAndSaysSoWhenTheDiskIsFull) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "the sanitizer wants to be the first library loaded";
#endif
    const fs::path file = saved("a.png", picture(kWidth, kHeight));
    for (const char* bytes : {"0", "200000"}) {
        const std::string command = std::string("LD_PRELOAD='") + FULL_DISK_LIBRARY + "' FULL_DISK_BELOW='" + m_options.cacheFolder.string() + "' FULL_DISK_BYTES=" + bytes + " '" + OPEN_PICTURE_PROBE + "' '" +
                                    file.string() + "' '" + m_options.cacheFolder.string() + "' > '" + (m_folder / "said").string() + "'";
        const int status = std::system(command.c_str());
        EXPECT_EQ(WEXITSTATUS(status), 1);
        EXPECT_EQ(*readTextFile(m_folder / "said", 10'000), "disk_full\n" + m_options.cacheFolder.string() + "\n");
        EXPECT_TRUE(kept().empty());
    }
    EXPECT_TRUE(opened(file));
}

TEST_F(PictureSlide, IsNotPreparedWhereThereIsTooLittleSpaceAnyway) {
    m_options.pictures.maxCacheBytes = 1000;
    const auto slide = opened(saved("a.png", picture(kWidth, kHeight)));
    ASSERT_FALSE(slide);
    EXPECT_EQ(slide.error().code, ErrorCode::DiskFull);
    EXPECT_EQ(slide.error().file, m_options.cacheFolder);
    EXPECT_TRUE(kept().empty());
}

TEST_F(PictureSlide, MakesRoomForItselfInTheCache) {
    const fs::path a = saved("a.png", picture(kWidth, kHeight, 1)), b = saved("b.png", picture(kWidth, kHeight, 2));
    const auto first = opened(a);
    ASSERT_TRUE(first);
    const std::string old = kept().at(0);
    fs::last_write_time(keptFile(), fs::file_time_type::clock::now() - std::chrono::hours(2));
    m_options.pictures.maxCacheBytes = fs::file_size(keptFile()) * 3 / 2;
    ASSERT_TRUE(opened(b));
    ASSERT_EQ(kept().size(), 1u);
    EXPECT_NE(kept().at(0), old);
    // What is open stays so without its name.
    expectPicture(**first, picture(kWidth, kHeight, 1));
}

TEST_F(PictureSlide, LiesInAFolderForItsOwnerAlone) {
    ASSERT_TRUE(opened(saved("a.png", picture(kWidth, kHeight))));
    EXPECT_EQ(fs::status(m_options.cacheFolder).permissions(), fs::perms::owner_all);
    EXPECT_EQ(fs::status(keptFile()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(PictureSlide, ThatIsLargeNeedsACacheFolder) {
    m_options.cacheFolder.clear();
    const auto slide = opened(saved("a.png", picture(kWidth, kHeight)));
    ASSERT_FALSE(slide);
    EXPECT_EQ(slide.error().code, ErrorCode::TooLarge);
    EXPECT_FALSE(slide.error().advice.empty());
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

TEST_F(PictureSlide, IsOpenedAndReadByManyThreadsAtOnce) {
    const auto image = picture(700, 600);
    const fs::path file = saved("a.png", image);
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            const auto slide = opened(file);
            ASSERT_TRUE(slide) << slide.error().message();
            expectPicture(**slide, image);
        });
    }
    threads.clear();
    EXPECT_EQ(kept().size(), 1u);
    const auto slide = opened(file);
    ASSERT_TRUE(slide);
    for (int i = 0; i < 4; ++i) threads.emplace_back([&] { expectPicture(**slide, image); });
    threads.clear();
}

TEST_F(PictureSlide, ShowsItsPixelsOrNoneWhateverBecameOfItsCopy) {
    const auto image = picture(300, 260);
    m_options.pictures.maxMemoryPixels = 0;
    const fs::path file = saved("a.png", image);
    ASSERT_TRUE(opened(file));
    const fs::path copy = keptFile();
    const Bytes whole = *readFile(copy, 1 << 20);
    Random random(9);
    int damaged = 0;
    for (int round = 0; round < 300; ++round) {
        Bytes bytes = whole;
        for (auto changes = 1 + random.below(4); changes > 0; --changes) bytes[random.below(2) == 0 ? random.below(bytes.size()) : random.below(24)] = static_cast<std::uint8_t>(random.next());
        ASSERT_TRUE(writeFileAtomically(copy, bytes));
        const auto slide = opened(file);
        ASSERT_TRUE(slide) << slide.error().message();
        const auto pixels = (*slide)->read({0, 0, 0, 300, 260});
        if (pixels) {
            ASSERT_EQ(toImage(*pixels).rgb, image.rgb);
        } else {
            ++damaged;
            ASSERT_EQ(pixels.error().code, ErrorCode::DamagedImage);
        }
    }
    EXPECT_GT(damaged, 50);
}

}  // namespace
}  // namespace leukolens::slide
