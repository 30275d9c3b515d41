#include "core/report/loss_scale.h"

#include <gtest/gtest.h>

#include <limits>

namespace leukolens::report {
namespace {

TEST(LossScale, ShowsAllOfAnOrdinaryCurve) { EXPECT_EQ(lossScaleTop({1.4, 0.9, 0.6, 0.5, 0.4}), 1.4); }

TEST(LossScale, LeavesOutWhatIsFarOffWhereverItStands) {
    EXPECT_EQ(lossScaleTop({327.4, 45.2, 2.6, 1.3, 0.6, 0.5, 0.5, 0.4}), 2.6);
    EXPECT_EQ(lossScaleTop({0.5, 0.4, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}), 0.5);
}

TEST(LossScale, HasAHeightWithoutValues) {
    EXPECT_EQ(lossScaleTop({}), 0.1);
    EXPECT_EQ(lossScaleTop({0.001}), 0.1);
    EXPECT_EQ(lossScaleTop({300}), 300);
}

}  // namespace
}  // namespace leukolens::report
