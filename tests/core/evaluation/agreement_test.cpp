#include "core/evaluation/agreement.h"

#include <gtest/gtest.h>

#include <cmath>

namespace leukolens::evaluation {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// Pairs that give this table; classes are named by their place.
Pairs pairsOf(const std::vector<std::vector<int>>& table) {
    Pairs pairs;
    for (std::size_t row = 0; row < table.size(); ++row)
        for (std::size_t column = 0; column < table.size(); ++column)
            pairs.insert(pairs.end(), static_cast<std::size_t>(table[row][column]), {std::string(1, static_cast<char>('a' + row)), std::string(1, static_cast<char>('a' + column))});
    return pairs;
}

TEST(Agreement, KappaAndItsIntervalAgreeWithTheDeltaMethod) {
    // Intervals: variance of kappa under the multinomial by numerical differentiation of kappa (central differences, step 1e-6), not by the closed form.
    const struct {
        std::vector<std::vector<int>> table;
        double kappa, low, high;
    } known[] = {
        {{{20, 5}, {10, 15}}, 0.4, 0.1510922904751236, 0.6489077095248762},
        {{{53, 5, 2}, {11, 14, 5}, {1, 6, 3}}, 0.4285714285714285, 0.2796948544512986, 0.5774480026915584},
        {{{75, 1, 4}, {5, 4, 1}, {0, 0, 10}}, 0.676470588235294, 0.5045759580837214, 0.8483652183868667},  // Fleiss's own example
    };
    for (const auto& row : known) {
        const Agreement agreement = agreementOf(pairsOf(row.table));
        EXPECT_NEAR(agreement.kappa, row.kappa, 1e-12);
        ASSERT_TRUE(agreement.interval);
        EXPECT_NEAR(agreement.interval->low, row.low, 1e-7);
        EXPECT_NEAR(agreement.interval->high, row.high, 1e-7);
    }
}

TEST(Agreement, CountsRowsOfTheFirstAndColumnsOfTheSecond) {
    const Agreement agreement = agreementOf({{"x", "y"}, {"x", "y"}, {"y", "x"}, {"z", "z"}});
    EXPECT_EQ(agreement.classes, (std::vector<std::string>{"x", "y", "z"}));
    EXPECT_EQ(agreement.counts.at(0, 1), 2);
    EXPECT_EQ(agreement.counts.at(1, 0), 1);
    EXPECT_EQ(agreement.counts.at(2, 2), 1);
    EXPECT_EQ(agreement.cells, 4);
    EXPECT_DOUBLE_EQ(agreement.observed, 0.25);
    EXPECT_LT(agreement.kappa, 0.2);
}

TEST(Agreement, CompleteAgreementIsOneAndTheIntervalStaysInside) {
    const Agreement agreement = agreementOf(pairsOf({{7, 0}, {0, 3}}));
    EXPECT_DOUBLE_EQ(agreement.kappa, 1.0);
    EXPECT_LE(agreement.interval->high, 1.0);
    const Agreement opposed = agreementOf(pairsOf({{0, 2}, {2, 0}}));
    EXPECT_DOUBLE_EQ(opposed.kappa, -1.0);
    EXPECT_GE(opposed.interval->low, -1.0);
}

TEST(Agreement, HasNoKappaWhereChanceAloneAgrees) {
    const Agreement one = agreementOf({{"a", "a"}, {"a", "a"}});
    EXPECT_TRUE(std::isnan(one.kappa));
    EXPECT_FALSE(one.interval);
    EXPECT_DOUBLE_EQ(one.observed, 1.0);
    const Agreement none = agreementOf({});
    EXPECT_TRUE(std::isnan(none.kappa) && std::isnan(none.observed));
    EXPECT_EQ(none.cells, 0);
}

}  // namespace
}  // namespace leukolens::evaluation
