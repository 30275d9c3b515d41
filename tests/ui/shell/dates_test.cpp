#include "ui/shell/dates.h"

#include <QLocale>

#include <gtest/gtest.h>

namespace leukolens::ui {
namespace {

class Dates : public testing::Test {
protected:
    void TearDown() override { QLocale::setDefault(before); }
    QLocale before;
    QDate day{2026, 11, 27};
};

TEST_F(Dates, HaveFourDigitsOfTheYearInEveryLanguage) {
    for (const auto& [code, text] : {std::pair("en_US", "11/27/2026"), {"en_GB", "27/11/2026"}, {"de", "27.11.2026"}, {"id", "27/11/2026"}}) {
        QLocale::setDefault(QLocale(code));
        EXPECT_EQ(dateText(day), text) << code;
        EXPECT_TRUE(timeText({day, {14, 30}}).startsWith(text)) << code << ": " << timeText({day, {14, 30}}).toStdString();
        EXPECT_TRUE(timeText({day, {14, 30}}).contains("30")) << code;
    }
}

TEST_F(Dates, AreEmptyWhereThereIsNone) {
    EXPECT_EQ(dateText({}), "");
    EXPECT_EQ(timeText({}), "");
    EXPECT_EQ(isoTimeText(""), "");
    EXPECT_EQ(isoDateText(""), "");
}

TEST_F(Dates, OfTheCoreAreShownInTheZoneOfThisComputer) {
    QLocale::setDefault(QLocale("de"));
    const QDateTime local(day, {14, 30});
    for (const Qt::DateFormat format : {Qt::ISODate, Qt::ISODateWithMs}) {
        const std::string iso = local.toUTC().toString(format).toStdString();
        EXPECT_EQ(isoTimeText(iso), timeText(local)) << iso;
        EXPECT_EQ(isoDateText(iso), "27.11.2026") << iso;
    }
    EXPECT_EQ(isoTimeText("yesterday"), "yesterday");
    EXPECT_EQ(isoDateText("yesterday"), "yesterday");
}

}  // namespace
}  // namespace leukolens::ui
