#include "core/image/encode.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <utility>

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
