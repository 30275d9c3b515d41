#include "core/evaluation/evaluation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "core/evaluation/comparison.h"
#include "core/evaluation/evaluation_json.h"

namespace leukolens::evaluation {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Row {
    std::string path, subject;  ///< subject empty: not known
    int fold;
    int label;      ///< 0: hem, 1: all
    double score;   ///< of all
};

PredictionTable tableOf(const std::vector<Row>& rows) {
    PredictionTable table{{"hem", "all"}, {}, {}, {}};
    std::set<std::string> subjects;
    for (const Row& row : rows)
        if (!row.subject.empty()) subjects.insert(row.subject);
    table.subjects.assign(subjects.begin(), subjects.end());
    for (const Row& row : rows) {
        const int subject = row.subject.empty() ? -1 : static_cast<int>(std::distance(subjects.begin(), subjects.find(row.subject)));
        table.cells.push_back({row.path, subject, row.fold, row.label});
        table.probabilities.insert(table.probabilities.end(), {1 - row.score, row.score});
    }
    return table;
}

/// Two folds; A and C have leukemia, B and D do not. Wrong are a2, d2 and d3.
std::vector<Row> twoFolds() {
    return {{"a1", "A", 1, 1, 0.9}, {"a2", "A", 1, 1, 0.4}, {"b1", "B", 1, 0, 0.2}, {"b2", "B", 1, 0, 0.3},  {"c1", "C", 2, 1, 0.8},
            {"c2", "C", 2, 1, 0.7}, {"c3", "C", 2, 1, 0.6}, {"d1", "D", 2, 0, 0.1}, {"d2", "D", 2, 0, 0.55}, {"d3", "D", 2, 0, 0.95}};
}

EvaluationInput inputOf(PredictionTable test) {
    EvaluationInput input;
    input.test = std::move(test);
    input.bootstrap.resamples = 50;
    return input;
}

Result<Evaluation> evaluated(const EvaluationInput& input) {
    NoProgress progress;
    return evaluate(input, progress, {});
}

double valueOf(const Evaluation& evaluation, const Part& part, MetricKind kind) {
    const auto found = std::ranges::find(evaluation.keys, MetricKey{kind, -1});
    return found == evaluation.keys.end() ? kNaN : part.figures.at(static_cast<std::size_t>(found - evaluation.keys.begin())).value;
}

std::size_t placeOf(const Evaluation& evaluation, MetricKind kind) {
    return static_cast<std::size_t>(std::ranges::find(evaluation.keys, MetricKey{kind, -1}) - evaluation.keys.begin());
}

TEST(Evaluate, PoolsTheFoldsAndGivesEach) {
    const auto result = evaluated(inputOf(tableOf(twoFolds())));
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(result->classes, (std::vector<std::string>{"hem", "all"}));
    EXPECT_EQ(result->positive, 1) << "of two classes the second where none is named";
    EXPECT_TRUE(result->overSubjects);
    EXPECT_EQ(result->pooled.fold, 0);
    EXPECT_EQ(result->pooled.cells, 10);
    EXPECT_EQ(result->pooled.subjects, 4);
    EXPECT_EQ(result->pooled.units, 4);
    ASSERT_EQ(result->pooled.figures.size(), result->keys.size());
    EXPECT_DOUBLE_EQ(valueOf(*result, result->pooled, MetricKind::Accuracy), 0.7);
    EXPECT_DOUBLE_EQ(valueOf(*result, result->pooled, MetricKind::Sensitivity), 0.8);
    EXPECT_DOUBLE_EQ(valueOf(*result, result->pooled, MetricKind::Specificity), 0.6);
    EXPECT_EQ(result->confusion.counts, (std::vector<std::int64_t>{3, 2, 1, 4}));
    EXPECT_EQ(result->imagesOfClass, (std::vector<int>{5, 5}));
    EXPECT_EQ(result->subjectsOfClass, (std::vector<int>{2, 2}));
    ASSERT_NE(result->figure(MetricKind::Accuracy), nullptr);
    EXPECT_DOUBLE_EQ(result->figure(MetricKind::Accuracy)->value, 0.7);
    EXPECT_EQ(result->figure(MetricKind::AurocMacro), nullptr) << "with two classes it is the AUROC";

    ASSERT_EQ(result->folds.size(), 2u);
    for (const int fold : {1, 2}) EXPECT_EQ(result->folds[static_cast<std::size_t>(fold - 1)].fold, fold);
    EXPECT_EQ(result->folds[0].cells, 4);
    EXPECT_EQ(result->folds[1].cells, 6);
    EXPECT_EQ(result->folds[0].subjects, 2);
    EXPECT_DOUBLE_EQ(valueOf(*result, result->folds[0], MetricKind::Accuracy), 0.75);
    EXPECT_DOUBLE_EQ(valueOf(*result, result->folds[1], MetricKind::Accuracy), 4.0 / 6);
    const std::size_t accuracy = placeOf(*result, MetricKind::Accuracy);
    EXPECT_DOUBLE_EQ(result->mean.at(accuracy), (0.75 + 4.0 / 6) / 2);
    EXPECT_NEAR(result->sd.at(accuracy), (0.75 - 4.0 / 6) / std::sqrt(2.0), 1e-12);

    EXPECT_EQ(result->positives, 5);
    EXPECT_EQ(result->negatives, 5);
    EXPECT_EQ(result->curve.size(), 11u);
    EXPECT_EQ(result->bands.roc.at.size(), 101u);
    EXPECT_EQ(result->bands.roc.low.size(), 101u);
}

TEST(Evaluate, MeansAreOverFoldsThatHaveAValue) {
    auto rows = twoFolds();
    std::erase_if(rows, [](const Row& row) { return row.subject == "C"; });
    const auto result = evaluated(inputOf(tableOf(rows)));
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_TRUE(std::isnan(valueOf(*result, result->folds[1], MetricKind::Sensitivity)));
    const std::size_t sensitivity = placeOf(*result, MetricKind::Sensitivity), specificity = placeOf(*result, MetricKind::Specificity);
    EXPECT_DOUBLE_EQ(result->mean[sensitivity], 0.5);
    EXPECT_TRUE(std::isnan(result->sd[sensitivity]));
    EXPECT_DOUBLE_EQ(result->mean[specificity], (1 + 1.0 / 3) / 2);
    EXPECT_FALSE(std::isnan(result->sd[specificity]));
}

TEST(Evaluate, SubgroupsHaveOneOfWhomItIsNotKnown) {
    auto rows = twoFolds();
    rows.push_back({"e1", "", 2, 0, 0.4});
    auto input = inputOf(tableOf(rows));
    input.subgroupings = {{"sex", {"female", "male", "female", ""}, {"male"}}, {"age", {"under 1", "under 1", "under 1", "under 1"}}};
    const auto result = evaluated(input);
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_FALSE(result->overSubjects) << "the subject of e1 is not known";
    const struct {
        const char *by, *value;
        int cells, subjects, units;
        double accuracy;
    } expected[] = {{"sex", "male", 2, 1, 1, 1}, {"sex", "female", 5, 2, 2, 4.0 / 5}, {"sex", "", 4, 1, 2, 2.0 / 4}, {"age", "under 1", 10, 4, 4, 0.7}, {"age", "", 1, 0, 1, 1}};  // as asked, then by name, the unknown last
    ASSERT_EQ(result->subgroups.size(), std::size(expected));
    for (std::size_t i = 0; i < std::size(expected); ++i) {
        SCOPED_TRACE(std::string(expected[i].by) + " " + expected[i].value);
        const Part& group = result->subgroups[i];
        EXPECT_EQ(group.by, expected[i].by);
        EXPECT_EQ(group.value, expected[i].value);
        EXPECT_EQ(group.cells, expected[i].cells);
        EXPECT_EQ(group.subjects, expected[i].subjects);
        EXPECT_EQ(group.units, expected[i].units);
        EXPECT_DOUBLE_EQ(valueOf(*result, group, MetricKind::Accuracy), expected[i].accuracy);
    }
}

TEST(Evaluate, SubjectsAreListedTheWorstFirst) {
    auto rows = twoFolds();
    rows.push_back({"e1", "", 2, 0, 0.9});
    rows.push_back({"b1", "B", 2, 0, 0.2});
    const auto result = evaluated(inputOf(tableOf(rows)));
    ASSERT_TRUE(result) << result.error().message();
    std::vector<std::string> order;
    for (const auto& subject : result->subjects) order.push_back(subject.subject);
    EXPECT_EQ(order, (std::vector<std::string>{"D", "A", "C", "B"})) << "C and B are all right: C with the greater loss";
    const auto& worst = result->subjects.front();
    EXPECT_EQ(worst.cells, 3);
    EXPECT_EQ(worst.right, 1);
    EXPECT_EQ(worst.folds, std::vector<int>{2});
    EXPECT_EQ(worst.cellsOfClass, (std::vector<int>{3, 0}));
    EXPECT_EQ(worst.calledClass, (std::vector<int>{1, 2}));
    EXPECT_NEAR(worst.logLoss, -(std::log(0.9) + std::log(0.45) + std::log(0.05)) / 3, 1e-12);
    EXPECT_EQ(result->subjects.back().folds, (std::vector<int>{1, 2}));
    EXPECT_EQ(result->imagesOfClass, (std::vector<int>{6, 5})) << "b1 is tested twice, e1 is of nobody";
    EXPECT_EQ(result->subjectsOfClass, (std::vector<int>{2, 2}));
    EXPECT_EQ(result->subjects.back().cells, 3);
}

/// Fold 1: one of four is wrong, each with 0.99. Fold 2: all right.
std::vector<Row> validationRows() {
    return {{"v1", "V1", 1, 1, 0.99}, {"v2", "V1", 1, 1, 0.99}, {"v3", "V2", 1, 0, 0.01}, {"v4", "V2", 1, 0, 0.99},
            {"v5", "V3", 2, 1, 0.99}, {"v6", "V3", 2, 1, 0.98}, {"v7", "V4", 2, 0, 0.01}};
}

TEST(Evaluate, TemperatureAndThresholdOfEachFoldComeFromItsValidationCells) {
    auto input = inputOf(tableOf(twoFolds()));
    input.validation = tableOf(validationRows());
    const auto result = evaluated(input);
    ASSERT_TRUE(result) << result.error().message();
    const auto& calibration = result->calibration;
    ASSERT_EQ(calibration.folds.size(), 2u);

    // Three of four are right: softmax(log p / T) must say 3/4, so that T is ln 99 / ln 3.
    const double temperature = std::log(99.0) / std::log(3.0);
    const auto& first = calibration.folds[0];
    EXPECT_EQ(first.fold, 1);
    EXPECT_EQ(first.cells, 4);
    EXPECT_EQ(first.subjects, 2);
    EXPECT_EQ(first.temperature.state, TemperatureState::Fitted);
    EXPECT_NEAR(first.temperature.value, temperature, 1e-9);
    ASSERT_TRUE(first.threshold && first.onTest);
    EXPECT_EQ(first.threshold->wanted, 0.95);
    EXPECT_NEAR(first.threshold->point.threshold, 0.5, 1e-9) << "half-way from 3/4 to 1/4";
    EXPECT_EQ(first.threshold->point.truePositives, 2);
    EXPECT_EQ(first.threshold->point.falsePositives, 1);
    EXPECT_EQ(first.threshold->point.trueNegatives, 1);
    EXPECT_EQ(first.onTest->threshold, first.threshold->point.threshold);
    EXPECT_EQ(first.onTest->truePositives, 1);
    EXPECT_EQ(first.onTest->falseNegatives, 1);
    EXPECT_EQ(first.onTest->falsePositives, 0);
    EXPECT_EQ(first.onTest->trueNegatives, 2);

    const auto& second = calibration.folds[1];
    EXPECT_EQ(second.temperature.state, TemperatureState::NothingWrong);
    EXPECT_EQ(second.temperature.value, 1);
    ASSERT_TRUE(second.threshold && second.onTest);
    EXPECT_NEAR(second.threshold->point.threshold, (0.98 + 0.01) / 2, 1e-9);
    EXPECT_EQ(second.onTest->truePositives, 3);
    EXPECT_EQ(second.onTest->falsePositives, 2);

    double logLoss = 0, brier = 0;
    for (const Row& row : twoFolds()) {
        const double p = row.fold == 1 ? 1 / (1 + std::pow((1 - row.score) / row.score, 1 / temperature)) : row.score;
        logLoss -= std::log(row.label == 1 ? p : 1 - p) / 10;
        brier += (p - row.label) * (p - row.label) / 10;
    }
    EXPECT_NEAR(calibration.logLossAfter, logLoss, 1e-9);
    EXPECT_NEAR(calibration.brierAfter, brier, 1e-9);
    EXPECT_TRUE(std::isfinite(calibration.errorAfter));
    for (const auto* bins : {&calibration.answers, &calibration.answersAfter, &calibration.positive, &calibration.positiveAfter}) {
        ASSERT_EQ(bins->size(), static_cast<std::size_t>(kCalibrationBins));
        int cells = 0;
        for (const auto& bin : *bins) cells += bin.count;
        EXPECT_EQ(cells, 10);
    }
    // Nothing of it changes the figures themselves.
    EXPECT_DOUBLE_EQ(result->figure(MetricKind::Accuracy)->value, 0.7);
}

TEST(Evaluate, ThresholdsAreForTheSensitivityThatIsAskedFor) {
    auto input = inputOf(tableOf(twoFolds()));
    input.validation = tableOf({{"v1", "V1", 1, 1, 0.9}, {"v2", "V1", 1, 1, 0.3}, {"v3", "V2", 1, 0, 0.6}, {"v4", "V2", 1, 0, 0.1}});
    input.sensitivity = 0.5;
    const auto result = evaluated(input);
    ASSERT_TRUE(result) << result.error().message();
    const auto& fold = result->calibration.folds.at(0);
    ASSERT_TRUE(fold.threshold);
    EXPECT_EQ(fold.threshold->wanted, 0.5);
    EXPECT_EQ(fold.threshold->point.truePositives, 1);
    EXPECT_EQ(fold.threshold->point.falsePositives, 0);
}

TEST(Evaluate, WithoutValidationCellsNothingIsChosen) {
    const auto none = evaluated(inputOf(tableOf(twoFolds())));
    ASSERT_TRUE(none);
    EXPECT_TRUE(none->calibration.folds.empty());
    EXPECT_TRUE(none->calibration.answersAfter.empty() && none->calibration.positiveAfter.empty());
    EXPECT_EQ(none->calibration.answers.size(), static_cast<std::size_t>(kCalibrationBins));

    auto rows = validationRows();
    std::erase_if(rows, [](const Row& row) { return row.fold == 2; });
    auto input = inputOf(tableOf(twoFolds()));
    input.validation = tableOf(rows);
    const auto ofOne = evaluated(input);
    ASSERT_TRUE(ofOne);
    ASSERT_EQ(ofOne->calibration.folds.size(), 2u);
    EXPECT_EQ(ofOne->calibration.folds[1].cells, 0);
    EXPECT_EQ(ofOne->calibration.folds[1].temperature.state, TemperatureState::NothingKnown);
    EXPECT_FALSE(ofOne->calibration.folds[1].threshold || ofOne->calibration.folds[1].onTest);

    input.validation = tableOf({{"v3", "V2", 1, 0, 0.01}, {"v4", "V2", 1, 0, 0.99}});
    const auto noPositive = evaluated(input);
    ASSERT_TRUE(noPositive);
    EXPECT_FALSE(noPositive->calibration.folds[0].threshold) << "no cell of the positive class";
}

PredictionTable threeClasses() {
    PredictionTable table{{"a", "b", "c"}, {"P", "Q"}, {{"1", 0, 1, 0}, {"2", 0, 1, 1}, {"3", 1, 1, 2}, {"4", 1, 1, 0}}, {}};
    table.probabilities = {0.7, 0.2, 0.1, 0.3, 0.4, 0.3, 0.1, 0.1, 0.8, 0.2, 0.5, 0.3};
    return table;
}

TEST(Evaluate, ManyClassesNeedNoPositiveOne) {
    auto input = inputOf(threeClasses());
    input.validation = threeClasses();
    const auto result = evaluated(input);
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(result->positive, -1);
    EXPECT_TRUE(result->curve.empty() && result->bands.roc.at.empty() && result->calibration.positive.empty() && result->calibration.positiveAfter.empty());
    ASSERT_EQ(result->calibration.folds.size(), 1u);
    EXPECT_FALSE(result->calibration.folds[0].threshold);
    EXPECT_EQ(result->figure(MetricKind::Sensitivity), nullptr);
    EXPECT_NE(result->figure(MetricKind::AurocMacro), nullptr);
    input.positive = 2;
    const auto withPositive = evaluated(input);
    ASSERT_TRUE(withPositive);
    EXPECT_EQ(withPositive->positive, 2);
    EXPECT_EQ(withPositive->positives, 1);
    EXPECT_EQ(withPositive->negatives, 3);
    EXPECT_TRUE(withPositive->calibration.folds[0].threshold);
}

TEST(Evaluate, RefusesWhatCannotBeEvaluated) {
    const auto refused = [](const EvaluationInput& input) {
        const auto result = evaluated(input);
        return result ? std::string("accepted") : std::string(toString(result.error().code));
    };
    EXPECT_EQ(refused(inputOf(tableOf({}))), "empty_dataset");
    auto input = inputOf(tableOf(twoFolds()));
    input.positive = 2;
    EXPECT_EQ(refused(input), "invalid_argument") << "a positive class that is none";
    input = inputOf(tableOf(twoFolds()));
    input.validation = threeClasses();
    EXPECT_EQ(refused(input), "invalid_argument") << "other classes";
    for (const double sensitivity : {0.0, -1.0, 1.5, kNaN}) {
        input = inputOf(tableOf(twoFolds()));
        input.sensitivity = sensitivity;
        EXPECT_EQ(refused(input), "invalid_argument") << sensitivity;
    }
    input = inputOf(tableOf(twoFolds()));
    input.subgroupings = {{"sex", {"female"}}};
    EXPECT_EQ(refused(input), "invalid_argument") << "a grouping of other subjects";
    input = inputOf(tableOf(twoFolds()));
    input.bootstrap.resamples = 1;
    EXPECT_EQ(refused(input), "invalid_argument") << "one resample";

    CancelSource source;
    source.cancel();
    NoProgress progress;
    const auto cancelled = evaluate(inputOf(tableOf(twoFolds())), progress, source.token());
    ASSERT_FALSE(cancelled);
    EXPECT_EQ(cancelled.error().code, ErrorCode::Cancelled);
}

/// So many subjects of each class, one cell each.
PredictionTable manySubjects(int ofHem, int ofAll) {
    std::vector<Row> rows;
    for (int i = 0; i < ofHem; ++i) rows.push_back({"h" + std::to_string(i), "H" + std::to_string(i), 1, 0, 0.2});
    for (int i = 0; i < ofAll; ++i) rows.push_back({"a" + std::to_string(i), "A" + std::to_string(i), 1, 1, 0.8});
    return tableOf(rows);
}

Figure figureOf(double value, std::optional<Interval> interval) { return {value, interval, {}, 50}; }

/// What is said of an accuracy and a weighted F1 with these figures.
std::vector<HonestyAlarm> alarmsOf(const PredictionTable& table, const HonestyFacts& facts = {}, const Figure& f1 = figureOf(0.8, Interval{0.75, 0.85})) {
    return honestyAlarms(table, {{MetricKind::Accuracy, -1}, {MetricKind::F1Weighted, -1}}, {figureOf(0.8, Interval{0.75, 0.85}), f1}, facts);
}

std::vector<HonestyKind> kindsOf(const std::vector<HonestyAlarm>& alarms) {
    std::vector<HonestyKind> kinds;
    for (const auto& alarm : alarms) kinds.push_back(alarm.kind);
    return kinds;
}

using Kinds = std::vector<HonestyKind>;

TEST(HonestyAlarms, NothingIsSaidOfASoundTest) { EXPECT_EQ(kindsOf(alarmsOf(manySubjects(10, 10))), Kinds{}); }

TEST(HonestyAlarms, SharedSubjectsAndValidationOnTheTestAreSaid) {
    EXPECT_EQ(kindsOf(alarmsOf(manySubjects(10, 10), {true, false})), Kinds{HonestyKind::SubjectsShared});
    EXPECT_EQ(kindsOf(alarmsOf(manySubjects(10, 10), {false, true})), Kinds{HonestyKind::ValidationIsTest});
}

TEST(HonestyAlarms, UnknownSubjectsAreSaid) {
    auto table = manySubjects(11, 11);
    table.cells[0].subject = -1;
    EXPECT_EQ(kindsOf(alarmsOf(table)), Kinds{HonestyKind::NoSubjects});
    for (auto& cell : table.cells) cell.subject = -1;
    table.subjects.clear();
    EXPECT_EQ(kindsOf(alarmsOf(table)), Kinds{HonestyKind::NoSubjects}) << "not that there are few as well";
}

TEST(HonestyAlarms, AClassOfFewSubjectsIsNamed) {
    const auto alarms = alarmsOf(manySubjects(10, 9));
    ASSERT_EQ(kindsOf(alarms), Kinds{HonestyKind::FewSubjects});
    EXPECT_EQ(alarms[0].about, "all");
    EXPECT_EQ(alarms[0].value, 9);
    EXPECT_NE(alarms[0].words().find("Class all is tested on 9 subjects"), std::string::npos) << alarms[0].words();
    EXPECT_EQ(alarmsOf(manySubjects(0, 10)).size(), 1u) << "none is few";
}

TEST(HonestyAlarms, WideAndMissingIntervalsNameTheirFigures) {
    const auto table = manySubjects(10, 10);
    const std::vector<MetricKey> keys = {{MetricKind::Accuracy, -1}, {MetricKind::F1Weighted, -1}, {MetricKind::Mcc, -1}, {MetricKind::LogLoss, -1}, {MetricKind::Sensitivity, 0}, {MetricKind::Auroc, -1}};
    const Interval wide{0.5, 0.75}, wider{0.4, 0.8}, narrow{0.75, 0.9};
    // Log loss has no scale, single classes have few cells, and what has no value needs no interval.
    const auto none = honestyAlarms(table, keys, {figureOf(0.8, narrow), figureOf(0.8, narrow), figureOf(0.6, narrow), figureOf(2, wider), figureOf(0.6, wider), figureOf(kNaN, {})}, {});
    EXPECT_EQ(kindsOf(none), Kinds{});
    const auto some = honestyAlarms(table, keys, {figureOf(0.6, wide), figureOf(0.8, narrow), figureOf(0.6, wider), figureOf(2, wider), figureOf(0.6, {}), figureOf(0.7, {})}, {});
    ASSERT_EQ(kindsOf(some), (Kinds{HonestyKind::WideInterval, HonestyKind::IntervalMissing}));
    EXPECT_EQ(some[0].about, "accuracy, mcc");
    EXPECT_NEAR(some[0].value, 0.4, 1e-12);
    EXPECT_EQ(some[1].about, "auroc");
}

TEST(HonestyAlarms, OnlyOfUnseenPatientsAFigureIsTooGood) {
    const auto table = manySubjects(11, 11);
    const Figure good = figureOf(0.95, Interval{0.9, 0.99});
    const auto alarms = alarmsOf(table, {}, good);
    ASSERT_EQ(kindsOf(alarms), Kinds{HonestyKind::TooGood});
    EXPECT_EQ(alarms[0].value, 0.95);
    EXPECT_EQ(kindsOf(alarmsOf(table, {}, figureOf(0.949, Interval{0.9, 0.99}))), Kinds{});
    EXPECT_EQ(kindsOf(alarmsOf(table, {true, false}, good)), Kinds{HonestyKind::SubjectsShared});
    EXPECT_EQ(kindsOf(alarmsOf(table, {false, true}, good)), Kinds{HonestyKind::ValidationIsTest});
    auto unknown = table;
    unknown.cells[0].subject = -1;
    EXPECT_EQ(kindsOf(alarmsOf(unknown, {}, good)), Kinds{HonestyKind::NoSubjects});
}

TEST(HonestyAlarms, EachKindHasItsOwnCodeAndWords) {
    using enum HonestyKind;
    std::set<std::string> codes, words;
    for (const HonestyKind kind : {SubjectsShared, ValidationIsTest, NoSubjects, FewSubjects, WideInterval, TooGood, IntervalMissing}) {
        codes.insert(std::string(toString(kind)));
        words.insert(HonestyAlarm{kind, "accuracy", 0.5}.words());
    }
    EXPECT_EQ(codes.size(), 7u);
    EXPECT_EQ(words.size(), 7u);
    EXPECT_EQ(words.count(""), 0u);
}

TEST(HonestyAlarms, AreAmongWhatIsEvaluated) {
    auto input = inputOf(tableOf(twoFolds()));
    input.facts = {true, true};
    const auto result = evaluated(input);
    ASSERT_TRUE(result);
    const auto kinds = kindsOf(result->alarms);
    ASSERT_GE(kinds.size(), 4u);
    EXPECT_EQ(Kinds(kinds.begin(), kinds.begin() + 4), (Kinds{HonestyKind::SubjectsShared, HonestyKind::ValidationIsTest, HonestyKind::FewSubjects, HonestyKind::FewSubjects}));
}

std::set<std::string> keysOf(const nlohmann::json& object) {
    std::set<std::string> keys;
    for (const auto& entry : object.items()) keys.insert(entry.key());
    return keys;
}

/// NaN or infinity in any place, which no JSON can say.
bool holdsNoNumber(const nlohmann::json& value) {
    if (value.is_number_float()) return !std::isfinite(value.get<double>());
    if (!value.is_structured()) return false;
    for (const auto& part : value)
        if (holdsNoNumber(part)) return true;
    return false;
}

TEST(EvaluationJson, SaysAllThatWasComputed) {
    auto input = inputOf(tableOf(twoFolds()));
    input.validation = tableOf(validationRows());
    input.subgroupings = {{"sex", {"female", "male", "female", ""}}};
    input.bootstrap.seed = 9;
    const auto result = evaluated(input);
    ASSERT_TRUE(result);
    const nlohmann::json json = toJson(*result);
    for (const char* key : {"classes", "positive", "units", "cells", "metrics", "folds", "meanOfFolds", "subgroups", "subjects", "confusion", "curve", "bands", "calibration", "alarms", "bootstrap"})
        EXPECT_TRUE(json.contains(key)) << key;
    EXPECT_EQ(json.at("imagesOfClass"), (nlohmann::json{{"hem", 5}, {"all", 5}}));
    EXPECT_EQ(json.at("subjectsOfClass"), (nlohmann::json{{"hem", 2}, {"all", 2}}));
    EXPECT_EQ(json.at("classes"), (nlohmann::json{"hem", "all"}));
    EXPECT_EQ(json.at("positive"), "all");
    EXPECT_EQ(json.at("units"), "subjects");
    EXPECT_EQ(json.at("cells"), 10);
    const auto& accuracy = json.at("metrics").at("accuracy");
    EXPECT_EQ(keysOf(accuracy), (std::set<std::string>{"value", "low", "high", "bcaLow", "bcaHigh", "resamples"}));
    EXPECT_DOUBLE_EQ(accuracy.at("value").get<double>(), 0.7);
    EXPECT_EQ(accuracy.at("low").get<double>(), result->figure(MetricKind::Accuracy)->percentile->low) << "every digit";
    EXPECT_EQ(accuracy.at("resamples"), 50);
    std::set<std::string> names;
    for (const auto& key : result->keys) names.insert(nameOf(key, result->classes));
    EXPECT_EQ(keysOf(json.at("metrics")), names);
    EXPECT_EQ(keysOf(json.at("meanOfFolds")), names);
    EXPECT_EQ(keysOf(json.at("meanOfFolds").at("mcc")), (std::set<std::string>{"mean", "sd"}));
    ASSERT_EQ(json.at("folds").size(), 2u);
    EXPECT_EQ(keysOf(json.at("folds")[0]), (std::set<std::string>{"fold", "cells", "subjects", "metrics"}));
    EXPECT_EQ(keysOf(json.at("folds")[0].at("metrics")), names);
    ASSERT_EQ(json.at("subgroups").size(), 3u);
    EXPECT_TRUE(json.at("subgroups")[2].at("value").is_null()) << "not known";
    EXPECT_EQ(json.at("subgroups")[0].at("value"), "female");
    EXPECT_EQ(json.at("subgroups")[1].at("by"), "sex");
    EXPECT_EQ(json.at("subjects")[0].at("subject"), "D");
    EXPECT_EQ(json.at("subjects")[0].at("calledClass"), (nlohmann::json{{"hem", 1}, {"all", 2}}));
    EXPECT_EQ(json.at("confusion").dump(), "[[3,2],[1,4]]");
    EXPECT_EQ(json.at("curve").at("positives"), 5);
    ASSERT_EQ(json.at("curve").at("points").size(), 11u);
    EXPECT_TRUE(json.at("curve").at("points")[0].at("threshold").is_null()) << "beyond every probability";
    EXPECT_EQ(json.at("bands").at("roc").at("low").size(), 101u);
    EXPECT_EQ(json.at("bands").at("precisionRecall").at("at").size(), 101u);
    const auto& calibration = json.at("calibration");
    ASSERT_EQ(calibration.at("folds").size(), 2u);
    EXPECT_EQ(calibration.at("folds")[0].at("state"), "fitted");
    EXPECT_TRUE(calibration.at("folds")[0].at("temperature").is_number());
    EXPECT_EQ(calibration.at("folds")[0].at("threshold").at("onTest").at("trueNegatives"), 2);
    EXPECT_EQ(calibration.at("folds")[1].at("state"), "nothing_wrong");
    EXPECT_TRUE(calibration.at("folds")[1].at("temperature").is_null());
    EXPECT_EQ(calibration.at("before").at("answers").size(), static_cast<std::size_t>(kCalibrationBins));
    EXPECT_TRUE(calibration.at("after").at("log_loss").is_number());
    ASSERT_FALSE(json.at("alarms").empty());
    EXPECT_EQ(keysOf(json.at("alarms")[0]), (std::set<std::string>{"code", "about", "value", "message"}));
    EXPECT_EQ(json.at("bootstrap").at("seed"), 9);
    EXPECT_FALSE(holdsNoNumber(json));
    EXPECT_EQ(nlohmann::json::parse(json.dump()), json);
}

TEST(EvaluationJson, WhatIsNotDefinedIsNull) {
    const auto one = evaluated(inputOf(tableOf({{"a1", "A", 1, 1, 0.9}, {"a2", "A", 1, 1, 0.8}})));
    ASSERT_TRUE(one) << one.error().message();
    const nlohmann::json json = toJson(*one);
    EXPECT_FALSE(holdsNoNumber(json));
    EXPECT_TRUE(json.at("metrics").at("auroc").at("value").is_null());
    EXPECT_TRUE(json.at("metrics").at("accuracy").at("low").is_null()) << "one subject";
    EXPECT_TRUE(json.at("meanOfFolds").at("accuracy").at("sd").is_null()) << "one fold";
    EXPECT_TRUE(json.at("calibration").at("after").is_null());
    const auto many = evaluated(inputOf(threeClasses()));
    ASSERT_TRUE(many);
    const nlohmann::json withoutPositive = toJson(*many);
    EXPECT_FALSE(holdsNoNumber(withoutPositive));
    EXPECT_TRUE(withoutPositive.at("positive").is_null());
    EXPECT_TRUE(withoutPositive.at("curve").is_null());
    EXPECT_TRUE(withoutPositive.at("metrics").contains("sensitivity[b]"));
}

TEST(EvaluationJson, LongCurvesAreThinnedButKeepTheirEnds) {
    const auto small = evaluated(inputOf(tableOf(twoFolds())));
    ASSERT_TRUE(small);
    for (const std::size_t size : {std::size_t{3}, kMostCurvePoints, kMostCurvePoints + 1, 2 * kMostCurvePoints, std::size_t{123'457}}) {
        SCOPED_TRACE(size);
        Evaluation longer = *small;
        longer.curve.clear();
        for (std::size_t i = 0; i < size; ++i) longer.curve.push_back({1 - static_cast<double>(i) / static_cast<double>(size), static_cast<double>(i), 0});
        const nlohmann::json json = toJson(longer);
        const auto& points = json.at("curve").at("points");
        EXPECT_LE(points.size(), kMostCurvePoints);
        EXPECT_GE(points.size(), std::min(size, kMostCurvePoints / 2 - 1));
        EXPECT_EQ(points.front().at("truePositives").get<double>(), 0);
        EXPECT_EQ(points.back().at("truePositives").get<double>(), static_cast<double>(size - 1));
    }
}

Result<Comparison> compared(const PredictionTable& first, const PredictionTable& second) {
    NoProgress progress;
    return compareTables(first, second, 1, {.resamples = 50}, progress, {});
}

TEST(CompareTables, ATableDiffersInNothingFromItself) {
    const auto table = tableOf(twoFolds());
    const auto comparison = compared(table, table);
    ASSERT_TRUE(comparison) << comparison.error().message();
    EXPECT_TRUE(comparison->overSubjects);
    EXPECT_EQ(comparison->units.shared, 4);
    EXPECT_EQ(comparison->cellsFirst, 10);
    EXPECT_EQ(comparison->cellsSecond, 10);
    ASSERT_EQ(comparison->differences.size(), metricsFor(2, 1).size());
    for (const auto& difference : comparison->differences) {
        SCOPED_TRACE(nameOf(difference.key, table.classes));
        EXPECT_EQ(difference.first, difference.second);
        EXPECT_EQ(difference.difference, 0);
        ASSERT_TRUE(difference.interval && difference.p);
        EXPECT_EQ(difference.interval->low, 0);
        EXPECT_EQ(difference.interval->high, 0);
        EXPECT_EQ(*difference.p, 1);
    }
    const nlohmann::json json = toJson(*comparison, table.classes);
    EXPECT_EQ(keysOf(json), (std::set<std::string>{"units", "shared", "onlyFirst", "onlySecond", "cells", "metrics"}));
    EXPECT_EQ(keysOf(json.at("metrics").at("auroc")), (std::set<std::string>{"first", "second", "difference", "low", "high", "p"}));
    EXPECT_EQ(json.at("cells").dump(), "[10,10]");
}

TEST(CompareTables, OnlySharedSubjectsCount) {
    auto fewer = twoFolds(), others = twoFolds();
    std::erase_if(fewer, [](const Row& row) { return row.subject == "A"; });
    for (Row& row : others) {
        if (row.subject == "D") row.subject = "E";
        row.path = "elsewhere/" + row.path;
    }
    const auto comparison = compared(tableOf(fewer), tableOf(others));
    ASSERT_TRUE(comparison) << comparison.error().message();
    EXPECT_EQ(comparison->units.shared, 2) << "B and C, wherever their cells lie";
    EXPECT_EQ(comparison->units.onlyFirst, 1);
    EXPECT_EQ(comparison->units.onlySecond, 2);
    EXPECT_EQ(comparison->cellsFirst, 5);
    EXPECT_EQ(comparison->cellsSecond, 5);
    EXPECT_EQ(comparison->differences[0].first, 1) << "all cells of B and C are right";
    EXPECT_EQ(comparison->differences[0].difference, 0);
}

TEST(CompareTables, ImagesOfUnknownSubjectsArePairedByTheirPaths) {
    auto first = tableOf({{"x", "", 1, 1, 0.9}, {"y", "", 1, 0, 0.1}, {"z", "", 1, 0, 0.2}});
    auto second = tableOf({{"z", "", 1, 0, 0.2}, {"x", "", 1, 1, 0.4}, {"w", "y", 1, 0, 0.1}});
    const auto comparison = compared(first, second);
    ASSERT_TRUE(comparison) << comparison.error().message();
    EXPECT_FALSE(comparison->overSubjects);
    EXPECT_EQ(comparison->units.shared, 2) << "x and z: a subject called y is no picture y";
    EXPECT_DOUBLE_EQ(comparison->differences[0].difference, -0.5);
}

TEST(CompareTables, TheOrderOfTheClassesDoesNotMatterOtherClassesDo) {
    const auto table = tableOf(twoFolds());
    auto turned = table;
    std::swap(turned.classes[0], turned.classes[1]);
    for (auto& cell : turned.cells) cell.label = 1 - cell.label;
    for (std::size_t i = 0; i < turned.probabilities.size(); i += 2) std::swap(turned.probabilities[i], turned.probabilities[i + 1]);
    const auto comparison = compared(table, turned);
    ASSERT_TRUE(comparison) << comparison.error().message();
    for (const auto& difference : comparison->differences) EXPECT_EQ(difference.difference, 0) << nameOf(difference.key, table.classes);
    turned.classes[0] = "blast";
    const auto refused = compared(table, turned);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
}

TEST(CompareTables, NeedsACommonSubject) {
    auto others = twoFolds();
    for (Row& row : others) row.subject += "2";
    const auto refused = compared(tableOf(twoFolds()), tableOf(others));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::TooFewSubjects);
}

}  // namespace
}  // namespace leukolens::evaluation
