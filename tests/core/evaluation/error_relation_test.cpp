#include "core/evaluation/error_relation.h"

#include <gtest/gtest.h>

#include <cmath>

namespace leukolens::evaluation {
namespace {

/// Two classes; cell i is of class 0 and called so unless wrong[i]; two cells a subject.
PredictionTable tableOf(const std::vector<bool>& wrong) {
    PredictionTable table;
    table.classes = {"a", "b"};
    for (std::size_t i = 0; i < wrong.size(); ++i) {
        if (i % 2 == 0) table.subjects.push_back("s" + std::to_string(100 + i));
        table.cells.push_back({"cell" + std::to_string(i), static_cast<int>(i / 2), 1, 0});
        table.probabilities.insert(table.probabilities.end(), {wrong[i] ? 0.2 : 0.8, wrong[i] ? 0.8 : 0.2});
    }
    return table;
}

ErrorRelation related(const PredictionTable& table, const std::vector<double>& values, int groups) {
    NoProgress progress;
    auto relation = relateErrors(table, unitsOf(table), values, groups, {.resamples = 500}, progress, {});
    EXPECT_TRUE(relation);
    return relation.value_or(ErrorRelation{});
}

TEST(RelateErrors, GroupsAreEvenByAscendingValueAndCountTheirErrors) {
    const auto relation = related(tableOf({true, false, false, false, false, true, true, true}), {8, 1, 7, 2, 6, 3, 5, 4}, 4);
    ASSERT_EQ(relation.groups.size(), 4u);
    const std::vector<std::pair<double, double>> ranges = {{1, 2}, {3, 4}, {5, 6}, {7, 8}};
    const std::vector<int> errors = {0, 2, 1, 1};
    for (std::size_t g = 0; g < 4; ++g) {
        EXPECT_EQ(relation.groups[g].low, ranges[g].first);
        EXPECT_EQ(relation.groups[g].high, ranges[g].second);
        EXPECT_EQ(relation.groups[g].cells, 2);
        EXPECT_EQ(relation.groups[g].errors, errors[g]);
        EXPECT_EQ(relation.groups[g].errorShare(), errors[g] / 2.0);
    }
    EXPECT_EQ(relation.unknown, 0);
}

TEST(RelateErrors, CellsOfEqualValueStayTogether) {
    const auto relation = related(tableOf(std::vector<bool>(10, false)), {1, 1, 1, 1, 1, 1, 1, 2, 3, 4}, 5);
    ASSERT_GE(relation.groups.size(), 2u);
    EXPECT_EQ(relation.groups[0].cells, 7);
    int cells = 0;
    for (std::size_t g = 0; g < relation.groups.size(); ++g) {
        cells += relation.groups[g].cells;
        if (g > 0) {
            EXPECT_GT(relation.groups[g].low, relation.groups[g - 1].high);
        }
    }
    EXPECT_EQ(cells, 10);
}

TEST(RelateErrors, CellsWithoutAValueAreCountedApart) {
    const double none = std::nan("");
    const auto relation = related(tableOf({true, false, false, true}), {none, 1, none, 2}, 2);
    EXPECT_EQ(relation.unknown, 2);
    ASSERT_EQ(relation.groups.size(), 2u);
    EXPECT_EQ(relation.groups[1].errors, 1);
    EXPECT_TRUE(related(tableOf({true, false}), {none, none}, 2).groups.empty());
}

TEST(RelateErrors, IntervalsHoldTheShareAndNarrowWithMoreSubjects) {
    const auto widthFor = [](int cells) {
        std::vector<bool> wrong;
        std::vector<double> values;
        for (int i = 0; i < cells; ++i) {
            wrong.push_back(i % 8 < 2);
            values.push_back(i);
        }
        const auto relation = related(tableOf(wrong), values, 1);
        const auto& group = relation.groups.at(0);
        EXPECT_TRUE(group.share);
        EXPECT_LE(group.share->low, group.errorShare());
        EXPECT_GE(group.share->high, group.errorShare());
        return group.share->high - group.share->low;
    };
    EXPECT_GT(widthFor(80), 2 * widthFor(1280));
}

TEST(RelateErrors, OneUnitHasNoIntervalAndCancellingStops) {
    NoProgress progress;
    const auto table = tableOf({true, false});
    const auto relation = relateErrors(table, unitsOf(table), std::vector<double>{1, 2}, 2, {.resamples = 100}, progress, {});
    ASSERT_TRUE(relation);
    EXPECT_FALSE(relation->groups.at(0).share);
    CancelSource source;
    source.cancel();
    const auto more = tableOf({true, false, true, false});
    EXPECT_EQ(relateErrors(more, unitsOf(more), std::vector<double>{1, 2, 3, 4}, 2, {}, progress, source.token()).error().code, ErrorCode::Cancelled);
}

}  // namespace
}  // namespace leukolens::evaluation
