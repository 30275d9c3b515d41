#include "ui/report/report_text.h"
#include "ui/shell/class_words.h"

#include <gtest/gtest.h>

#include <QLocale>

#include "core/casebook/case_store.h"

namespace leukolens::ui::pdf {
namespace {

TEST(ReportText, ProbabilityIsNeverRoundedToCertainty) {
    EXPECT_EQ(probability(0.9989), "99.9 %");
    EXPECT_EQ(probability(0.99951), ">99.9 %");
    EXPECT_EQ(probability(1), ">99.9 %");
    EXPECT_EQ(probability(0.0004), "<0.1 %");
    EXPECT_EQ(probability(0), "<0.1 %");
}

TEST(ReportText, NumbersFollowTheLocale) {
    QLocale::setDefault(QLocale(QLocale::German));
    EXPECT_EQ(percentRange(0.562, 0.684), "56,2–68,4 %");
    QLocale::setDefault(QLocale::c());
    EXPECT_EQ(percentRange(0.562, 0.684), "56.2–68.4 %");
}

TEST(ReportText, ClassesHaveNamesForPeople) {
    EXPECT_EQ(classTitle("all"), "ALL blast");
    EXPECT_EQ(classTitle("hem"), "Normal");
    EXPECT_EQ(classTitle("basophil"), "basophil");
    EXPECT_EQ(classTitle(casebook::kUnidentified), "Unidentified");
}

TEST(ReportText, TellsHowCellsWereAskedWhereItIsNotOneLook) {
    EXPECT_EQ(askedWords({}), QString());
    EXPECT_EQ(askedWords({8, {}}), "each picture in 8 views");
    EXPECT_EQ(askedWords({1, {"a", "b"}}), "with 2 other models");
    EXPECT_EQ(askedWords({8, {"a"}}), "each picture in 8 views, with another model");
}

TEST(ReportText, TimesAndHashesAreShort) {
    EXPECT_EQ(shownTime("2024-05-31T09:07:00+02:00"), "31 May 2024, 09:07\u00a0+02:00") << "as the clock on that wall showed it";
    EXPECT_EQ(shownTime("2026-11-27T03:10:00+07:00"), "27 Nov 2026, 03:10\u00a0+07:00");
    EXPECT_EQ(shownTime("2024-05-31T09:07:00-03:30"), "31 May 2024, 09:07\u00a0-03:30");
    EXPECT_EQ(shownTime("2024-05-31T09:07:00Z"), "31 May 2024, 09:07\u00a0+00:00");
    EXPECT_EQ(shownTime("2024-05-31T09:07:00"), "2024-05-31T09:07:00") << "nobody said of which clock";
    EXPECT_EQ(shownTime("2024"), "2024");
    EXPECT_EQ(shownTime("day 12"), "day 12");
    EXPECT_EQ(shownDate("day -3"), "day -3");
    EXPECT_EQ(shownDate("2024-05-31"), "31 May 2024");
    EXPECT_EQ(shortHash("9f86d081884c7d65"), "9f86d081884c");
    EXPECT_EQ(shortHash("9f"), "9f");
}

}  // namespace
}  // namespace leukolens::ui::pdf
