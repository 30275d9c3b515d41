// Figures, curves, calibration, thresholds and intervals against scikit-learn's, SciPy's and NumPy's: reference.json, which make_evaluation_reference.py wrote.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/files.h"
#include "core/evaluation/calibration.h"
#include "core/evaluation/comparison.h"
#include "core/evaluation/operating_point.h"

namespace leukolens::evaluation {
namespace {

using nlohmann::json;

constexpr double kExact = 1e-9;
constexpr double kFitted = 1e-6;  ///< the temperature is an optimiser's there

const json& reference() {
    static const json whole = json::parse(readTextFile(EVALUATION_REFERENCE, 64u << 20).value_or(""), nullptr, false);
    return whole;
}

/// null: not a number.
void expectValue(double value, const json& expected, double tolerance = kExact) {
    if (expected.is_null()) {
        EXPECT_TRUE(std::isnan(value)) << "is " << value << ", has no value in the reference";
        return;
    }
    EXPECT_NEAR(value, expected.get<double>(), tolerance);
}

void expectInterval(const std::optional<Interval>& interval, const json& expected) {
    ASSERT_EQ(interval.has_value(), !expected.is_null()) << (interval ? "is " + std::to_string(interval->low) + " to " + std::to_string(interval->high) : "none");
    if (!interval) return;
    EXPECT_NEAR(interval->low, expected.at(0).get<double>(), kExact);
    EXPECT_NEAR(interval->high, expected.at(1).get<double>(), kExact);
}

/// A table of the reference as both sides have it.
struct Case {
    const json& expected;
    PredictionTable table;
    int named = -1;     ///< as the table names its positive class; −1: none
    int positive = -1;  ///< that figures are of

    std::vector<MetricKey> keys() const { return metricsFor(table.classes.size(), named); }
};

Result<PredictionTable> tableOf(const json& expected) { return predictionsFromText(expected.at("csv").get<std::string>(), "reference.json"); }

void forEachTable(const std::function<void(const Case&)>& check) {
    ASSERT_TRUE(reference().is_object()) << EVALUATION_REFERENCE << " cannot be read";
    ASSERT_GE(reference().at("tables").size(), 40u);
    for (const auto& expected : reference().at("tables")) {
        SCOPED_TRACE(expected.at("name").get<std::string>());
        auto table = tableOf(expected);
        ASSERT_TRUE(table) << table.error().message();
        const int named = expected.at("positive").get<int>();
        const int positive = positiveOrSecond(table->classes.size(), named);
        check(Case{expected, std::move(*table), named, positive});
    }
}

void expectMetrics(const std::vector<MetricKey>& keys, const std::vector<double>& values, const std::vector<std::string>& classes, const json& expected) {
    std::set<std::string> names, expectedNames;
    for (const auto& entry : expected.items()) expectedNames.insert(entry.key());
    ASSERT_EQ(values.size(), keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::string name = nameOf(keys[i], classes);
        SCOPED_TRACE(name);
        EXPECT_TRUE(names.insert(name).second) << "twice";
        if (expected.contains(name)) expectValue(values[i], expected.at(name));
    }
    EXPECT_EQ(names, expectedNames);
}

void expectConfusion(const ConfusionMatrix& matrix, const json& expected) {
    ASSERT_EQ(matrix.classes, expected.size());
    std::int64_t total = 0, right = 0;
    for (std::size_t truth = 0; truth < matrix.classes; ++truth) {
        std::int64_t ofTruth = 0;
        for (std::size_t called = 0; called < matrix.classes; ++called) {
            const auto count = expected.at(truth).at(called).get<std::int64_t>();
            EXPECT_EQ(matrix.at(truth, called), count) << truth << " called " << called;
            ofTruth += count;
            right += truth == called ? count : 0;
        }
        EXPECT_EQ(matrix.ofTruth(truth), ofTruth);
        total += ofTruth;
    }
    EXPECT_EQ(matrix.total(), total);
    EXPECT_EQ(matrix.right(), right);
}

void expectBins(const std::vector<ReliabilityBin>& bins, const json& expected) {
    ASSERT_EQ(bins.size(), expected.size());
    for (std::size_t i = 0; i < bins.size(); ++i) {
        SCOPED_TRACE("bin " + std::to_string(i));
        EXPECT_EQ(bins[i].count, expected.at(i).at(0).get<int>());
        if (bins[i].count == 0) continue;
        expectValue(bins[i].meanProbability, expected.at(i).at(1));
        expectValue(bins[i].observed, expected.at(i).at(2));
    }
}

OperatingPoints pointsOf(const Case& one) { return OperatingPoints(Ranking(one.table, one.positive, std::vector<int>(one.table.cells.size(), 0))); }

TEST(EvaluationReference, TablesAreReadAsTheyWereWritten) {
    forEachTable([](const Case& one) {
        EXPECT_EQ(one.table.classes, one.expected.at("classes").get<std::vector<std::string>>());
        expectConfusion(confusionOf(one.table), one.expected.at("confusion"));
    });
}

TEST(EvaluationReference, EveryFigureAgrees) {
    forEachTable([](const Case& one) {
        const MetricEvaluator evaluator(one.table, unitsOf(one.table), one.keys(), {one.positive, {}});
        expectMetrics(evaluator.keys(), evaluator.evaluate(), one.table.classes, one.expected.at("metrics"));
    });
}

TEST(EvaluationReference, EveryFigureAgreesAtAThreshold) {
    int tables = 0;
    forEachTable([&tables](const Case& one) {
        if (!one.expected.contains("threshold")) return;
        ++tables;
        const Decision decision{one.positive, one.expected.at("threshold").get<double>()};
        expectConfusion(confusionOf(one.table, decision), one.expected.at("confusionAtThreshold"));
        const MetricEvaluator evaluator(one.table, unitsOf(one.table), one.keys(), decision);
        expectMetrics(evaluator.keys(), evaluator.evaluate(), one.table.classes, one.expected.at("metricsAtThreshold"));
    });
    EXPECT_GE(tables, 20);
}

TEST(EvaluationReference, RocCurvesAgree) {
    int curves = 0;
    forEachTable([&curves](const Case& one) {
        if (one.positive < 0) return;
        const auto points = pointsOf(one);
        const json& expected = one.expected.at("roc");
        ASSERT_EQ(expected.is_null(), points.positives() == 0 || points.negatives() == 0);
        if (expected.is_null()) return;
        ++curves;
        ASSERT_EQ(points.points().size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            SCOPED_TRACE("point " + std::to_string(i));
            const RankPoint& point = points.points()[i];
            expectValue(point.falsePositives / points.negatives(), expected.at(i).at(0));
            expectValue(point.truePositives / points.positives(), expected.at(i).at(1));
            if (expected.at(i).at(2).is_null()) {
                EXPECT_EQ(i, 0u);
                EXPECT_TRUE(std::isinf(point.threshold));
            } else {
                expectValue(point.threshold, expected.at(i).at(2));
            }
        }
    });
    EXPECT_GE(curves, 20);
}

TEST(EvaluationReference, PrecisionRecallCurvesAgree) {
    int curves = 0;
    forEachTable([&curves](const Case& one) {
        if (one.positive < 0) return;
        const auto points = pointsOf(one);
        const json& expected = one.expected.at("pr");
        ASSERT_EQ(expected.is_null(), points.positives() == 0);
        if (expected.is_null()) return;
        ++curves;
        // The first point calls nothing positive: there is no precision.
        ASSERT_EQ(points.points().size(), expected.size() + 1);
        for (std::size_t i = 0; i < expected.size(); ++i) {
            SCOPED_TRACE("point " + std::to_string(i));
            const RankPoint& point = points.points()[i + 1];
            expectValue(point.truePositives / points.positives(), expected.at(i).at(0));
            expectValue(point.truePositives / (point.truePositives + point.falsePositives), expected.at(i).at(1));
            expectValue(point.threshold, expected.at(i).at(2));
        }
    });
    EXPECT_GE(curves, 20);
}

TEST(EvaluationReference, ReliabilityAgrees) {
    forEachTable([](const Case& one) {
        {
            SCOPED_TRACE("of the answers");
            expectBins(reliabilityOfAnswers(one.table), one.expected.at("reliability"));
        }
        if (one.positive < 0) return;
        SCOPED_TRACE("of the positive class");
        expectBins(reliabilityOfClass(one.table, one.positive), one.expected.at("reliabilityOfPositive"));
    });
}

TEST(EvaluationReference, TemperaturesAgree) {
    int fitted = 0;
    forEachTable([&fitted](const Case& one) {
        const auto temperature = fitTemperature(one.table);
        const json& expected = one.expected.at("temperature");
        ASSERT_EQ(temperature.state == TemperatureState::Fitted, !expected.is_null()) << "temperature " << temperature.value;
        if (expected.is_null()) {
            EXPECT_EQ(temperature.value, 1);
            return;
        }
        ++fitted;
        EXPECT_NEAR(temperature.value / expected.get<double>(), 1, kFitted);
        const auto after = tempered(one.table, temperature.value);
        const MetricEvaluator evaluator(after, unitsOf(after), {{MetricKind::LogLoss, -1}, {MetricKind::Brier, -1}, {MetricKind::CalibrationError, -1}}, {one.positive, {}});
        const auto values = evaluator.evaluate();
        const json& expectedAfter = one.expected.at("afterTemperature");
        expectValue(values[0], expectedAfter.at("log_loss"), kFitted);
        expectValue(values[1], expectedAfter.at("brier"), kFitted);
        expectValue(values[2], expectedAfter.at("calibration_error"), kFitted);
    });
    EXPECT_GE(fitted, 20);
}

TEST(EvaluationReference, ChosenThresholdsAgree) {
    int chosen = 0;
    forEachTable([&chosen](const Case& one) {
        if (one.positive < 0) return;
        const json& expected = one.expected.at("chosen");
        if (expected.is_null()) {
            const auto none = chooseThreshold(one.table, one.positive, 0.95);
            ASSERT_FALSE(none);
            EXPECT_EQ(none.error().code, ErrorCode::OneClassOnly);
            return;
        }
        for (const json& row : expected) {
            SCOPED_TRACE("sensitivity " + row.at("sensitivity").dump());
            const auto threshold = chooseThreshold(one.table, one.positive, row.at("sensitivity").get<double>());
            ASSERT_TRUE(threshold) << threshold.error().message();
            expectValue(threshold->point.threshold, row.at("threshold"));
            expectValue(threshold->point.sensitivity(), row.at("reached"));
            expectValue(threshold->point.specificity(), row.at("specificity"));
            ++chosen;
        }
    });
    EXPECT_GE(chosen, 100);
}

TEST(EvaluationReference, IntervalsAgree) {
    forEachTable([](const Case& one) {
        const json& expected = one.expected.at("bootstrap");
        const auto units = unitsOf(one.table);
        EXPECT_EQ(units.count, expected.at("units").get<int>());
        EXPECT_EQ(units.areSubjects, expected.at("areSubjects").get<bool>());
        BootstrapOptions options;
        options.resamples = expected.at("resamples").get<int>();
        options.level = expected.at("level").get<double>();
        options.seed = expected.at("seed").get<std::uint64_t>();
        const MetricEvaluator evaluator(one.table, units, one.keys(), {one.positive, {}});
        NoProgress progress;
        const auto figures = bootstrapFigures(evaluator, options, progress, {});
        ASSERT_TRUE(figures) << figures.error().message();
        const json& intervals = expected.at("intervals");
        ASSERT_EQ(figures->size(), intervals.size());
        for (std::size_t i = 0; i < figures->size(); ++i) {
            const std::string name = nameOf(evaluator.keys()[i], one.table.classes);
            SCOPED_TRACE(name);
            ASSERT_TRUE(intervals.contains(name));
            const json& interval = intervals.at(name);
            const Figure& figure = figures->at(i);
            expectValue(figure.value, one.expected.at("metrics").at(name));
            // Of a single unit nothing is drawn.
            if (units.count > 1) {
                EXPECT_EQ(figure.defined, interval.at("defined").get<int>());
            }
            {
                SCOPED_TRACE("percentile");
                expectInterval(figure.percentile, interval.at("percentile"));
            }
            SCOPED_TRACE("BCa");
            expectInterval(figure.bca, interval.at("bca"));
        }
    });
}

TEST(EvaluationReference, ComparisonsAgree) {
    ASSERT_TRUE(reference().is_object()) << EVALUATION_REFERENCE << " cannot be read";
    ASSERT_GE(reference().at("comparisons").size(), 5u);
    for (const json& expected : reference().at("comparisons")) {
        const json& first = reference().at("tables").at(expected.at("a").get<std::size_t>());
        const json& second = reference().at("tables").at(expected.at("b").get<std::size_t>());
        SCOPED_TRACE(first.at("name").get<std::string>());
        const auto a = tableOf(first), b = tableOf(second);
        ASSERT_TRUE(a && b);
        BootstrapOptions options;
        options.resamples = expected.at("resamples").get<int>();
        options.level = expected.at("level").get<double>();
        options.seed = expected.at("seed").get<std::uint64_t>();
        NoProgress progress;
        const auto comparison = compareTables(*a, *b, first.at("positive").get<int>(), options, progress, {});
        ASSERT_TRUE(comparison) << comparison.error().message();
        EXPECT_EQ(comparison->units.shared, unitsOf(*a).count);
        EXPECT_EQ(comparison->units.onlyFirst + comparison->units.onlySecond, 0);
        EXPECT_EQ(comparison->overSubjects, unitsOf(*a).areSubjects);
        const json& metrics = expected.at("metrics");
        ASSERT_EQ(comparison->differences.size(), metrics.size());
        for (const Difference& difference : comparison->differences) {
            const std::string name = nameOf(difference.key, a->classes);
            SCOPED_TRACE(name);
            ASSERT_TRUE(metrics.contains(name));
            const json& metric = metrics.at(name);
            expectValue(difference.first, first.at("metrics").at(name));
            expectValue(difference.second, second.at("metrics").at(name));
            expectValue(difference.difference, metric.at("difference"));
            expectInterval(difference.interval, metric.at("low").is_null() ? json(nullptr) : json::array({metric.at("low"), metric.at("high")}));
            ASSERT_EQ(difference.p.has_value(), !metric.at("p").is_null());
            if (difference.p) {
                EXPECT_NEAR(*difference.p, metric.at("p").get<double>(), kExact);
            }
        }
    }
}

}  // namespace
}  // namespace leukolens::evaluation
