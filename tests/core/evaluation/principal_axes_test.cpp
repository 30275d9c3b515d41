#include "core/evaluation/principal_axes.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/random.h"

namespace leukolens::evaluation {
namespace {

constexpr int kLength = 24;

/// Wide along the first direction, less along the second, narrow along the others.
std::vector<float> stretched(int count) {
    Random random(5);
    std::vector<float> vectors;
    for (int i = 0; i < count; ++i)
        for (int k = 0; k < kLength; ++k) vectors.push_back(static_cast<float>(7 + (k == 0 ? 10 : k == 1 ? 4 : 0.1) * random.normal()));
    return vectors;
}

TEST(PrincipalAxes, FindTheWidestDirectionsFirst) {
    const auto axes = principalAxes(stretched(400), kLength, 3);
    ASSERT_TRUE(axes);
    ASSERT_EQ(axes->components, 3);
    EXPECT_NEAR(std::abs(axes->axes[0]), 1, 1e-2);
    EXPECT_NEAR(std::abs(axes->axes[kLength + 1]), 1, 1e-2);
    EXPECT_GT(axes->variances[0], axes->variances[1]);
    EXPECT_GT(axes->variances[1], axes->variances[2]);
    EXPECT_NEAR(axes->variance, axes->variances[0] + axes->variances[1], 0.02 * axes->variance);
}

TEST(PrincipalAxes, ScoresAreTheCentredVectorsAlongTheAxes) {
    const auto vectors = stretched(50);
    const auto axes = principalAxes(vectors, kLength, 2);
    ASSERT_TRUE(axes);
    for (std::size_t i = 0; i < 50; ++i)
        for (std::size_t c = 0; c < 2; ++c) {
            double along = 0, self = 0;
            for (std::size_t k = 0; k < kLength; ++k) {
                along += static_cast<double>((vectors[i * kLength + k] - axes->mean[k]) * axes->axes[c * kLength + k]);
                self += static_cast<double>(axes->axes[c * kLength + k] * axes->axes[c * kLength + k]);
            }
            EXPECT_NEAR(along, axes->scores[2 * i + c], 1e-3);
            EXPECT_NEAR(self, 1, 1e-4);
        }
}

TEST(PrincipalAxes, FewVectorsGiveFewAxes) {
    const auto axes = principalAxes(stretched(3), kLength, 10);
    ASSERT_TRUE(axes);
    EXPECT_EQ(axes->components, 2);
}

TEST(PrincipalAxes, RefuseWhatHasNone) {
    EXPECT_EQ(principalAxes(stretched(1), kLength, 2).error().code, ErrorCode::InvalidArgument);
    auto vectors = stretched(10);
    vectors[13] = NAN;
    EXPECT_EQ(principalAxes(vectors, kLength, 2).error().code, ErrorCode::InvalidArgument);
}

}  // namespace
}  // namespace leukolens::evaluation
