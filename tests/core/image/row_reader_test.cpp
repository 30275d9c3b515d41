#include "core/image/row_reader.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <opencv2/imgcodecs.hpp>

#include "core/base/random.h"
#include "tests/core/image/format_pictures.h"
#include "tests/core/image/sample_bytes.h"
#include "tests/support/temp_folder.h"

namespace leukolens::image {
namespace {
namespace fs = std::filesystem;
using leukolens::test::TempFolder;

fs::path saved(const TempFolder& folder, const Bytes& bytes) {
    const fs::path file = folder / "picture";
    EXPECT_TRUE(writeFileAtomically(file, bytes));
    return file;
}

/// Packs so badly that its file is larger than what is read at once.
Image noise(int width, int height) {
    Random random(3);
    Image image{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3)};
    for (auto& value : image.rgb) value = static_cast<std::uint8_t>(random.next());
    return image;
}

Result<Image> readFrom(const fs::path& file, const DecodeLimits& limits = {}) {
    auto reader = RowReader::open(file, limits);
    if (!reader) return fail(reader.error());
    return readWhole(*reader);
}

class RowsOfFormat : public testing::TestWithParam<test::FormatPicture> {};

TEST_P(RowsOfFormat, AreThoseThatAnotherReaderFindsOrSayWhyNot) {
    const TempFolder folder;
    const auto& picture = GetParam();
    const auto read = readFrom(saved(folder, picture.file));
    const auto decoded = decodeBytes(picture.file, folder / "picture");
    ASSERT_EQ(read.has_value(), picture.refused.empty()) << (read ? "" : read.error().message());
    if (!read) {
        EXPECT_EQ(read.error().message(), decoded.error().message());
        return;
    }
    ASSERT_EQ(read->width, picture.expected.width);
    ASSERT_EQ(read->height, picture.expected.height);
    for (std::size_t i = 0; i < read->rgb.size(); ++i) ASSERT_LE(std::abs(read->rgb[i] - picture.expected.rgb[i]), picture.tolerance) << i;
    EXPECT_EQ(read->rgb, decoded->rgb);
}

/// What a file that is read in pieces says of its damage, a file in memory says too.
TEST_P(RowsOfFormat, AreRefusedAsFromMemoryWhereTheFileIsCutShort) {
    const TempFolder folder;
    const auto& picture = GetParam();
    const std::size_t step = picture.file.size() / 20 + 1;
    for (std::size_t size = 1; size < picture.file.size(); size += step) {
        const Bytes cut = test::firstBytes(picture.file, size);
        const auto read = readFrom(saved(folder, cut));
        const auto decoded = decodeBytes(cut, folder / "picture");
        ASSERT_EQ(read.has_value(), decoded.has_value()) << size;
        if (!read) {
            EXPECT_EQ(read.error().message(), decoded.error().message());
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Each, RowsOfFormat, testing::ValuesIn(test::formatPictures(FORMATS_FILE)), [](const auto& row) { return test::testName(row.param); });

TEST(RowReader, ReadsFilesInPieces) {
    const TempFolder folder;
    const Image image = noise(777, 555);
    for (const char* extension : {".bmp", ".png", ".jpg", ".tiff", ".webp"}) {
        const Bytes bytes = test::encoded(image, extension);
        ASSERT_GT(bytes.size(), 300'000u) << extension;
        const auto read = readFrom(saved(folder, bytes));
        ASSERT_TRUE(read) << extension << ": " << read.error().message();
        EXPECT_EQ(read->rgb, decodeBytes(bytes, "x")->rgb) << extension;
    }
}

TEST(RowReader, GivesRowsAsStoredAndTheTurnApart) {
    const TempFolder folder;
    for (const auto& picture : test::formatPictures(FORMATS_FILE)) {
        if (picture.name != "tiff with orientation 6") continue;
        auto reader = RowReader::open(saved(folder, picture.file));
        ASSERT_TRUE(reader);
        EXPECT_EQ(reader->orientation(), 6);
        EXPECT_EQ(reader->width(), picture.expected.height);
        EXPECT_EQ(reader->height(), picture.expected.width);
        return;
    }
    FAIL() << "no such picture";
}

TEST(RowReader, SaysThatAFileShrankWhileItWasRead) {
    const TempFolder folder;
    for (const char* extension : {".bmp", ".png", ".jpg", ".tiff"}) {
        const fs::path file = saved(folder, test::encoded(noise(900, 900), extension));
        auto reader = RowReader::open(file);
        ASSERT_TRUE(reader) << extension;
        fs::resize_file(file, 1000);
        const auto read = readWhole(*reader);
        ASSERT_FALSE(read) << extension;
        EXPECT_EQ(toString(read.error().code), toString(ErrorCode::ReadFailed)) << extension << ": " << read.error().message();
    }
}

TEST(RowReader, StopsWhenItIsAskedTo) {
    const TempFolder folder;
    for (const char* extension : {".bmp", ".png", ".jpg", ".tiff"}) {
        const fs::path file = saved(folder, test::encoded(noise(900, 900), extension));
        CancelSource cancel;
        auto reader = RowReader::open(file, {}, cancel.token());
        ASSERT_TRUE(reader) << extension;
        cancel.cancel();
        const auto read = readWhole(*reader);
        ASSERT_FALSE(read) << extension;
        EXPECT_EQ(toString(read.error().code), toString(ErrorCode::Cancelled)) << extension;
        EXPECT_EQ(RowReader::open(file, {}, cancel.token()).error().code, ErrorCode::Cancelled) << extension;
    }
}

Bytes encodedWith(const Image& image, const char* extension, const std::vector<int>& parameters) {
    const cv::Mat mat(image.height, image.width, CV_8UC3, const_cast<std::uint8_t*>(image.rgb.data()));
    Bytes bytes;
    EXPECT_TRUE(cv::imencode(extension, mat, bytes, parameters));
    return bytes;
}

Bytes pictureCalled(const std::string& name) {
    for (const auto& picture : test::formatPictures(FORMATS_FILE))
        if (picture.name == name) return picture.file;
    ADD_FAILURE() << name;
    return {};
}

TEST(RowReader, RefusesWhatHasToBeUnpackedAsAWholeBeyondItsLimit) {
    const TempFolder folder;
    const struct {
        Bytes file;
        const char* words;
    } pictures[] = {{encodedWith(noise(1300, 1300), ".jpg", {cv::IMWRITE_JPEG_PROGRESSIVE, 1}), "progressive JPEG of 1300 × 1300 px"},
                    {pictureCalled("png rgb interlaced"), "interlaced PNG of 12 × 9 px"},
                    {pictureCalled("webp lossy"), "WebP of 12 × 9 px"},
                    {pictureCalled("bmp rle8"), "packed BMP of 12 × 9 px"},
                    {pictureCalled("tiff tiled"), "TIFF in pieces of 16 rows of 12 × 9 px"}};
    for (const auto& picture : pictures) {
        const fs::path file = saved(folder, picture.file);
        DecodeLimits limits;
        const auto within = readFrom(file, limits);
        EXPECT_TRUE(within) << within.error().message();
        limits.maxWholePixels = 100;
        const auto read = readFrom(file, limits);
        ASSERT_FALSE(read) << picture.words;
        EXPECT_EQ(read.error().code, ErrorCode::TooLarge) << read.error().message();
        EXPECT_NE(read.error().what.find(picture.words), std::string::npos) << read.error().what;
        EXPECT_FALSE(read.error().advice.empty());
    }
}

TEST(RowReader, ReadsByRowsWithoutThatLimit) {
    const TempFolder folder;
    DecodeLimits limits;
    limits.maxWholePixels = 100;
    for (const char* extension : {".bmp", ".png", ".jpg", ".tiff"}) EXPECT_TRUE(readFrom(saved(folder, test::encoded(noise(300, 200), extension)), limits)) << extension;
    for (const char* name : {"bmp palette", "bmp 4 bits", "bmp 1 bit", "bmp 16 bits 565"}) EXPECT_TRUE(readFrom(saved(folder, pictureCalled(name)), limits)) << name;
}

}  // namespace
}  // namespace leukolens::image
