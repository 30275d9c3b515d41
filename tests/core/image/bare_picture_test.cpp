#include "core/image/bare_picture.h"

#include <gmock/gmock.h>

#include "core/image/decode.h"
#include "core/image/encode.h"
#include "tests/core/image/format_pictures.h"
#include "tests/core/image/sample_bytes.h"

namespace leukolens::image {
namespace {

using namespace test;

bool holds(const Bytes& bytes, std::string_view text) { return std::search(bytes.begin(), bytes.end(), text.begin(), text.end(), [](std::uint8_t a, char b) { return a == static_cast<std::uint8_t>(b); }) != bytes.end(); }

void expectSamePixels(const Bytes& before, const Bytes& after) {
    const auto one = decodeBytes(before, "before"), other = decodeBytes(after, "after");
    ASSERT_TRUE(one && other) << (other ? "" : other.error().message());
    EXPECT_EQ(one->width, other->width);
    EXPECT_EQ(one->height, other->height);
    EXPECT_EQ(one->rgb, other->rgb);
}

/// A segment of JPEG: marker, length, content.
Bytes segment(std::uint8_t marker, const std::string& content) {
    const std::size_t length = content.size() + 2;
    Bytes bytes(length + 2);
    bytes[0] = 0xff;
    bytes[1] = marker;
    bytes[2] = static_cast<std::uint8_t>(length >> 8);
    bytes[3] = static_cast<std::uint8_t>(length);
    std::copy(content.begin(), content.end(), bytes.begin() + 4);
    return bytes;
}

Bytes withSegment(const Bytes& jpeg, const Bytes& added) {
    Bytes whole(jpeg.begin(), jpeg.begin() + 2);
    whole.insert(whole.end(), added.begin(), added.end());
    whole.insert(whole.end(), jpeg.begin() + 2, jpeg.end());
    return whole;
}

/// Big-endian TIFF with the one tag Orientation, and a name behind it.
std::string exif(char orientation) {
    return std::string("Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 25) + orientation + std::string("\0\0\0\0\0\0", 6) + "PATIENT NAME";
}

class EveryFormat : public testing::TestWithParam<FormatPicture> {};

TEST_P(EveryFormat, KeepsItsPixelsAndLosesWhatStandsBesideThem) {
    const auto bare = withoutMetadata(GetParam().file, "picture");
    if (!GetParam().refused.empty()) {
        EXPECT_FALSE(bare);
        return;
    }
    ASSERT_TRUE(bare) << bare.error().message();
    expectSamePixels(GetParam().file, bare->bytes);
    for (const char* trace : {"Exif", "ns.adobe.com", "Photoshop", "ICC_PROFILE", "iCCP", "eXIf", "tEXt", "iTXt", "zTXt", "tIME"}) EXPECT_FALSE(holds(bare->bytes, trace)) << trace;
    EXPECT_EQ(withoutMetadata(bare->bytes, "again")->bytes, bare->bytes) << "nothing is left to take out";
}

INSTANTIATE_TEST_SUITE_P(BarePicture, EveryFormat, testing::ValuesIn(formatPictures(FORMATS_FILE)), [](const auto& picture) { return testName(picture.param); });

TEST(BarePicture, KeepsCompressedPixelsOfAJpegByteForByte) {
    const Bytes plain = encoded(gradient(40, 30), ".jpg");
    const Bytes bare = withoutMetadata(plain, "plain")->bytes;
    Bytes told = withSegment(plain, segment(0xe1, "http://ns.adobe.com/xap/1.0/\0<x>PATIENT NAME</x>"));
    told = withSegment(told, segment(0xed, "Photoshop 3.0\0PATIENT NAME"));
    told = withSegment(told, segment(0xfe, "PATIENT NAME"));
    told = withSegment(told, segment(0xe2, "ICC_PROFILE\0\1\1PATIENT NAME"));
    for (const char c : std::string("PATIENT NAME behind the end")) told.push_back(static_cast<std::uint8_t>(c));
    ASSERT_TRUE(holds(told, "PATIENT NAME"));
    const auto result = withoutMetadata(told, "told");
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(result->extension, ".jpg");
    EXPECT_EQ(result->bytes, bare);
    EXPECT_FALSE(holds(result->bytes, "PATIENT"));
}

TEST(BarePicture, TakesThePreviewOutOfJfif) {
    const Bytes plain = encoded(gradient(40, 30), ".jpg");
    ASSERT_EQ(plain[3], 0xe0) << "OpenCV writes JFIF first";
    // A preview of 2 × 2 pixels in place of none.
    Bytes told(plain.begin(), plain.begin() + 4);
    const std::size_t length = 16 + 12;
    told.push_back(0);
    told.push_back(length);
    told.insert(told.end(), plain.begin() + 6, plain.begin() + 18);
    told.push_back(2);
    told.push_back(2);
    for (const char c : std::string("PATIENT NAME")) told.push_back(static_cast<std::uint8_t>(c));
    told.insert(told.end(), plain.begin() + 20, plain.end());
    EXPECT_EQ(withoutMetadata(told, "told")->bytes, withoutMetadata(plain, "plain")->bytes);
}

TEST(BarePicture, KeepsTheTurnOfExifByKeepingTurnedPixels) {
    const Bytes plain = encoded(gradient(40, 30), ".jpg");
    const auto upright = withoutMetadata(withSegment(plain, segment(0xe1, exif(1))), "upright");
    EXPECT_EQ(upright->extension, ".jpg");
    const Bytes turned = withSegment(plain, segment(0xe1, exif(6)));
    ASSERT_EQ(decodeBytes(turned, "turned")->width, 30) << "the turn is read";
    const auto bare = withoutMetadata(turned, "turned");
    EXPECT_EQ(bare->extension, ".png");
    expectSamePixels(turned, bare->bytes);
    EXPECT_FALSE(holds(bare->bytes, "PATIENT"));
}

TEST(BarePicture, TakesTextsOutOfAPng) {
    const Bytes plain = *encodePng(gradient(20, 20));
    const auto bare = withoutMetadata(withPngComment(plain, "PATIENT NAME"), "told");
    EXPECT_EQ(bare->bytes, withoutMetadata(plain, "plain")->bytes);
    EXPECT_EQ(bare->extension, ".png");
}

TEST(BarePicture, RefusesWhatIsNoPicture) {
    EXPECT_EQ(withoutMetadata(textBytes("not an image at all"), "x.jpg").error().code, ErrorCode::NotAnImage);
    const Bytes jpeg = encoded(gradient(40, 30), ".jpg");
    EXPECT_EQ(withoutMetadata(firstBytes(jpeg, jpeg.size() / 2), "x.jpg").error().code, ErrorCode::DamagedImage);
}

}  // namespace
}  // namespace leukolens::image
