#include "core/image/black_border.h"

#include <gtest/gtest.h>

namespace leukolens::image {
namespace {

Image grey(int width, int height, std::uint8_t value) { return {width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width * height * 3), value)}; }

TEST(BlackBorder, CountsTheFourSidesAlone) {
    Image picture = grey(20, 10, 200);
    EXPECT_FALSE(borderIsBlack(picture));
    for (int y = 1; y < 9; ++y)
        for (int x = 1; x < 19; ++x) picture.rgb[picture.offset(x, y)] = picture.rgb[picture.offset(x, y) + 1] = picture.rgb[picture.offset(x, y) + 2] = 0;
    EXPECT_FALSE(borderIsBlack(picture)) << "what is within counts for nothing";
}

TEST(BlackBorder, ACellMayReachItOnOneSide) {
    Image picture = grey(40, 40, 0);
    const auto paint = [&](int y) {
        for (int x = 0; x < 40; ++x)
            for (std::size_t c = 0; c < 3; ++c) picture.rgb[picture.offset(x, y) + c] = 180;
    };
    paint(0);
    EXPECT_TRUE(borderIsBlack(picture));
    paint(39);
    EXPECT_FALSE(borderIsBlack(picture)) << "two whole sides and the corners of the others are more than half";
}

TEST(BlackBorder, KnowsWhatJpegLeavesOfBlack) {
    EXPECT_TRUE(borderIsBlack(grey(9, 9, kBlackLuma - 1)));
    EXPECT_FALSE(borderIsBlack(grey(9, 9, kBlackLuma)));
    EXPECT_TRUE(borderIsBlack(grey(1, 1, 0)));
    EXPECT_FALSE(borderIsBlack(grey(1, 1, 255)));
}

}  // namespace
}  // namespace leukolens::image
