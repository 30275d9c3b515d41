#include "ui/training/alarm_strip.h"

#include <QLabel>

#include <gtest/gtest.h>

#include <cmath>

#include "tests/ui/support/ui_test.h"
#include "ui/training/alarm_words.h"

namespace leukolens::ui {
namespace {

using experiment::Alarm;
using experiment::AlarmKind;
using test::find;

constexpr Alarm kFirst{AlarmKind::LossNotFalling, 1, 3, 0.70, 0.69}, kSecond{AlarmKind::ValidationTooGood, 1, 5, 0.6, 0.8};

class AlarmStripTest : public testing::Test {
protected:
    QString sentence() { return find<QLabel>(strip, "alarmSentence")->text(); }
    AlarmStrip strip;
};

TEST_F(AlarmStripTest, ShowsAnAlarmOnceAndNotAgainAfterItWasDismissed) {
    EXPECT_FALSE(strip.isVisible());
    EXPECT_EQ(strip.setAlarms({kFirst}).size(), 1u);
    EXPECT_TRUE(strip.isVisible());
    EXPECT_TRUE(sentence().startsWith("Fold 1:")) << sentence().toStdString();
    EXPECT_FALSE(find<QLabel>(strip, "alarmAdvice")->text().isEmpty());
    EXPECT_TRUE(strip.setAlarms({kFirst}).empty());
    test::click(strip, "dismissAlarm");
    EXPECT_FALSE(strip.isVisible());
    EXPECT_TRUE(strip.setAlarms({kFirst}).empty());
    EXPECT_FALSE(strip.isVisible());
    Alarm otherFold = kFirst;
    otherFold.fold = 2;
    EXPECT_EQ(strip.setAlarms({kFirst, otherFold}).size(), 1u) << "once a fold";
    strip.clear();
    EXPECT_EQ(strip.setAlarms({kFirst}).size(), 1u) << "another run";
}

TEST_F(AlarmStripTest, ShowsTheNewestFirstAndLeadsThroughSeveral) {
    strip.setAlarms({kFirst});
    strip.setAlarms({kFirst, kSecond});
    EXPECT_TRUE(sentence().contains("much better than training"));
    EXPECT_EQ(find<QLabel>(strip, "alarmPlace")->text(), "2 of 2");
    test::click(strip, "nextAlarm");
    EXPECT_TRUE(sentence().contains("has not fallen"));
    test::click(strip, "dismissAlarm");
    EXPECT_TRUE(sentence().contains("much better"));
    EXPECT_FALSE(find<QWidget>(strip, "nextAlarm")->isVisible());
}

TEST(AlarmWords, EveryKindSaysWhatAndWhatToDo) {
    for (int kind = 0; kind <= static_cast<int>(AlarmKind::ValidationPerfect); ++kind) {
        const Alarm alarm{static_cast<AlarmKind>(kind), 2, 4, 0.5, 0.75};
        EXPECT_TRUE(alarmSentence(alarm).endsWith('.') && alarmSentence(alarm).size() > 30) << kind;
        EXPECT_TRUE(alarmAdvice(alarm).endsWith('.') && alarmAdvice(alarm).size() > 30) << kind;
    }
    EXPECT_TRUE(alarmSentence({AlarmKind::RateTooHigh, 1, 4, 0.5, std::nan("")}).contains("no longer a number in epoch 4"));
}

}  // namespace
}  // namespace leukolens::ui
