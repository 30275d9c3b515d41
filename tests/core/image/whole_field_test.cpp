#include "core/image/whole_field.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace leukolens::image {
namespace {

using Places = std::vector<std::pair<int, int>>;

const cv::Scalar kGround(235, 228, 232), kRedCell(214, 160, 170), kNucleus(90, 40, 140), kCytoplasm(190, 170, 215);

/// A smear as a camera sees it, drawn: R, G, B.
class Smear {
public:
    Smear(int width, int height) : m_mat(height, width, CV_8UC3, kGround) {}

    Smear& redCell(int x, int y, int radius = 42) {
        cv::circle(m_mat, {x, y}, radius, kRedCell, cv::FILLED, cv::LINE_AA);
        return *this;
    }
    Smear& whiteCell(int x, int y, int radius = 70) {
        cv::circle(m_mat, {x, y}, radius, kCytoplasm, cv::FILLED, cv::LINE_AA);
        return nucleus(x, y, radius * 2 / 3);
    }
    Smear& nucleus(int x, int y, int radius) {
        cv::circle(m_mat, {x, y}, radius, kNucleus, cv::FILLED, cv::LINE_AA);
        return *this;
    }
    Image image() const { return {m_mat.cols, m_mat.rows, {m_mat.data, m_mat.data + m_mat.total() * 3}}; }

private:
    cv::Mat m_mat;
};

Smear frame(int width, int height) {
    Smear smear(width, height);
    for (int y = 60; y < height - 40; y += 110)
        for (int x = 60; x < width - 40; x += 130) smear.redCell(x, y);
    return smear.whiteCell(width / 3, height / 2);
}

TEST(WholeField, ACameraFrameFullOfCellsIsOne) {
    const auto signs = fieldSignsOf(frame(640, 480).image());
    EXPECT_FALSE(signs.onBlack);
    EXPECT_EQ(signs.shortSidePx, 480);
    EXPECT_NEAR(signs.elongation, 4.0 / 3, 1e-9);
    EXPECT_GE(signs.bodies, 12);
    EXPECT_EQ(signs.nuclei, 1);
    EXPECT_TRUE(isWholeField(signs));
    EXPECT_TRUE(isWholeField(fieldSignsOf(frame(480, 640).image()))) << "held upright";
}

TEST(WholeField, ACutOutOfOneCellIsNone) {
    EXPECT_FALSE(isWholeField(fieldSignsOf(frame(480, 480).image()))) << "square, one white cell: red cells beside it are usual";
    EXPECT_FALSE(isWholeField(fieldSignsOf(Smear(400, 300).whiteCell(200, 150, 120).redCell(20, 20).redCell(390, 20).image()))) << "not square, but one cell";
    EXPECT_FALSE(isWholeField(fieldSignsOf(frame(280, 200).image()))) << "too small for a camera's frame";
    EXPECT_FALSE(isWholeField(fieldSignsOf(Smear(640, 480).image()))) << "nothing in it";
}

TEST(WholeField, ManyNucleiAreOneWhateverTheShape) {
    Smear many(400, 400);
    for (const auto& [x, y] : Places{{80, 80}, {300, 70}, {190, 200}, {80, 320}, {310, 310}}) many.whiteCell(x, y, 50);
    const auto signs = fieldSignsOf(many.image());
    EXPECT_EQ(signs.nuclei, 5);
    EXPECT_TRUE(isWholeField(signs));
}

TEST(WholeField, LobesOfOneNucleusAreOneNucleus) {
    Smear cell(360, 360);
    cell.whiteCell(180, 180, 110);
    for (const auto& [x, y] : Places{{110, 150}, {150, 105}, {210, 105}, {250, 150}, {245, 205}, {180, 180}}) cell.nucleus(x, y, 27);
    const auto signs = fieldSignsOf(cell.image());
    EXPECT_EQ(signs.nuclei, 1);
    EXPECT_FALSE(isWholeField(signs));
}

TEST(WholeField, OnBlackThereIsACellAlone) {
    cv::Mat black(450, 640, CV_8UC3, cv::Scalar(0, 0, 0));
    for (int i = 0; i < 8; ++i) cv::circle(black, {80 + 70 * i, 200 + 30 * (i % 3)}, 30, kNucleus, cv::FILLED);
    const Image image{black.cols, black.rows, {black.data, black.data + black.total() * 3}};
    const auto signs = fieldSignsOf(image);
    EXPECT_TRUE(signs.onBlack);
    EXPECT_FALSE(isWholeField(signs));
}

TEST(WholeField, TakesPicturesOfAnyShapeAndLight) {
    for (const auto& [width, height] : Places{{1, 1}, {8, 2000}, {2000, 8}, {9, 9}, {3000, 2000}}) {
        for (const std::uint8_t value : {std::uint8_t{255}, std::uint8_t{20}, std::uint8_t{128}}) {
            const Image image{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3, value)};
            EXPECT_FALSE(isWholeField(fieldSignsOf(image))) << width << " x " << height << " of " << int{value};
        }
    }
    EXPECT_FALSE(isWholeField(fieldSignsOf({})));
}

}  // namespace
}  // namespace leukolens::image
