// WebP, beside what OpenCV makes of the same bytes.
#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>

#include "core/base/random.h"
#include "core/image/decode.h"
#include "tests/core/image/sample_bytes.h"

namespace leukolens::image {
namespace {

/// Squares of one colour, with an alpha that goes from nothing to all.
cv::Mat squares(int width, int height, int channels, Random& random) {
    cv::Mat picture(height, width, CV_8UC(channels));
    std::array<std::uint64_t, 64> colours{};
    for (auto& colour : colours) colour = random.next();
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < channels; ++c)
                picture.ptr(y)[x * channels + c] = c == 3 ? static_cast<std::uint8_t>(std::min(255, x * 300 / width)) : static_cast<std::uint8_t>(colours[static_cast<std::size_t>((x / 9 + 5 * (y / 9)) % 64)] >> (8 * c));
    return picture;
}

Bytes saved(const cv::Mat& picture, int quality) {
    Bytes bytes;
    if (!cv::imencode(".webp", picture, bytes, {cv::IMWRITE_WEBP_QUALITY, quality})) throw std::runtime_error("cannot encode");
    return bytes;
}

TEST(DecodeWebp, GivesThePixelsThatOpenCvGives) {
    Random random(5);
    for (const int channels : {3, 4}) {
        for (const int quality : {60, 95, 101}) {  // above 100: without loss
            const Bytes file = saved(squares(77, 50, channels, random), quality);
            const auto decoded = decodeBytes(file, "x");
            ASSERT_TRUE(decoded) << decoded.error().message();
            const cv::Mat other = cv::imdecode(file, cv::IMREAD_UNCHANGED);
            ASSERT_EQ(other.channels(), channels);
            for (int y = 0; y < 50; ++y) {
                for (int x = 0; x < 77; ++x) {
                    const std::uint8_t* pixel = other.ptr(y) + x * channels;
                    const int alpha = channels == 4 ? pixel[3] : 255;
                    for (std::size_t c = 0; c < 3; ++c) ASSERT_EQ(decoded->rgb[decoded->offset(x, y) + c], (pixel[2 - c] * alpha + 127) / 255) << x << ", " << y << ", quality " << quality;
                }
            }
        }
    }
}

TEST(DecodeWebp, SaysThatPixelsCannotBeUnpacked) {
    // The parts follow each other as they should, what the lossy one says is nonsense.
    Bytes bytes = test::encoded(test::gradient(40, 30), ".webp");
    std::fill(bytes.begin() + 30, bytes.end(), std::uint8_t{0xff});
    testing::internal::CaptureStderr();
    const auto decoded = decodeBytes(bytes, "x.webp");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().code, ErrorCode::DamagedImage);
    EXPECT_NE(decoded.error().what.find("cannot be unpacked"), std::string::npos) << decoded.error().what;
}

}  // namespace
}  // namespace leukolens::image
