#include "core/image/encode.h"

#include <gtest/gtest.h>

#include <malloc.h>
#include <sys/resource.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <opencv2/imgcodecs.hpp>
#include <utility>

#include "core/base/random.h"
#include "core/image/decode.h"
#include "tests/core/image/sample_bytes.h"

namespace leukolens::image {
namespace {

TEST(Encode, PngAndBmpGiveBackEveryPixel) {
    const Image image = test::gradient(37, 21);  // rows of a BMP are padded at this width
    for (const auto encode : {encodePng, encodeBmp}) {
        const auto bytes = encode(image);
        ASSERT_TRUE(bytes);
        const auto back = decodeBytes(*bytes, "x");
        ASSERT_TRUE(back) << back.error().message();
        EXPECT_EQ(back->width, 37);
        EXPECT_EQ(back->height, 21);
        EXPECT_EQ(back->rgb, image.rgb);
    }
}

TEST(Encode, BmpHoldsBlueFirstAndTheLastRowFirst) {
    Image image{8, 8, std::vector<std::uint8_t>(192, 0)};
    const std::size_t bottomLeft = image.offset(0, 7);
    image.rgb[bottomLeft] = 10;
    image.rgb[bottomLeft + 1] = 20;
    image.rgb[bottomLeft + 2] = 30;
    const auto bytes = encodeBmp(image);
    ASSERT_TRUE(bytes);
    EXPECT_EQ(bytes->at(54), 30);
    EXPECT_EQ(bytes->at(55), 20);
    EXPECT_EQ(bytes->at(56), 10);
}

/// Runs of one colour with grain, as pictures of cells have them.
Image grainy(int width, int height) {
    Random random(4);
    Image image = test::gradient(width, height);
    for (auto& value : image.rgb) value = static_cast<std::uint8_t>(value / 2 + random.below(9));
    return image;
}

Bytes byOpenCv(const Image& image, const char* extension, const std::vector<int>& parameters = {}) {
    cv::Mat bgr(image.height, image.width, CV_8UC3);
    for (std::size_t i = 0; i < image.rgb.size(); ++i) bgr.data[i] = image.rgb[i / 3 * 3 + 2 - i % 3];
    Bytes bytes;
    if (!cv::imencode(extension, bgr, bytes, parameters)) throw std::runtime_error("cannot encode");
    return bytes;
}

TEST(Encode, AJpegHasThePixelsOfOneByOpenCvOfTheSameQuality) {
    const Image image = grainy(75, 41);
    for (const int quality : {1, 20, 75, 90, 95, 100}) {
        const auto jpeg = encodeJpeg(image, quality);
        ASSERT_TRUE(jpeg);
        EXPECT_EQ(decodeBytes(*jpeg, "x")->rgb, decodeBytes(byOpenCv(image, ".jpg", {cv::IMWRITE_JPEG_QUALITY, quality}), "x")->rgb) << quality;
    }
}

TEST(Encode, APngIsNoLargerThanOneByOpenCv) {
    const Image image = grainy(300, 200);
    const auto png = encodePng(image);
    ASSERT_TRUE(png);
    EXPECT_LE(static_cast<double>(png->size()), 1.02 * static_cast<double>(byOpenCv(image, ".png").size()));
}

TEST(Encode, GivesTheSameBytesAgain) {
    const Image image = grainy(40, 30);
    EXPECT_EQ(encodePng(image).value(), encodePng(image).value());
    EXPECT_EQ(encodeBmp(image).value(), encodeBmp(image).value());
    EXPECT_EQ(encodeJpeg(image, 80).value(), encodeJpeg(image, 80).value());
}

TEST(Encode, ABmpIsReadByOthers) {
    const Image image = grainy(37, 21);
    const auto bmp = encodeBmp(image);
    ASSERT_TRUE(bmp);
    const cv::Mat found = cv::imdecode(*bmp, cv::IMREAD_COLOR);
    ASSERT_EQ(std::pair(found.cols, found.rows), std::pair(37, 21));
    for (int y = 0; y < 21; ++y)
        for (int x = 0; x < 37; ++x)
            for (int c = 0; c < 3; ++c) ASSERT_EQ(found.at<cv::Vec3b>(y, x)[c], image.rgb[image.offset(x, y) + static_cast<std::size_t>(2 - c)]);
}

TEST(Encode, SaysWhatALibraryRefuses) {
    Image wide{65'501, 1, std::vector<std::uint8_t>(65'501 * 3)};
    const auto jpeg = encodeJpeg(wide, 90);
    ASSERT_FALSE(jpeg);
    EXPECT_EQ(jpeg.error().code, ErrorCode::WriteFailed);
    EXPECT_NE(jpeg.error().what.find("65500"), std::string::npos) << jpeg.error().what;
    EXPECT_TRUE(encodePng(wide));
    wide = {1'000'001, 1, std::vector<std::uint8_t>(1'000'001 * 3)};
    testing::internal::CaptureStderr();
    const auto png = encodePng(wide);
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    ASSERT_FALSE(png);
    EXPECT_EQ(png.error().code, ErrorCode::WriteFailed);
    EXPECT_NE(png.error().what.find("IHDR"), std::string::npos) << png.error().what;
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
/// The rest of its life in the memory that it has and a little more.
void takeMemoryAway() {
    ::malloc_trim(0);
    std::uint64_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    const std::uint64_t bytes = pages * 4096 + (6 << 20);
    const rlimit limit{bytes, bytes};
    ::setrlimit(RLIMIT_AS, &limit);
}

TEST(EncodeDeathTest, SaysThatMemoryIsShort) {
    Random random(6);
    Image image{3000, 3000, {}};
    image.rgb.resize(image.offset(0, 3000));
    for (auto& value : image.rgb) value = static_cast<std::uint8_t>(random.next());
    const std::function<Result<Bytes>(const Image&)> all[] = {encodePng, encodeBmp, [](const Image& picture) { return encodeJpeg(picture, 100); }};
    for (const auto& encode : all) {
        EXPECT_EXIT(
            {
                takeMemoryAway();
                const auto bytes = encode(image);
                std::_Exit(!bytes && bytes.error().code == ErrorCode::OutOfMemory ? 0 : 1);
            },
            testing::ExitedWithCode(0), "");
    }
}
#endif

TEST(Encode, AJpegLooksAlikeAndIsSmallerAtLowerQuality) {
    const Image image = test::gradient(64, 40);
    const auto good = encodeJpeg(image, 95), again = encodeJpeg(image, 95), poor = encodeJpeg(image, 20);
    ASSERT_TRUE(good && again && poor);
    EXPECT_EQ(*good, *again);
    EXPECT_LT(poor->size(), good->size());
    const auto back = decodeBytes(*good, "x.jpg");
    ASSERT_TRUE(back) << back.error().message();
    ASSERT_EQ(std::pair(back->width, back->height), std::pair(64, 40));
    double difference = 0;
    for (std::size_t i = 0; i < image.rgb.size(); ++i) difference += std::abs(int{image.rgb[i]} - int{back->rgb[i]});
    EXPECT_LT(difference / static_cast<double>(image.rgb.size()), 6.0);
    for (const int quality : {0, 101}) EXPECT_EQ(encodeJpeg(image, quality).error().code, ErrorCode::InvalidArgument) << quality;
}

TEST(Encode, APngCommentIsFoundAndChangesNoPixel) {
    const Image image = test::gradient(20, 10);
    const auto png = encodePng(image);
    ASSERT_TRUE(png);
    EXPECT_EQ(pngComment(*png), "");
    const Bytes commented = withPngComment(*png, "drawn");
    EXPECT_EQ(pngComment(commented), "drawn");
    EXPECT_EQ(commented.size(), png->size() + 12 + std::string("Comment").size() + 1 + 5);
    const auto back = decodeBytes(commented, "commented.png");
    ASSERT_TRUE(back) << back.error().message();  // libpng compares the chunk's checksum
    EXPECT_EQ(back->rgb, image.rgb);
    for (std::size_t length = 0; length < commented.size(); ++length) {
        const std::string found = pngComment(std::span(commented).first(length));
        EXPECT_EQ(found, length < 33 + 8 + std::string("Comment").size() + 1 + 5 ? "" : "drawn") << length;
    }
}

TEST(Encode, RefusesPixelsThatDoNotFitTheSize) {
    Image image = test::gradient(8, 8);
    image.rgb.pop_back();
    const auto bytes = encodePng(image);
    ASSERT_FALSE(bytes);
    EXPECT_EQ(bytes.error().code, ErrorCode::InvalidArgument);
    EXPECT_NE(bytes.error().what.find("192"), std::string::npos);
    EXPECT_NE(bytes.error().what.find("191"), std::string::npos);
    EXPECT_FALSE(encodeBmp(Image{}));
}

}  // namespace
}  // namespace leukolens::image
