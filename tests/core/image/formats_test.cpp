#include <gtest/gtest.h>

#include <cstdlib>

#include "core/base/random.h"
#include "core/image/decode.h"
#include "tests/core/image/format_pictures.h"
#include "tests/core/image/sample_bytes.h"

namespace leukolens::image {
namespace {

class Format : public testing::TestWithParam<test::FormatPicture> {};

TEST_P(Format, GivesThePixelsThatAnotherReaderFindsOrSaysWhyNot) {
    const test::FormatPicture& picture = GetParam();
    testing::internal::CaptureStderr();
    const auto decoded = decodeBytes(picture.file, "x");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    if (!picture.refused.empty()) {
        ASSERT_FALSE(decoded);
        EXPECT_FALSE(decoded.error().advice.empty());
        for (const auto& word : picture.refused) EXPECT_NE(decoded.error().message().find(word), std::string::npos) << decoded.error().message();
        return;
    }
    ASSERT_TRUE(decoded) << decoded.error().message();
    ASSERT_EQ(decoded->width, picture.expected.width);
    ASSERT_EQ(decoded->height, picture.expected.height);
    int largest = 0;
    for (std::size_t i = 0; i < decoded->rgb.size(); ++i) largest = std::max(largest, std::abs(decoded->rgb[i] - picture.expected.rgb[i]));
    EXPECT_LE(largest, picture.tolerance);
}

/// What is left of a picture cut anywhere is refused, or was not needed for its pixels.
TEST_P(Format, FindsThatItWasCutShort) {
    const test::FormatPicture& picture = GetParam();
    if (!picture.refused.empty()) return;
    const auto whole = decodeBytes(picture.file, "x");
    ASSERT_TRUE(whole);
    const std::size_t step = picture.file.size() > 2000 ? 7 : 1;
    for (std::size_t size = 1; size < picture.file.size(); size += step) {
        const auto decoded = decodeBytes(test::firstBytes(picture.file, size), "x");
        if (decoded) {
            ASSERT_EQ(decoded->rgb, whole->rgb) << "cut to " << size << " of " << picture.file.size() << " bytes";
        }
    }
}

TEST_P(Format, SurvivesRandomDamage) {
    const test::FormatPicture& picture = GetParam();
    Random random(11);
    DecodeLimits limits;
    limits.maxPixels = 1'000'000;
    for (int round = 0; round < 60; ++round) {
        Bytes broken = picture.file;
        for (int i = 0; i < 3; ++i) broken[2 + random.below(broken.size() - 2)] = static_cast<std::uint8_t>(random.next());
        const auto decoded = decodeBytes(broken, "x", limits);
        if (decoded) {
            EXPECT_EQ(decoded->rgb.size(), decoded->offset(0, decoded->height));
        } else {
            EXPECT_FALSE(decoded.error().what.empty());
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Each, Format, testing::ValuesIn(test::formatPictures(FORMATS_FILE)), [](const auto& row) { return test::testName(row.param); });

/// "The header says 450 × 450 px, but the data end early", with the end mark in place.
TEST(FormatJpeg, WhosePixelsEndBeforeItsEndMarkIsDamaged) {
    Bytes bytes = test::encoded(test::gradient(64, 64), ".jpg");
    bytes.erase(bytes.end() - static_cast<std::ptrdiff_t>(bytes.size() / 3), bytes.end() - 2);
    const auto decoded = decodeBytes(bytes, "x");
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().code, ErrorCode::DamagedImage);
}

}  // namespace
}  // namespace leukolens::image
