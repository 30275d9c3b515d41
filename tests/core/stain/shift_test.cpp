#include "core/stain/shift.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "core/base/random.h"
#include "tests/core/stain/reference.h"

namespace leukolens::stain {
namespace {

/// Pictures about a typical one, each number with the spread that is its own.
std::vector<ColourStatistics> pictures(std::size_t count, double moved, std::uint64_t seed) {
    Random random(seed);
    std::vector<ColourStatistics> result;
    for (std::size_t i = 0; i < count; ++i) {
        const auto value = [&random](double mean, double sd) { return mean + sd * random.normal(); };
        result.push_back({value(20 + moved, 2.5), value(6, 0.6), value(28, 1.5), value(5, 0.6), value(-22, 2), value(6, 0.6)});
    }
    return result;
}

ShiftReference training() { return fitShift(pictures(200, 0, 1)).value(); }

Shift measured(const std::vector<ColourStatistics>& found) { return measureShift(training(), found).value(); }

TEST(Shift, AgreesWithNumPy) {
    const auto& expected = test::stainReference().at("shift");
    const auto reference = fitShift(test::shiftPictures("training"));
    ASSERT_TRUE(reference) << reference.error().message();
    EXPECT_EQ(reference->pictures, 60);
    for (std::size_t i = 0; i < kColourFeatures; ++i) {
        EXPECT_NEAR(reference->centre[i], expected.at("centre")[i].get<double>(), 1e-9);
        EXPECT_NEAR(reference->spread[i], expected.at("spread")[i].get<double>(), 1e-9);
        for (std::size_t j = 0; j < kColourFeatures; ++j) EXPECT_NEAR(reference->correlation[i][j], expected.at("correlation")[i][j].get<double>(), 1e-9);
    }
    for (std::size_t i = 0; i < reference->distances.size(); ++i) EXPECT_NEAR(reference->distances[i], expected.at("distances")[i].get<double>(), 1e-8);
    const auto shift = measureShift(*reference, test::shiftPictures("new"));
    ASSERT_TRUE(shift);
    EXPECT_NEAR(shift->score, expected.at("score").get<double>(), 1e-9);
    for (std::size_t i = 0; i < kColourFeatures; ++i) EXPECT_NEAR(shift->perFeature[i], expected.at("perFeature")[i].get<double>(), 1e-9);
    EXPECT_NEAR(shift->shareOutside, expected.at("shareOutside").get<double>(), 1e-12);
    EXPECT_NEAR(shift->shareFarOutside, expected.at("shareFarOutside").get<double>(), 1e-12);
    EXPECT_EQ(shift->pictures, 31);
}

TEST(Shift, NewPicturesOfTheSameKindAreAlike) {
    const auto shift = measured(pictures(100, 0, 2));
    EXPECT_EQ(shift.verdict, ShiftVerdict::Alike);
    EXPECT_LT(shift.score, 0.2);
    EXPECT_LT(shift.shareOutside, 0.06);
    EXPECT_FALSE(shift.fewPictures);
}

TEST(Shift, SaysWhichNumberMovedAndHowFar) {
    const auto shift = measured(pictures(100, 10, 2));
    EXPECT_NEAR(shift.perFeature[0], 4, 0.6);  // 10 units at a spread of 2.5
    for (std::size_t i = 1; i < kColourFeatures; ++i) EXPECT_LT(std::abs(shift.perFeature[i]), 0.5) << kColourFeatureNames[i];
    EXPECT_EQ(measured(pictures(100, 8, 2)).verdict, ShiftVerdict::Shifted);
    EXPECT_EQ(measured(pictures(100, 30, 2)).verdict, ShiftVerdict::Foreign);
    EXPECT_EQ(measured(pictures(100, -30, 2)).verdict, ShiftVerdict::Foreign);
}

TEST(Shift, ACombinationThatNeverOccursIsFar) {
    // Light and dark go with the hue; each number alone stays within its usual range.
    Random random(4);
    std::vector<ColourStatistics> together;
    for (int i = 0; i < 200; ++i) {
        const double common = random.normal();
        together.push_back({20 + 2.5 * common, 6, 28 - 1.5 * common + 0.1 * random.normal(), 5, -22, 6});
    }
    const auto reference = fitShift(together).value();
    EXPECT_LT(shiftOf(reference, {23, 6, 26.2, 5, -22, 6}), 1);
    EXPECT_GT(shiftOf(reference, {23, 6, 29.8, 5, -22, 6}), 1);
}

TEST(Shift, APartThatIsForeignIsNotLostInTheMedian) {
    auto mixed = pictures(100, 0, 2);
    const auto foreign = pictures(100, 40, 3);
    std::copy_n(foreign.begin(), 45, mixed.begin());
    const auto shift = measured(mixed);
    EXPECT_GE(shift.shareFarOutside, 0.45);
    EXPECT_LT(shift.score, kForeignScore);
    EXPECT_EQ(shift.verdict, ShiftVerdict::Shifted);
}

TEST(Shift, OddTrainingPicturesDoNotMoveTheCentre) {
    auto spoilt = pictures(200, 0, 1);
    for (std::size_t i = 0; i < 10; ++i) spoilt[20 * i] = {95, 40, -90, 30, 90, 30};
    const auto clean = training(), found = fitShift(spoilt).value();
    for (std::size_t i = 0; i < kColourFeatures; ++i) EXPECT_NEAR(found.centre[i], clean.centre[i], 0.25 * clean.spread[i]);
}

TEST(Shift, FewPicturesNeedMoreForAVerdict) {
    // The same distance: half way between the limits for many and for few.
    const auto reference = training();
    ColourStatistics moved = fromVector(reference.centre);
    const double reaches = shiftOf(reference, {moved.meanL + 1, moved.sdL, moved.meanA, moved.sdA, moved.meanB, moved.sdB});
    const auto at = [&](double score, std::size_t count) {
        auto one = moved;
        one.meanL += score / reaches;
        return measureShift(reference, std::vector(count, one)).value();
    };
    EXPECT_EQ(at(0.9, 20).verdict, ShiftVerdict::Shifted);
    EXPECT_EQ(at(0.9, 19).verdict, ShiftVerdict::Alike);
    EXPECT_TRUE(at(0.9, 19).fewPictures);
    EXPECT_EQ(at(1.2, 20).verdict, ShiftVerdict::Foreign);
    EXPECT_EQ(at(1.2, 1).verdict, ShiftVerdict::Shifted);
    EXPECT_EQ(at(1.6, 1).verdict, ShiftVerdict::Foreign);
    EXPECT_EQ(at(0.6, 20).verdict, ShiftVerdict::Alike);
}

TEST(Shift, EqualTrainingPicturesAllowInvisibleDifferences) {
    const auto reference = fitShift(std::vector(30, ColourStatistics{20, 6, 28, 5, -22, 6}));
    ASSERT_TRUE(reference);
    EXPECT_EQ(reference->reach(), kMinReach);
    EXPECT_LT(shiftOf(*reference, {20.5, 6, 28, 5, -22, 6}), 1);
    EXPECT_GT(shiftOf(*reference, {22, 6, 28, 5, -22, 6}), 1);
}

TEST(Shift, RefusesWhatSaysNothing) {
    constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(fitShift({}).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(fitShift(pictures(19, 0, 1)).error().code, ErrorCode::InvalidArgument);
    EXPECT_TRUE(fitShift(pictures(20, 0, 1)));
    EXPECT_EQ(measureShift(training(), {}).error().code, ErrorCode::InvalidArgument);
    for (std::size_t i = 0; i < kColourFeatures; ++i) {
        for (const double bad : {kNaN, std::numeric_limits<double>::infinity(), -201.0}) {
            auto some = pictures(30, 0, 1);
            auto values = asVector(some[11]);
            values[i] = bad;
            some[11] = fromVector(values);
            const auto refused = fitShift(some);
            ASSERT_FALSE(refused);
            EXPECT_NE(refused.error().what.find(std::string(kColourFeatureNames[i]) + " of picture 12"), std::string::npos) << refused.error().what;
            EXPECT_EQ(measureShift(training(), some).error().code, ErrorCode::InvalidArgument);
        }
    }
    auto damaged = training();
    damaged.spread[2] = 0;
    EXPECT_EQ(measureShift(damaged, pictures(30, 0, 1)).error().code, ErrorCode::InvalidArgument);
}

}  // namespace
}  // namespace leukolens::stain
