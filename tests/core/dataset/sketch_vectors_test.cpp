#include "core/dataset/sketch_vectors.h"

#include <gtest/gtest.h>

#include "tests/core/dataset/sample_sketches.h"

namespace leukolens::dataset {
namespace {

double cosineOf(const RawVector& a, const RawVector& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

double cosineOf(const SketchVector& a, const SketchVector& b) { return static_cast<double>(cosine(a, b)) / kCosineOne; }

class SketchVectors5 : public testing::Test {
protected:
    SketchVectors5() : m_whitening(fill(m_raw)) {
        for (const auto& raw : m_raw) m_white.push_back(m_whitening(raw));
    }

    /// Gives those of the whole frames.
    static std::vector<RawVector> fill(std::vector<RawVectors>& raw) {
        std::vector<RawVector> whole;
        for (int i = 0; i < 5; ++i) {
            raw.push_back(rawVectors(test::numberedSketch(i)));
            whole.push_back(rawVector(test::numberedSketch(i)));
            EXPECT_EQ(raw.back()[0], whole.back());
        }
        return whole;
    }

    std::vector<RawVectors> m_raw;
    Whitening m_whitening;
    std::vector<SketchVectors> m_white;
};

// Numbers: make_sketch_reference.py, numpy's eigenvectors.
TEST_F(SketchVectors5, AgreeWithTheReference) {
    const double raw[] = {0.1201, 0.0917, -0.0737, 0.0306}, white[] = {-0.002, -0.0244, -0.0352, -0.0175};
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_NEAR(cosineOf(m_raw[0][0], m_raw[i + 1][0]), raw[i], 2e-4) << i;
        EXPECT_NEAR(cosineOf(m_white[0][0], m_white[i + 1][0]), white[i], 1e-3) << i;
    }
    EXPECT_NEAR(cosineOf(m_raw[0][0], m_raw[0][kMiddleWindow]), 0.9411, 2e-4);
    EXPECT_NEAR(cosineOf(m_white[0][0], m_white[0][kMiddleWindow]), 0.7987, 1e-3);
}

TEST_F(SketchVectors5, AreOfLengthOne) {
    for (const auto& vectors : m_white)
        for (const auto& vector : vectors) EXPECT_NEAR(cosineOf(vector, vector), 1.0, 1e-3);
}

TEST_F(SketchVectors5, ATurnedSketchHasTurnedVectors) {
    for (int turn = 0; turn < kTurns; ++turn) {
        const SketchVectors expected = m_whitening(rawVectors(turned(test::numberedSketch(2), turn)));
        const SketchVectors permuted = turned(m_white[2], turn);
        for (std::size_t window = 0; window < kWindows; ++window) EXPECT_GT(cosineOf(expected[window], permuted[window]), 0.999) << turn << ", window " << window;
    }
}

TEST_F(SketchVectors5, TheBestWindowSaysWhereACropLies) {
    SketchVectors moving = m_white[0], fixed = m_white[3];
    fixed[0] = moving[7];  // height: the last 95 %, width: the first 95 %
    const WindowMatch match = bestWindow(fixed, moving);
    EXPECT_NEAR(static_cast<double>(match.cosine) / kCosineOne, 1.0, 1e-3);
    EXPECT_NEAR(match.placement.scaleX, 0.95, 1e-9);
    EXPECT_NEAR(match.placement.shiftX, -0.05, 1e-9);
    EXPECT_NEAR(match.placement.scaleY, 0.95, 1e-9);
    EXPECT_NEAR(match.placement.shiftY, 0.05, 1e-9);
    // The other way round: point 1 of the crop is point 0.9 of the whole, so point 0.9 of the whole is point 1 of the crop.
    const WindowMatch back = bestWindow(moving, fixed);
    EXPECT_NEAR(back.placement.scaleX * 0.9 + back.placement.shiftX, 1.0, 1e-9);
    EXPECT_NEAR(back.placement.scaleX * -1.0 + back.placement.shiftX, -1.0, 1e-9);
}

TEST(SketchVectors, NothingToSeeGivesZeros) {
    const auto nothing = rawVectors(image::PictureSketch{});
    const std::vector<RawVector> raw(3, nothing[0]);
    for (const auto& vector : Whitening(raw)(nothing)) EXPECT_EQ(vector, SketchVector{});
    EXPECT_EQ(Whitening({})(nothing)[0], SketchVector{});
}

}  // namespace
}  // namespace leukolens::dataset
