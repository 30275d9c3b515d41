// Figures of finders whose answers are known beforehand, on fields that exist in memory alone.
#include "core/fields/field_evaluation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/evaluation/resampling.h"

namespace leukolens::fields {
namespace {

constexpr int kFields = 8;

detection::Box boxAt(float left) { return {left, 10, left + 20, 30}; }

/// One box of one class a field.
FieldSet oneBoxEach() {
    FieldSet set;
    set.classes = {"cell"};
    for (int i = 0; i < kFields; ++i) set.fields.push_back({"", std::to_string(i), 100, 100, {{boxAt(10), 0, false}}, ""});
    return set;
}

std::vector<int> allOf(const FieldSet& set) {
    std::vector<int> all(set.fields.size());
    std::iota(all.begin(), all.end(), 0);
    return all;
}

/// Finds the box in the first `found` fields, and nothing else.
FieldFigures figuresOf(const FieldSet& set, int found) {
    NoProgress progress;
    return *evaluateFields(set, allOf(set), [&](const FieldFile& field) -> Result<std::vector<detection::FoundBox>> {
        if (std::stoi(field.name) >= found) return std::vector<detection::FoundBox>();
        return std::vector<detection::FoundBox>{{boxAt(10), 0, 0.9f}};
    }, progress, {});
}

/// 101 recalls, all found ones right: precision 1 up to the share that is found.
double precisionAtShare(double share) { return share == 0 ? 0 : (std::floor(100 * share + 1e-9) + 1) / 101; }

TEST(FieldEvaluation, PairsTheResamplesOfTwoFinders) {
    const auto set = oneBoxEach();
    const auto all = figuresOf(set, kFields), most = figuresOf(set, 5);
    const auto difference = pairedDifference(all, most);
    EXPECT_NEAR(difference.value, precisionAtShare(5.0 / kFields) - 1, 1e-12);
    std::vector<double> expected;
    for (int i = 0; i < most.resamples; ++i) {
        std::vector<int> counts(kFields);
        evaluation::drawUnits(most.seed, i, counts);
        expected.push_back(precisionAtShare(std::accumulate(counts.begin(), counts.begin() + 5, 0.0) / kFields) - 1);
    }
    std::ranges::sort(expected);
    ASSERT_TRUE(difference.low && difference.high);
    EXPECT_NEAR(*difference.low, evaluation::quantileOf(expected, 0.025), 1e-12);
    EXPECT_NEAR(*difference.high, evaluation::quantileOf(expected, 0.975), 1e-12);
    EXPECT_LT(*difference.low, difference.value);
    const auto none = pairedDifference(most, most);
    EXPECT_EQ(none.value, 0);
    EXPECT_TRUE(none.low == 0.0 && none.high == 0.0) << "a finder does not differ from itself in any resample";
}

TEST(FieldEvaluation, OneFieldHasNoIntervals) {
    auto set = oneBoxEach();
    set.fields.resize(1);
    const auto figures = figuresOf(set, 1);
    EXPECT_EQ(figures.at50.value, 1);
    EXPECT_FALSE(figures.at50.low);
    const auto difference = pairedDifference(figures, figures);
    EXPECT_EQ(difference.value, 0);
    EXPECT_FALSE(difference.low);
}

TEST(FieldEvaluation, CountsWhiteCellsWhateverTheyAreCalled) {
    FieldSet set;
    set.classes = {"all", "hem", "red cell"};
    set.fields.push_back({"", "field", 200, 100, {{boxAt(10), 1, false}, {boxAt(50), 0, false}, {boxAt(90), 2, false}, {boxAt(130), 0, false}}, ""});
    NoProgress progress;
    const auto find = [](const FieldFile&) -> Result<std::vector<detection::FoundBox>> {
        return std::vector<detection::FoundBox>{
            {boxAt(11), 1, 0.6f},   // a normal cell
            {boxAt(10), 0, 0.9f},   // told again, as a blast: still one cell
            {boxAt(50), 0, 0.4f},   // too unsure
            {boxAt(90), 0, 0.8f},   // a red cell called a blast
            {boxAt(130), 2, 0.9f},  // a blast called a red cell
        };
    };
    const auto figures = evaluateFields(set, allOf(set), find, progress, {});
    ASSERT_TRUE(figures);
    const auto& white = figures->whiteCells;
    EXPECT_EQ((std::vector{white.found, white.missed, white.extra}), (std::vector{1, 2, 1}));
    EXPECT_DOUBLE_EQ(white.recall(), 1.0 / 3);
    EXPECT_DOUBLE_EQ(white.precision(), 0.5);
    EXPECT_EQ(toJson(*figures).at("whiteCellsFromScoreHalf"), (nlohmann::json{{"found", 1}, {"missed", 2}, {"extra", 1}}));
    EXPECT_TRUE(std::isnan(detection::ClassCounts().recall()));
}

TEST(FieldEvaluation, StopsBetweenFields) {
    const auto set = oneBoxEach();
    NoProgress progress;
    CancelSource source;
    int asked = 0;
    const auto stopped = evaluateFields(set, allOf(set), [&](const FieldFile&) -> Result<std::vector<detection::FoundBox>> {
        if (++asked == 2) source.cancel();
        return std::vector<detection::FoundBox>();
    }, progress, source.token());
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(asked, 2);
}

}  // namespace
}  // namespace leukolens::fields
