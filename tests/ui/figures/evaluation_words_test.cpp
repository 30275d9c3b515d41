#include "ui/figures/evaluation_words.h"

#include <QLocale>
#include <QSet>

#include <gtest/gtest.h>

#include <limits>

namespace leukolens::ui {
namespace {

using evaluation::HonestyKind;
using evaluation::MetricKind;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
const std::vector<std::string> kClasses = {"all", "hem"};

constexpr int kLastKind = static_cast<int>(MetricKind::CalibrationError);

TEST(EvaluationWords, ThresholdsAreToldFromZeroAndOne) {
    const std::pair<double, const char*> thresholds[] = {{0.5, "0.500"}, {0.25, "0.250"}, {0.98765, "0.988"}, {0.9996, "0.99960"}, {0.9999996, "0.99999960"}, {0.0004, "0.00040"}, {0.012345, "0.012"}, {0, "0.000"}, {1, "1.000"}};
    for (const auto& [value, text] : thresholds) EXPECT_EQ(thresholdText(value), text) << value;
    EXPECT_EQ(thresholdText(std::numeric_limits<double>::infinity()), figureText(std::numeric_limits<double>::quiet_NaN()));
}

TEST(MetricName, NoTwoFiguresGoByOneName) {
    QSet<QString> names;
    for (int kind = 0; kind <= kLastKind; ++kind) {
        const QString name = metricName({static_cast<MetricKind>(kind), -1}, kClasses);
        EXPECT_FALSE(name.isEmpty()) << kind;
        EXPECT_FALSE(names.contains(name)) << name.toStdString();
        names << name;
        EXPECT_FALSE(metricHelp(static_cast<MetricKind>(kind)).isEmpty()) << name.toStdString();
    }
}

TEST(MetricName, AFigureOfAClassNamesItAsPeopleDo) {
    const QString name = metricName({MetricKind::Sensitivity, 0}, kClasses);
    EXPECT_TRUE(name.contains("Sensitivity") && name.contains("ALL blast")) << name.toStdString();
    EXPECT_NE(name, metricName({MetricKind::Sensitivity, 1}, kClasses));
}

TEST(AlarmWords, SayTheNumbersOfEachKind) {
    const QLocale locale;
    const struct {
        evaluation::HonestyAlarm alarm;
        QStringList words;
    } cases[] = {
        {{HonestyKind::SubjectsShared, {}, 0}, {"training", "test"}},
        {{HonestyKind::ValidationIsTest, {}, 0}, {"best epoch"}},
        {{HonestyKind::NoSubjects, {}, 0}, {"images"}},
        {{HonestyKind::FewSubjects, "all", 4}, {"ALL blast", "4", locale.toString(evaluation::kFewSubjects)}},
        {{HonestyKind::WideInterval, "accuracy, f1_weighted", 0.317, {{evaluation::MetricKind::Accuracy, -1}, {evaluation::MetricKind::F1Weighted, -1}}}, {locale.toString(evaluation::kWideInterval), locale.toString(0.317, 'f', 2), "Accuracy", "F1, weighted"}},
        {{HonestyKind::TooGood, {}, 0.961}, {locale.toString(0.961, 'f', 3)}},
        {{HonestyKind::IntervalMissing, "kappa, auroc", 0, {{evaluation::MetricKind::Kappa, -1}, {evaluation::MetricKind::Auroc, -1}}}, {"Cohen's kappa", "AUROC"}},
    };
    QSet<QString> all;
    for (const auto& [alarm, words] : cases) {
        const QString text = alarmWords(alarm, kClasses);
        SCOPED_TRACE(text.toStdString());
        for (const QString& word : words) EXPECT_TRUE(text.contains(word)) << word.toStdString();
        EXPECT_FALSE(text.contains('%')) << "a number is missing";
        EXPECT_FALSE(all.contains(text));
        all << text;
    }
    EXPECT_EQ(all.size(), 7) << "every kind";
}

TEST(FigureText, HasThreeDigitsOrADash) {
    EXPECT_EQ(figureText(0.94249), QLocale().toString(0.942, 'f', 3));
    EXPECT_EQ(figureText(kNone), QString("–"));
    EXPECT_EQ(figureText(std::numeric_limits<double>::infinity()), QString("–"));
    EXPECT_EQ(intervalText({}), QString("–"));
    const QString interval = intervalText(evaluation::Interval{0.25, 0.5});
    EXPECT_TRUE(interval.startsWith(figureText(0.25)) && interval.endsWith(figureText(0.5))) << interval.toStdString();
}

TEST(PartName, SaysWhichCellsTheFiguresAreOf) {
    evaluation::Part part;
    EXPECT_EQ(partName(part), "All folds together");
    part.fold = 2;
    EXPECT_EQ(partName(part), "Fold 2");
    part.fold = 0;
    part.by = "sex";
    part.value = "female";
    EXPECT_EQ(partName(part), "Sex: female");
    part.value.clear();
    EXPECT_EQ(partName(part), "Sex: not known");
    part.by = "Zentrum ü";
    part.value = "Норд";
    EXPECT_EQ(partName(part), QString::fromUtf8("Zentrum ü: Норд")) << "a column of the person's own, as it was written";
}

TEST(IntervalWords, SayWhatWasDrawnHowOften) {
    evaluation::Evaluation evaluation;
    evaluation.bootstrap.resamples = 1234;
    evaluation.bootstrap.seed = 77;
    evaluation.overSubjects = true;
    const QString overSubjects = intervalWords(evaluation);
    EXPECT_TRUE(overSubjects.contains("subjects") && overSubjects.contains(QLocale().toString(1234)) && overSubjects.contains("77") && overSubjects.startsWith("95")) << overSubjects.toStdString();
    evaluation.overSubjects = false;
    EXPECT_TRUE(intervalWords(evaluation).contains("images"));
}

TEST(TemperatureWords, SayWhyThereIsNone) {
    evaluation::FoldCalibration fold;
    fold.temperature = {evaluation::TemperatureState::Fitted, 1.5};
    EXPECT_EQ(temperatureWords(fold), QLocale().toString(1.5, 'f', 3));
    fold.temperature = {evaluation::TemperatureState::NothingWrong, 1};
    EXPECT_TRUE(temperatureWords(fold).startsWith("none"));
    fold.temperature = {evaluation::TemperatureState::NothingKnown, 1};
    EXPECT_TRUE(temperatureWords(fold).startsWith("none"));
}

}  // namespace
}  // namespace leukolens::ui
