#include "core/evaluation/bootstrap.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <limits>
#include <stdexcept>

#include "core/base/random.h"

namespace leukolens::evaluation {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Two classes, as many cells of each, answers better than chance.
PredictionTable drawnTable(int cells, int subjects) {
    PredictionTable table{{"hem", "all"}, {}, {}, {}};
    for (int i = 0; i < subjects; ++i) table.subjects.push_back("s" + std::to_string(1000 + i));
    Random random(7);
    for (int i = 0; i < cells; ++i) {
        const double score = 1 / (1 + std::exp(-(random.normal() + (i % 2 == 1 ? 0.8 : -0.8))));
        table.cells.push_back({std::to_string(i) + ".png", subjects > 0 ? static_cast<int>(random.below(static_cast<std::uint64_t>(subjects))) : -1, 1, i % 2});
        table.probabilities.insert(table.probabilities.end(), {1 - score, score});
    }
    return table;
}

/// Cells of one class, some of them called so. subjectOf: −1 for all where it is empty.
PredictionTable answered(const std::vector<bool>& right, const std::vector<int>& subjectOf = {}, int subjects = 0) {
    PredictionTable table{{"hem", "all"}, {}, {}, {}};
    for (int i = 0; i < subjects; ++i) table.subjects.push_back("s" + std::to_string(1000 + i));
    for (std::size_t i = 0; i < right.size(); ++i) {
        table.cells.push_back({std::to_string(i) + ".png", subjectOf.empty() ? -1 : subjectOf[i], 1, 0});
        const double p = right[i] ? 0.75 : 0.25;
        table.probabilities.insert(table.probabilities.end(), {p, 1 - p});
    }
    return table;
}

MetricEvaluator evaluatorOf(const PredictionTable& table, std::vector<MetricKey> keys) { return {table, unitsOf(table), std::move(keys), {1, {}}}; }

MetricEvaluator accuracyOf(const PredictionTable& table) { return evaluatorOf(table, {{MetricKind::Accuracy, -1}}); }

Result<std::vector<Figure>> figuresOf(const MetricEvaluator& evaluator, const BootstrapOptions& options) {
    NoProgress progress;
    return bootstrapFigures(evaluator, options, progress, {});
}

Result<CurveBands> bandsOf(const PredictionTable& table, const BootstrapOptions& options) {
    NoProgress progress;
    const auto units = unitsOf(table);
    return bootstrapBands(Ranking(table, 1, units.ofCell), units.count, options, progress, {});
}

std::string textOf(double value) {
    char text[40];
    std::snprintf(text, sizeof text, "%a ", value);
    return text;
}

std::string textOf(const std::optional<Interval>& interval) { return interval ? textOf(interval->low) + textOf(interval->high) : std::string("none "); }

/// Every bit of them.
std::string textOf(const std::vector<Figure>& figures) {
    std::string all;
    for (const auto& figure : figures) all += textOf(figure.value) + textOf(figure.percentile) + textOf(figure.bca) + std::to_string(figure.defined) + '\n';
    return all;
}

std::string textOf(const CurveBands& bands) {
    std::string all;
    for (const auto* band : {&bands.roc, &bands.precisionRecall})
        for (const auto* values : {&band->at, &band->low, &band->high})
            for (const double value : *values) all += textOf(value);
    return all;
}

TEST(Bootstrap, TheNumbersDoNotDependOnTheThreads) {
    const auto table = drawnTable(120, 15);
    const auto evaluator = evaluatorOf(table, metricsFor(2, 1));
    std::vector<std::string> figures, bands;
    for (const int threads : {1, 2, 5}) {
        const BootstrapOptions options{.resamples = 200, .threads = threads};
        const auto ofFigures = figuresOf(evaluator, options);
        const auto ofBands = bandsOf(table, options);
        ASSERT_TRUE(ofFigures && ofBands);
        figures.push_back(textOf(*ofFigures));
        bands.push_back(textOf(*ofBands));
    }
    EXPECT_EQ(figures[1], figures[0]);
    EXPECT_EQ(figures[2], figures[0]);
    EXPECT_EQ(bands[1], bands[0]);
    EXPECT_EQ(bands[2], bands[0]);
}

TEST(Bootstrap, TheSeedDecides) {
    const auto table = drawnTable(120, 15);
    const auto evaluator = evaluatorOf(table, metricsFor(2, 1));
    std::vector<std::string> texts;
    for (const std::uint64_t seed : {4u, 4u, 5u}) {
        const auto figures = figuresOf(evaluator, {.resamples = 100, .seed = seed});
        ASSERT_TRUE(figures);
        texts.push_back(textOf(*figures));
    }
    EXPECT_EQ(texts[0], texts[1]);
    EXPECT_NE(texts[0], texts[2]);
}

TEST(Bootstrap, StopsWhenItIsCancelled) {
    class CancelsAtOnce final : public ProgressSink {
    public:
        explicit CancelsAtOnce(CancelSource& source) : m_source(source) {}
        void report(const Progress&) override { m_source.cancel(); }

    private:
        CancelSource& m_source;
    };
    const auto table = drawnTable(120, 15);
    const auto evaluator = accuracyOf(table);
    const auto units = unitsOf(table);
    const Ranking ranking(table, 1, units.ofCell);
    for (const bool before : {true, false}) {
        SCOPED_TRACE(before);
        CancelSource forFigures, forBands;
        if (before) {
            forFigures.cancel();
            forBands.cancel();
        }
        CancelsAtOnce duringFigures(forFigures), duringBands(forBands);
        const auto figures = bootstrapFigures(evaluator, {.resamples = 2000, .threads = 1}, duringFigures, forFigures.token());
        ASSERT_FALSE(figures);
        EXPECT_EQ(figures.error().code, ErrorCode::Cancelled);
        const auto bands = bootstrapBands(ranking, units.count, {.resamples = 2000, .threads = 1}, duringBands, forBands.token());
        ASSERT_FALSE(bands);
        EXPECT_EQ(bands.error().code, ErrorCode::Cancelled);
    }
}

TEST(Bootstrap, RefusesOptionsThatMakeNoSense) {
    const auto table = drawnTable(20, 5);
    const auto evaluator = accuracyOf(table);
    for (const BootstrapOptions& wrong : {BootstrapOptions{.resamples = 9}, BootstrapOptions{.resamples = 0}, BootstrapOptions{.resamples = -1}, BootstrapOptions{.resamples = 100'001},
                                          BootstrapOptions{.level = 0}, BootstrapOptions{.level = 1}, BootstrapOptions{.level = -0.95}, BootstrapOptions{.level = 95}, BootstrapOptions{.level = kNaN}}) {
        SCOPED_TRACE(std::to_string(wrong.resamples) + " resamples, level " + std::to_string(wrong.level));
        const auto checked = checkOptions(wrong);
        ASSERT_FALSE(checked);
        EXPECT_EQ(checked.error().code, ErrorCode::InvalidArgument);
        const auto figures = figuresOf(evaluator, wrong);
        ASSERT_FALSE(figures);
        EXPECT_EQ(figures.error().code, ErrorCode::InvalidArgument);
        const auto bands = bandsOf(table, wrong);
        ASSERT_FALSE(bands);
        EXPECT_EQ(bands.error().code, ErrorCode::InvalidArgument);
    }
    EXPECT_TRUE(checkOptions({.resamples = 10}));
    EXPECT_TRUE(checkOptions({.resamples = 100'000, .level = 0.5}));
}

TEST(Bootstrap, AgreesWithTheNormalApproximationForIndependentCells) {
    // 400 cells, 300 of them right: standard error sqrt(0.75·0.25/400) = 0.02165.
    std::vector<bool> right(400, false);
    std::fill(right.begin(), right.begin() + 300, true);
    const auto figures = figuresOf(accuracyOf(answered(right)), {});
    ASSERT_TRUE(figures);
    const Figure& accuracy = figures->front();
    EXPECT_EQ(accuracy.value, 0.75);
    EXPECT_EQ(accuracy.defined, 2000);
    ASSERT_TRUE(accuracy.percentile && accuracy.bca);
    EXPECT_NEAR(accuracy.percentile->low, 0.75 - 1.96 * 0.02165, 0.005);
    EXPECT_NEAR(accuracy.percentile->high, 0.75 + 1.96 * 0.02165, 0.005);
    // Right and wrong are skewed, so that both ends move down by about (2 + z²)·skewness/(6·√n) standard errors: 0.0012.
    EXPECT_NEAR(accuracy.bca->low, 0.75 - 1.96 * 0.02165 - 0.0012, 0.007);
    EXPECT_NEAR(accuracy.bca->high, 0.75 + 1.96 * 0.02165 - 0.0012, 0.007);
}

TEST(Bootstrap, IsWiderWhereCellsOfOneSubjectAgree) {
    // Ten subjects with 40 cells each, all right or all wrong: the mean of ten coins, not of 400.
    std::vector<bool> right;
    std::vector<int> subjectOf;
    for (int subject = 0; subject < 10; ++subject) {
        right.insert(right.end(), 40, subject < 7);
        subjectOf.insert(subjectOf.end(), 40, subject);
    }
    const auto bySubject = figuresOf(accuracyOf(answered(right, subjectOf, 10)), {}), byCell = figuresOf(accuracyOf(answered(right)), {});
    ASSERT_TRUE(bySubject && byCell);
    ASSERT_TRUE(bySubject->front().percentile && byCell->front().percentile);
    const Interval interval = *bySubject->front().percentile, narrow = *byCell->front().percentile;
    // Binomial(10, 0.7)/10: its 2.5 % and 97.5 % quantiles are 0.4 and 0.9 or 1.0.
    EXPECT_NEAR(interval.low, 0.4, 0.051);
    EXPECT_GE(interval.high, 0.9);
    EXPECT_LE(interval.high, 1.0);
    EXPECT_GT(interval.high - interval.low, 4 * (narrow.high - narrow.low));
}

TEST(Bootstrap, SubjectsCountWithAllTheirCells) {
    // 99 right cells of one subject, a single wrong one of another: 1, 0.99 or 0 with chances 1/4, 1/2, 1/4.
    std::vector<bool> right(100, true);
    std::vector<int> subjectOf(100, 0);
    right.back() = false;
    subjectOf.back() = 1;
    const auto figures = figuresOf(accuracyOf(answered(right, subjectOf, 2)), {.level = 0.4});
    ASSERT_TRUE(figures);
    ASSERT_TRUE(figures->front().percentile);
    EXPECT_NEAR(figures->front().percentile->low, 0.99, 1e-12);
    EXPECT_NEAR(figures->front().percentile->high, 0.99, 1e-12);
}

TEST(Bootstrap, OneSubjectHasNoInterval) {
    const auto table = drawnTable(20, 1);
    const auto figures = figuresOf(evaluatorOf(table, metricsFor(2, 1)), {.resamples = 50});
    ASSERT_TRUE(figures);
    for (const Figure& figure : *figures) {
        EXPECT_FALSE(std::isnan(figure.value));
        EXPECT_FALSE(figure.percentile);
        EXPECT_FALSE(figure.bca);
    }
    const auto bands = bandsOf(table, {.resamples = 50});
    ASSERT_TRUE(bands);
    EXPECT_EQ(bands->roc.at.size(), 101u);
    EXPECT_TRUE(bands->roc.low.empty() && bands->roc.high.empty() && bands->precisionRecall.low.empty() && bands->precisionRecall.high.empty());
}

TEST(Bootstrap, WhatAUnitAloneDefinesHasNoBcaInterval) {
    // One positive cell of nine: about 1 − (8/9)⁹ = 0.65 of the resamples have it. Without it there is no sensitivity.
    auto table = answered(std::vector<bool>(9, true));
    table.cells[4].label = 1;
    const auto figures = figuresOf(evaluatorOf(table, {{MetricKind::Sensitivity, -1}, {MetricKind::Accuracy, -1}}), {.resamples = 1000});
    ASSERT_TRUE(figures);
    EXPECT_NEAR(figures->at(0).defined, 653, 60);
    EXPECT_TRUE(figures->at(0).percentile);
    EXPECT_FALSE(figures->at(0).bca);
    EXPECT_EQ(figures->at(1).defined, 1000);
    EXPECT_TRUE(figures->at(1).percentile);
    EXPECT_TRUE(figures->at(1).bca);
}

TEST(Bootstrap, ResamplesThatAreAllAlikeHaveNoBcaInterval) {
    const auto figures = figuresOf(accuracyOf(answered(std::vector<bool>(12, true))), {.resamples = 100});
    ASSERT_TRUE(figures);
    ASSERT_TRUE(figures->front().percentile);
    EXPECT_EQ(figures->front().percentile->low, 1);
    EXPECT_EQ(figures->front().percentile->high, 1);
    EXPECT_FALSE(figures->front().bca);
}

TEST(Bootstrap, WhatIsNotDefinedHasNoInterval) {
    const auto figures = figuresOf(evaluatorOf(answered(std::vector<bool>(12, true)), {{MetricKind::Auroc, -1}}), {.resamples = 100});
    ASSERT_TRUE(figures);
    EXPECT_TRUE(std::isnan(figures->front().value));
    EXPECT_EQ(figures->front().defined, 0);
    EXPECT_FALSE(figures->front().percentile || figures->front().bca);
}

TEST(Bootstrap, MoreUnitsThanAreLeftOutOneByOneStillHaveBcaIntervals) {
    std::vector<bool> right(kMostJackknives + 100, false);
    std::fill(right.begin(), right.begin() + 1575, true);
    const auto figures = figuresOf(accuracyOf(answered(right)), {.resamples = 400});
    ASSERT_TRUE(figures);
    ASSERT_TRUE(figures->front().percentile);
    ASSERT_TRUE(figures->front().bca);
    // Standard error sqrt(0.75·0.25/2100) = 0.00945.
    EXPECT_NEAR(figures->front().bca->low, 0.75 - 1.96 * 0.00945, 0.005);
    EXPECT_NEAR(figures->front().bca->high, 0.75 + 1.96 * 0.00945, 0.005);
}

TEST(Bootstrap, EveryUnitOfALargeSetIsLeftOutInSomeBlock) {
    // Only units behind the first kMostJackknives differ: were they never left out, all figures of the jackknife would be alike and there would be no acceleration.
    std::vector<bool> right(2 * kMostJackknives, true);
    for (std::size_t i = kMostJackknives; i < right.size(); i += 3) right[i] = false;
    const auto figures = figuresOf(accuracyOf(answered(right)), {.resamples = 200});
    ASSERT_TRUE(figures);
    EXPECT_TRUE(figures->front().bca);
}

TEST(Bootstrap, BandsLieAroundTheCurve) {
    const auto table = drawnTable(300, 60);
    const auto units = unitsOf(table);
    const Ranking ranking(table, 1, units.ofCell);
    const auto bands = bandsOf(table, {.resamples = 400});
    ASSERT_TRUE(bands) << bands.error().message();
    const std::vector<int> once(static_cast<std::size_t>(units.count), 1);
    const auto expectAround = [](const CurveBand& band, const std::vector<double>& own) {
        ASSERT_EQ(band.at.size(), 101u);
        ASSERT_EQ(band.low.size(), 101u);
        ASSERT_EQ(band.high.size(), 101u);
        int inside = 0;
        for (std::size_t i = 0; i < own.size(); ++i) {
            EXPECT_LE(band.low[i], band.high[i]) << band.at[i];
            EXPECT_GE(band.low[i], 0) << band.at[i];
            EXPECT_LE(band.high[i], 1) << band.at[i];
            if (band.low[i] <= own[i] + 1e-9 && own[i] <= band.high[i] + 1e-9) ++inside;
        }
        EXPECT_GE(inside, 90);
    };
    std::vector<double> own(101);
    {
        SCOPED_TRACE("ROC");
        ASSERT_TRUE(ranking.sensitivities(once, bands->roc.at, own));
        expectAround(bands->roc, own);
        EXPECT_EQ(bands->roc.at.front(), 0);
        EXPECT_EQ(bands->roc.at.back(), 1);
        EXPECT_EQ(bands->roc.low.back(), 1) << "everything called positive finds every positive cell";
    }
    SCOPED_TRACE("precision and recall");
    ASSERT_TRUE(ranking.precisions(once, bands->precisionRecall.at, own));
    expectAround(bands->precisionRecall, own);
    EXPECT_GT(bands->precisionRecall.at.front(), 0) << "without any recall there is no precision";
}

std::optional<Interval> intervalOf(const std::vector<double>& sorted, int resamples, double level) { return percentileInterval(sorted, {.resamples = resamples, .level = level}); }

TEST(PercentileInterval, LiesBetweenTheNearestOfTheSortedValues) {
    const auto half = intervalOf({1, 2, 3, 4, 5}, 5, 0.5), most = intervalOf({1, 2, 3, 4, 5}, 5, 0.9);
    ASSERT_TRUE(half && most);
    EXPECT_DOUBLE_EQ(half->low, 2);
    EXPECT_DOUBLE_EQ(half->high, 4);
    EXPECT_NEAR(most->low, 1.2, 1e-12);
    EXPECT_NEAR(most->high, 4.8, 1e-12);
}

TEST(PercentileInterval, NeedsHalfOfTheResamples) {
    EXPECT_TRUE(intervalOf({1, 2, 3, 4}, 8, 0.95));
    EXPECT_FALSE(intervalOf({1, 2, 3}, 8, 0.95));
    EXPECT_FALSE(intervalOf({1, 2, 3}, 7, 0.95));
    EXPECT_FALSE(intervalOf({}, 0, 0.95));
}

TEST(DefinedValues, AreThoseOfOneFigureSorted) {
    const double none = std::nan("");
    const Resamples resamples = {{4, 0}, {none, 1}, {1, 2}, {3, none}};
    EXPECT_EQ(definedValues(resamples, 0), (std::vector<double>{1, 3, 4}));
    EXPECT_EQ(definedValues(resamples, 1), (std::vector<double>{0, 1, 2}));
}

TEST(DrawUnits, DrawsAsManyAsThereAreAndTheSameEverywhere) {
    std::vector<int> first(50), again(50, 9), next(50), other(50);
    drawUnits(3, 0, first);
    drawUnits(3, 0, again);
    drawUnits(3, 1, next);
    drawUnits(4, 0, other);
    int sum = 0;
    for (const int count : first) sum += count;
    EXPECT_EQ(sum, 50);
    EXPECT_EQ(first, again);
    EXPECT_NE(first, next);
    EXPECT_NE(first, other);
}

TEST(Resample, DrawsEachOnceAndSaysHowFarItIs) {
    class Last final : public ProgressSink {
    public:
        void report(const Progress& progress) override {
            if (progress.done == progress.total) ++whole;
            if (progress.stage != "Intervals") ++whole;
        }
        std::atomic<int> whole{0};
    } last;
    std::atomic<int> calls{0};
    const auto drawn = resample(7, {.resamples = 1000, .seed = 3, .threads = 3}, "Intervals", last, {}, [&](std::span<const int> counts) {
        ++calls;
        return std::vector<double>(counts.begin(), counts.end());
    });
    ASSERT_TRUE(drawn);
    EXPECT_EQ(calls.load(), 1000);
    EXPECT_EQ(last.whole.load(), 1);
    ASSERT_EQ(drawn->size(), 1000u);
    std::vector<int> counts(7);
    for (const int index : {0, 1, 500, 999}) {
        drawUnits(3, index, counts);
        EXPECT_EQ(drawn->at(static_cast<std::size_t>(index)), std::vector<double>(counts.begin(), counts.end())) << index;
    }
}

TEST(Resample, AnExceptionOfAnyThreadArrives) {
    NoProgress progress;
    std::atomic<int> calls{0};
    const auto work = [&](std::span<const int>) -> std::vector<double> {
        if (++calls == 500) throw std::runtime_error("out of luck");
        return {};
    };
    EXPECT_THROW((void)resample(3, {.resamples = 1000, .threads = 3}, "Intervals", progress, {}, work), std::runtime_error);
}

}  // namespace
}  // namespace leukolens::evaluation
