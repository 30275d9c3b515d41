#include "core/experiment/alarms.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace leukolens::experiment {
namespace {

TrainSettings bySubject() {
    TrainSettings settings;
    settings.protocol = dataset::Protocol::Patient;
    return settings;
}

struct Figures {
    double trainLoss = 0.5, trainAccuracy = 0.8, validationAccuracy = 0.8, validationLoss = 0.5;
};

std::vector<EpochRecord> fold(int number, const std::vector<Figures>& figures) {
    std::vector<EpochRecord> rows;
    for (const Figures& f : figures) {
        EpochRecord row;
        row.fold = number;
        row.epoch = static_cast<int>(rows.size()) + 1;
        row.trainLoss = f.trainLoss;
        row.trainAccuracy = f.trainAccuracy;
        row.validationAccuracy = f.validationAccuracy;
        row.validationLoss = f.validationLoss;
        rows.push_back(row);
    }
    return rows;
}

std::vector<Figures> losses(const std::vector<double>& values) {
    std::vector<Figures> figures;
    for (const double value : values) figures.push_back({.trainLoss = value});
    return figures;
}

std::vector<AlarmKind> kinds(const std::vector<Alarm>& alarms) {
    std::vector<AlarmKind> list;
    for (const Alarm& alarm : alarms) list.push_back(alarm.kind);
    return list;
}

using Kinds = std::vector<AlarmKind>;

TEST(Alarms, AreSilentForACurveAsItShouldBe) {
    EXPECT_TRUE(alarmsFor(bySubject(), {}, {}).empty());
    const auto good = fold(1, {{1.2, 0.5, 0.55}, {0.8, 0.7, 0.72}, {0.6, 0.78, 0.8}, {0.5, 0.82, 0.81}, {0.52, 0.81, 0.83}, {0.45, 0.85, 0.84}});
    EXPECT_TRUE(alarmsFor(bySubject(), good, {{{60, 40}}}).empty());
}

TEST(Alarms, SayThatThePapersProtocolSharesPatients) {
    TrainSettings paper;
    paper.protocol = dataset::Protocol::Paper;
    const auto alarms = alarmsFor(paper, {}, {});
    ASSERT_EQ(kinds(alarms), Kinds{AlarmKind::SubjectsShared});
    EXPECT_EQ(alarms[0].fold, 0);
}

TEST(Alarms, ValidationMuchBetterThanTrainingThreeTimesRunning) {
    const Figures good{0.9, 0.6, 0.8};
    EXPECT_TRUE(alarmsFor(bySubject(), fold(1, {{1.2, 0.5, 0.5}, good, {0.8, 0.6, 0.7}, {0.7, 0.6, 0.8}, {0.6, 0.6, 0.8}}), {}).empty())
        << "not three epochs running";
    const auto alarms = alarmsFor(bySubject(), fold(2, {{1.2, 0.5, 0.5}, good, {0.8, 0.6, 0.8}, {0.7, 0.62, 0.81}, {0.6, 0.6, 0.8}}), {});
    ASSERT_EQ(kinds(alarms), Kinds{AlarmKind::ValidationTooGood});
    EXPECT_EQ(alarms[0].fold, 2);
    EXPECT_EQ(alarms[0].epoch, 4) << "when it was first seen";
    EXPECT_DOUBLE_EQ(alarms[0].training, 0.62);
    EXPECT_DOUBLE_EQ(alarms[0].validation, 0.81);
}

TEST(Alarms, ValidationWithoutOneMistakeTwiceRunning) {
    EXPECT_TRUE(alarmsFor(bySubject(), fold(1, {{1, 0.9, 1.0}, {0.5, 0.95, 0.999}, {0.3, 0.96, 1.0}}), {}).empty());
    const auto alarms = alarmsFor(bySubject(), fold(1, {{1, 0.9, 0.9}, {0.5, 0.95, 1.0}, {0.3, 0.96, 1.0}, {0.2, 0.97, 1.0}}), {});
    ASSERT_EQ(kinds(alarms), Kinds{AlarmKind::ValidationPerfect});
    EXPECT_EQ(alarms[0].epoch, 3);
}

TEST(Alarms, LossThatIsNotLowerAfterThreeEpochs) {
    EXPECT_TRUE(alarmsFor(bySubject(), fold(1, losses({0.70, 0.695})), {}).empty()) << "three epochs are waited for";
    EXPECT_TRUE(alarmsFor(bySubject(), fold(1, losses({0.70, 0.70, 0.65})), {}).empty());
    EXPECT_EQ(kinds(alarmsFor(bySubject(), fold(1, losses({0.70, 0.695, 0.699, 0.691})), {})), Kinds{AlarmKind::LossNotFalling});
    EXPECT_TRUE(alarmsFor(bySubject(), fold(1, losses({0.70, 0.695, 0.699, 0.3})), {}).empty()) << "it learnt after all";
}

TEST(Alarms, RateTooHighWhereTheLossRisesSwingsOrIsNoNumber) {
    EXPECT_EQ(kinds(alarmsFor(bySubject(), fold(1, losses({0.7, 0.4, 0.5, 0.7})), {})), Kinds{AlarmKind::RateTooHigh});
    EXPECT_TRUE(alarmsFor(bySubject(), fold(1, losses({0.7, 0.4, 0.55, 0.45})), {}).empty());
    EXPECT_EQ(kinds(alarmsFor(bySubject(), fold(1, losses({0.9, 0.5, 0.8, 0.5, 0.8, 0.5})), {})), Kinds{AlarmKind::RateTooHigh});
    EXPECT_TRUE(alarmsFor(bySubject(), fold(1, losses({0.9, 0.61, 0.37, 0.55, 0.21, 0.28, 0.217})), {}).empty()) << "few cells swing while they learn";
    EXPECT_EQ(kinds(alarmsFor(bySubject(), fold(1, losses({0.7, std::numeric_limits<double>::quiet_NaN()})), {})), Kinds{AlarmKind::RateTooHigh});
    EXPECT_EQ(kinds(alarmsFor(bySubject(), fold(1, losses({0.5, 0.7, 0.9})), {})), Kinds{AlarmKind::RateTooHigh})
        << "one explanation is enough: it does not fall because it rises";
}

TEST(Alarms, RateTooHighWhereAFoldEndedWithoutANumber) {
    auto alarms = alarmsFor(bySubject(), {}, {.divergedFold = 2});
    ASSERT_EQ(kinds(alarms), Kinds{AlarmKind::RateTooHigh});
    EXPECT_EQ(alarms[0].fold, 2);
    EXPECT_EQ(alarms[0].epoch, 1);
    alarms = alarmsFor(bySubject(), fold(2, losses({0.7, 0.6})), {.divergedFold = 2});
    ASSERT_EQ(alarms.size(), 1u);
    EXPECT_EQ(alarms[0].epoch, 3);
}

TEST(Alarms, OneClassOnlyWhereTheAccuracyIsAClasssShareTwice) {
    const auto rows = fold(1, {{0.7, 0.6, 0.6}, {0.6, 0.62, 0.6}, {0.5, 0.64, 0.6}});
    const auto alarms = alarmsFor(bySubject(), rows, {{{60, 40}}});
    ASSERT_EQ(kinds(alarms), Kinds{AlarmKind::OneClassOnly});
    EXPECT_EQ(alarms[0].epoch, 2);
    EXPECT_TRUE(alarmsFor(bySubject(), rows, {}).empty()) << "without the classes' counts nothing can be said";
    EXPECT_TRUE(alarmsFor(bySubject(), rows, {{{55, 45}}}).empty());
    EXPECT_TRUE(alarmsFor(bySubject(), fold(1, {{0.7, 0.6, 0.6}, {0.6, 0.62, 0.7}, {0.5, 0.64, 0.6}}), {{{60, 40}}}).empty()) << "once is chance";
}

TEST(Alarms, ComeOnceAFold) {
    auto rows = fold(2, losses({0.7, 0.7, 0.7, 0.7, 0.7}));
    const auto first = fold(1, losses({0.7, 0.7, 0.7, 0.7}));
    rows.insert(rows.end(), first.begin(), first.end());
    const auto alarms = alarmsFor(bySubject(), rows, {});
    ASSERT_EQ(kinds(alarms), (Kinds{AlarmKind::LossNotFalling, AlarmKind::LossNotFalling}));
    EXPECT_EQ(alarms[0].fold, 1);
    EXPECT_EQ(alarms[1].fold, 2);
}

}  // namespace
}  // namespace leukolens::experiment
