#include <gtest/gtest.h>
#include <sys/stat.h>

#include <functional>

#include "core/image/decode.h"
#include "tests/core/image/sample_bytes.h"
#include "tests/support/other_user.h"
#include "tests/support/temp_folder.h"

namespace leukolens::image {
namespace {
namespace fs = std::filesystem;
using leukolens::test::TempFolder;

struct BadFile {
    const char* name;
    std::function<void(const fs::path&)> make;
    ErrorCode code;
    std::vector<std::string> words;
};

void PrintTo(const BadFile& bad, std::ostream* out) {
    *out << bad.name;
}

std::function<void(const fs::path&)> holding(const Bytes& bytes) {
    return [bytes](const fs::path& file) { ASSERT_TRUE(writeFileAtomically(file, bytes)); };
}

Bytes sample(const char* extension) {
    return test::encoded(test::gradient(40, 30), extension);
}

Bytes bmpOfSize(std::uint32_t width, std::uint32_t height) {
    Bytes bytes = sample(".bmp");
    test::putLittle32(bytes, 18, width);
    test::putLittle32(bytes, 22, height);
    return bytes;
}

Bytes pngOfSize(std::uint32_t width, std::uint32_t height) {
    Bytes bytes = sample(".png");
    test::putBig32(bytes, 16, width);
    test::putBig32(bytes, 20, height);
    // The header's checksum is that of the new size: computed by PNG's own formula, bit by bit.
    std::uint32_t crc = 0xffffffffu;
    for (std::size_t i = 12; i < 29; ++i) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? 0xedb88320u ^ (crc >> 1) : crc >> 1;
    }
    test::putBig32(bytes, 29, crc ^ 0xffffffffu);
    return bytes;
}

Bytes tiffWith(std::uint32_t tag, std::uint32_t value) {
    Bytes bytes = sample(".tiff");
    const std::size_t at = test::tiffValueOffset(bytes, tag);
    bytes.at(at) = static_cast<std::uint8_t>(value);
    bytes.at(at + 1) = static_cast<std::uint8_t>(value >> 8);
    return bytes;
}

Bytes jpegOfSize(std::uint8_t high, std::uint8_t low) {
    Bytes bytes = sample(".jpg");
    for (std::size_t i = 0; i + 9 < bytes.size(); ++i) {
        if (bytes[i] != 0xff || bytes[i + 1] != 0xc0) continue;
        bytes[i + 7] = high;
        bytes[i + 8] = low;
        break;
    }
    return bytes;
}

Bytes changedInTheMiddle(Bytes bytes) {
    bytes[bytes.size() / 2] ^= 0x10;
    return bytes;
}

Bytes half(const Bytes& bytes) {
    return test::firstBytes(bytes, bytes.size() / 2);
}

Bytes halfThenZeros(const Bytes& bytes) {
    Bytes cut = half(bytes);
    cut.resize(bytes.size(), 0);
    return cut;
}

std::vector<BadFile> badFiles() {
    return {
        {"empty", holding({}), ErrorCode::NotAnImage, {"is empty"}},
        {"text named bmp",
         holding(test::textBytes("Not a picture, whatever its name says.")),
         ErrorCode::NotAnImage,
         {"BMP, PNG, JPEG, TIFF or WebP"}},
        {"text that begins like a bmp",
         holding(test::textBytes("BMW is a car maker, and this is a sentence about it.")),
         ErrorCode::DamagedImage,
         {"save it again"}},
        {"truncated bmp", holding(half(sample(".bmp"))), ErrorCode::DamagedImage, {"truncated", "3654", "1827"}},
        {"truncated png", holding(half(sample(".png"))), ErrorCode::DamagedImage, {"truncated"}},
        {"truncated jpeg", holding(half(sample(".jpg"))), ErrorCode::DamagedImage, {"truncated"}},
        {"jpeg cut and filled with zeros", holding(halfThenZeros(sample(".jpg"))), ErrorCode::DamagedImage, {"truncated"}},
        {"truncated tiff", holding(half(sample(".tiff"))), ErrorCode::DamagedImage, {"truncated"}},
        {"png with one changed bit", holding(changedInTheMiddle(sample(".png"))), ErrorCode::DamagedImage, {"checksum"}},
        {"bmp header only", holding(test::firstBytes(sample(".bmp"), 54)), ErrorCode::DamagedImage, {"3654", "54"}},
        {"one pixel", holding(test::encoded(test::gradient(1, 1), ".png")), ErrorCode::NotAnImage, {"1 × 1", "8 px"}},
        {"bmp of 30,000 px", holding(bmpOfSize(30'000, 30'000)), ErrorCode::TooLarge, {"30000 × 30000", "20000"}},
        {"png of 30,000 px", holding(pngOfSize(30'000, 30'000)), ErrorCode::TooLarge, {"30000 × 30000", "20000"}},
        {"jpeg of 30,000 px", holding(jpegOfSize(0x75, 0x30)), ErrorCode::TooLarge, {"30000", "20000"}},
        {"tiff of 30,000 px", holding(tiffWith(256, 30'000)), ErrorCode::TooLarge, {"30000", "20000"}},
        {"too many pixels", holding(bmpOfSize(15'000, 15'000)), ErrorCode::TooLarge, {"225000000", "100000000"}},
        {"png bomb", holding(pngOfSize(9'000, 9'000)), ErrorCode::DamagedImage, {"243000000"}},
        {"png of no width", holding(pngOfSize(0, 9)), ErrorCode::DamagedImage, {"0 × 9"}},
        {"webp whose frame is larger than its picture",
         holding([] {
             Bytes b = sample(".webp");
             const Bytes frame{'V', 'P', '8', 'X', 10, 0, 0, 0, 0, 0, 0, 0, 0x00, 0xe4, 0x0b, 84, 0, 0};
             b.insert(b.begin() + 12, frame.begin(), frame.end());
             test::putLittle32(b, 4, static_cast<std::uint32_t>(b.size() - 8));
             return b;
         }()),
         ErrorCode::DamagedImage,
         {"779265 × 85", "40 × 30"}},
        {"bmp of 5 bits",
         holding([] {
             Bytes b = sample(".bmp");
             b[28] = 5;
             return b;
         }()),
         ErrorCode::DamagedImage,
         {"5 bits"}},
        {"tiff of 200 channels", holding(tiffWith(277, 200)), ErrorCode::NotAnImage, {"200", "1 to 4"}},
        {"tiff with pixels outside the file", holding(tiffWith(279, 60'000)), ErrorCode::DamagedImage, {"the file has"}},
        {"a folder", [](const fs::path& file) { fs::create_directory(file); }, ErrorCode::NotAFile, {"is a folder"}},
        {"a pipe",
         [](const fs::path& file) { ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0); },
         ErrorCode::NotAFile,
         {"not an ordinary file"}},
        {"absent", [](const fs::path&) {}, ErrorCode::NotFound, {"does not exist"}},
        {"link to nothing",
         [](const fs::path& file) { fs::create_symlink("nowhere", file); },
         ErrorCode::NotFound,
         {"does not exist"}},
    };
}

class DecodeBadFile : public testing::TestWithParam<BadFile> {};

TEST_P(DecodeBadFile, IsRefusedWithTheReason) {
    TempFolder folder;
    const fs::path file = folder / "cell.bmp";
    GetParam().make(file);
    testing::internal::CaptureStderr();
    const auto decoded = decodeFile(file);
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    ASSERT_FALSE(decoded);
    EXPECT_EQ(toString(decoded.error().code), toString(GetParam().code));
    EXPECT_EQ(decoded.error().file, file);
    EXPECT_FALSE(decoded.error().advice.empty());
    for (const std::string& word : GetParam().words) {
        EXPECT_NE(decoded.error().message().find(word), std::string::npos)
            << "no \"" << word << "\" in " << decoded.error().message();
    }
}

INSTANTIATE_TEST_SUITE_P(Table, DecodeBadFile, testing::ValuesIn(badFiles()), [](const auto& row) {
    std::string name = row.param.name;
    for (char& c : name) {
        if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
    }
    return name;
});

TEST(DecodeLimitsTest, AreCheckedBeforeAFileIsRead) {
    TempFolder folder;
    const fs::path file = folder / "cell.png";
    ASSERT_TRUE(writeFileAtomically(file, sample(".png")));
    DecodeLimits limits;
    limits.maxFileBytes = 100;
    const auto decoded = decodeFile(file, limits);
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().code, ErrorCode::TooLarge);
}

TEST(DecodePermission, IsNamedAsTheReason) {
    TempFolder folder;
    leukolens::test::openToAll(folder.path());
    const fs::path file = folder / "cell.png";
    ASSERT_TRUE(writeFileAtomically(file, sample(".png")));
    fs::permissions(file, fs::perms::none);
    EXPECT_TRUE(leukolens::test::holdsForOtherUser([&] {
        const auto decoded = decodeFile(file);
        return !decoded && decoded.error().code == ErrorCode::NoPermission;
    }));
}

TEST(DecodeQuietly, SaysNothingOfAStrangeColourProfile) {
    Bytes bytes = sample(".png");
    // A profile that is none, with a sound checksum, before the pixels.
    const Bytes profile{0, 0, 0, 6, 'i', 'C', 'C', 'P', 'a', 0, 0, 1, 2, 3};
    Bytes chunk = profile;
    std::uint32_t crc = 0xffffffffu;
    for (std::size_t i = 4; i < chunk.size(); ++i) {
        crc ^= chunk[i];
        for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? 0xedb88320u ^ (crc >> 1) : crc >> 1;
    }
    chunk.resize(chunk.size() + 4);
    test::putBig32(chunk, profile.size(), crc ^ 0xffffffffu);
    bytes.insert(bytes.begin() + 33, chunk.begin(), chunk.end());
    testing::internal::CaptureStderr();
    const auto decoded = decodeBytes(bytes, "x.png");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    EXPECT_TRUE(decoded) << decoded.error().message();
}

}  // namespace
}  // namespace leukolens::image
