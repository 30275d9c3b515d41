#include "ui/figures/plot.h"

#include <gmock/gmock.h>

#include <cmath>

namespace leukolens::ui {
namespace {

using testing::DoubleNear;
using testing::Pointwise;

TEST(NiceTicks, AreRoundAndEncloseTheValues) {
    EXPECT_THAT(niceTicks(0, 1, 5), Pointwise(DoubleNear(1e-12), {0.0, 0.2, 0.4, 0.6, 0.8, 1.0}));
    EXPECT_THAT(niceTicks(0.63, 1, 5), Pointwise(DoubleNear(1e-12), {0.6, 0.7, 0.8, 0.9, 1.0}));
    EXPECT_THAT(niceTicks(0, 0.07, 5), Pointwise(DoubleNear(1e-12), {0.0, 0.02, 0.04, 0.06, 0.08}));
    EXPECT_THAT(niceTicks(1, 50, 6), Pointwise(DoubleNear(1e-12), {0.0, 10.0, 20.0, 30.0, 40.0, 50.0}));
}

TEST(NiceTicks, EncloseAnyRangeWithAFewTicks) {
    for (const double low : {0.0, 0.123, 0.9, -3.0}) {
        for (double span = 1e-6; span < 1e6; span *= 3.7) {
            const auto ticks = niceTicks(low, low + span, 5);
            ASSERT_GE(ticks.size(), 2u);
            ASSERT_LE(ticks.size(), 8u) << low << " " << span;
            EXPECT_LE(ticks.front(), low + span * 1e-6);
            EXPECT_GE(ticks.back(), low + span * (1 - 1e-6));
        }
    }
}

TEST(NiceTicks, OneValueStillGivesAnAxis) {
    const auto ticks = niceTicks(1, 1, 5);
    ASSERT_GE(ticks.size(), 2u);
    EXPECT_LT(ticks.front(), ticks.back());
}

}  // namespace
}  // namespace leukolens::ui
