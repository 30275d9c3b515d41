#include "core/evaluation/subject_bootstrap.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

namespace leukolens::evaluation {
namespace {

std::vector<int> ownGroups(std::size_t count) {
    std::vector<int> groups(count);
    std::iota(groups.begin(), groups.end(), 0);
    return groups;
}

TEST(SubjectBootstrap, AgreesWithTheNormalApproximationForIndependentValues) {
    // 400 values, 300 of them right: standard error sqrt(0.75·0.25/400) = 0.02165.
    std::vector<double> values(400, 0);
    std::fill(values.begin(), values.begin() + 300, 1);
    const auto interval = meanInterval(values, ownGroups(400), 0.95, 1);
    ASSERT_TRUE(interval);
    EXPECT_NEAR(interval->low, 0.75 - 1.96 * 0.02165, 0.005);
    EXPECT_NEAR(interval->high, 0.75 + 1.96 * 0.02165, 0.005);
}

TEST(SubjectBootstrap, IsWiderWhereCellsOfOnePersonAgree) {
    // Ten people with 40 cells each, who are all right or all wrong: the mean of ten coins, not of 400.
    std::vector<double> values;
    std::vector<int> groups;
    for (int person = 0; person < 10; ++person) {
        for (int cell = 0; cell < 40; ++cell) {
            values.push_back(person < 7 ? 1 : 0);
            groups.push_back(person);
        }
    }
    const auto interval = meanInterval(values, groups, 0.95, 1);
    ASSERT_TRUE(interval);
    // Binomial(10, 0.7)/10: its 2.5 % and 97.5 % quantiles are 0.4 and 0.9 or 1.0.
    EXPECT_NEAR(interval->low, 0.4, 0.051);
    EXPECT_GE(interval->high, 0.9);
    EXPECT_LE(interval->high, 1.0);
}

TEST(SubjectBootstrap, PeopleCountWithAllTheirCells) {
    // One person with 99 right cells, one with a single wrong cell: the mean is 1, 0.99 or 0 with chances 1/4, 1/2, 1/4.
    std::vector<double> values(99, 1);
    std::vector<int> groups(99, 5);
    values.push_back(0);
    groups.push_back(7);
    const auto interval = meanInterval(values, groups, 0.4, 3);
    ASSERT_TRUE(interval);
    EXPECT_NEAR(interval->low, 0.99, 1e-9);
    EXPECT_NEAR(interval->high, 0.99, 1e-9);
}

TEST(SubjectBootstrap, TheSeedDecides) {
    const std::vector<double> values = {0, 1, 1, 0, 1, 1, 1};
    const auto groups = ownGroups(values.size());
    EXPECT_EQ(meanInterval(values, groups, 0.9, 4)->low, meanInterval(values, groups, 0.9, 4)->low);
}

TEST(SubjectBootstrap, RefusesWhatHasNoInterval) {
    const std::vector<double> two = {0, 1};
    const std::vector<int> same = {3, 3}, one = {1};
    EXPECT_EQ(meanInterval({}, {}, 0.95, 1).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(meanInterval(two, one, 0.95, 1).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(meanInterval(two, ownGroups(2), 1.0, 1).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(meanInterval(two, same, 0.95, 1).error().code, ErrorCode::TooFewSubjects);
}

}  // namespace
}  // namespace leukolens::evaluation
