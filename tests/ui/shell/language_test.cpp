#include "ui/shell/language.h"

#include <QApplication>
#include <QDate>
#include <QTranslator>
#include <QWidget>

#include <gtest/gtest.h>

#include "ui/shell/class_words.h"

namespace leukolens::ui {
namespace {

class LanguageTest : public testing::Test {
protected:
    ~LanguageTest() override {
        for (auto* translator : qApp->findChildren<QTranslator*>()) {
            QCoreApplication::removeTranslator(translator);
            delete translator;
        }
        QLocale::setDefault(m_before);
    }
    QLocale m_before;
};

TEST_F(LanguageTest, NumbersFollowTheLanguageOnTheScreen) {
    // As on a system that speaks another language.
    QLocale::setDefault(QLocale::c());
    installLanguage(*qApp, "de");
    EXPECT_EQ(classTitle("Unidentified"), QString::fromUtf8("Nicht bestimmt"));
    EXPECT_EQ(percentText(0.5, 1), QString::fromUtf8("50,0\u00a0%"));
    EXPECT_EQ(QWidget().locale().toString(1.5, 'f', 2), "1,50");
}

TEST_F(LanguageTest, TheSystemsOwnWayStaysWhereItSpeaksTheLanguage) {
    const QLocale swiss(QLocale::German, QLocale::Switzerland), german(QLocale::German, QLocale::Germany), plain = QLocale::c();
    EXPECT_EQ(shownLocale("de", swiss), swiss);
    EXPECT_EQ(shownLocale("de", plain), german);
    EXPECT_EQ(shownLocale("en", swiss).language(), QLocale::English);
    EXPECT_EQ(shownLocale("en", swiss).decimalPoint(), ".");
    EXPECT_EQ(shownLocale("en", swiss).toString(QDate(2026, 11, 26), QLocale::ShortFormat), "26/11/2026");
}

}  // namespace
}  // namespace leukolens::ui
