#include "ui/shell/app_settings.h"

#include <QFile>
#include <QSet>
#include <QSignalSpy>

#include <gtest/gtest.h>

#include "tests/ui/support/ui_test.h"

namespace leukolens::ui {
namespace {

class AppSettingsTest : public testing::Test {
protected:
    QString file() const { return test::qpath(m_folder / "settings.ini"); }
    void write(const QByteArray& text) {
        QFile out(file());
        ASSERT_TRUE(out.open(QIODevice::WriteOnly));
        out.write(text);
    }

private:
    test::TempFolder m_folder;
};

TEST_F(AppSettingsTest, TableHasEveryKeyOnceWithADefaultOfItsOwnKind) {
    QSet<int> keys;
    QSet<QString> names;
    const AppSettings settings(file());
    for (const SettingSpec& spec : AppSettings::table()) {
        keys.insert(static_cast<int>(spec.key));
        names.insert(spec.name);
        EXPECT_EQ(settings.value(spec.key), spec.defaultValue) << spec.name;
        if (spec.kind != SettingKind::Hidden) {
            EXPECT_FALSE(QString(spec.label).isEmpty()) << spec.name;
            EXPECT_FALSE(QString(spec.help).isEmpty()) << spec.name;
        }
    }
    EXPECT_EQ(keys.size(), static_cast<int>(SettingKey::LastWorkspace) + 1);
    EXPECT_EQ(names.size(), keys.size());
}

TEST_F(AppSettingsTest, KeepsValuesOfEveryKindInTheFile) {
    {
        AppSettings settings(file());
        settings.set(SettingKey::Theme, "dark");
        settings.set(SettingKey::CardSizePx, 200);
        settings.set(SettingKey::ShowProbability, false);
        settings.set(SettingKey::RunsFolder, QString::fromUtf8("/tmp/Läufe, neue; \"Ж\""));
        settings.set(SettingKey::WindowGeometry, QByteArray("\x00\x01geometry", 10));
    }
    const AppSettings again(file());
    EXPECT_EQ(again.text(SettingKey::Theme), "dark");
    EXPECT_EQ(again.number(SettingKey::CardSizePx), 200);
    EXPECT_FALSE(again.flag(SettingKey::ShowProbability));
    EXPECT_EQ(again.runsFolder(), QString::fromUtf8("/tmp/Läufe, neue; \"Ж\""));
    EXPECT_EQ(again.value(SettingKey::WindowGeometry).toByteArray(), QByteArray("\x00\x01geometry", 10));
}

TEST_F(AppSettingsTest, TakesTheDefaultForAValueOfAnotherTypeRangeOrChoice) {
    write("[General]\ntheme=purple\ncard_size_px=9000\nshow_probability=perhaps\nlast_workspace=many\n");
    const AppSettings settings(file());
    EXPECT_EQ(settings.text(SettingKey::Theme), "system");
    EXPECT_EQ(settings.number(SettingKey::CardSizePx), 112);
    EXPECT_TRUE(settings.flag(SettingKey::ShowProbability));
    EXPECT_EQ(settings.number(SettingKey::LastWorkspace), 1);
}

TEST_F(AppSettingsTest, RefusesToStoreWhatItWouldNotRead) {
    AppSettings settings(file());
    QSignalSpy changes(&settings, &AppSettings::changed);
    settings.set(SettingKey::CardSizePx, 5);
    settings.set(SettingKey::Theme, "purple");
    EXPECT_EQ(settings.number(SettingKey::CardSizePx), 112);
    EXPECT_EQ(settings.text(SettingKey::Theme), "system");
    EXPECT_EQ(changes.count(), 0);
}

TEST_F(AppSettingsTest, TellsEachChangeOnce) {
    AppSettings settings(file());
    QSignalSpy changes(&settings, &AppSettings::changed);
    settings.set(SettingKey::Device, "cpu");
    settings.set(SettingKey::Device, "cpu");
    EXPECT_EQ(changes.count(), 1);
    settings.reset(SettingKey::Device);
    EXPECT_EQ(changes.count(), 2);
    EXPECT_EQ(settings.text(SettingKey::Device), "auto");
}

TEST_F(AppSettingsTest, StandardPlacesStandWhereTheSettingIsEmpty) {
    AppSettings settings(file());
    EXPECT_TRUE(settings.caseFile().endsWith("/cases.leukocases"));
    EXPECT_TRUE(settings.runsFolder().endsWith("/runs"));
    settings.set(SettingKey::CaseFile, "/elsewhere/c.sqlite");
    EXPECT_EQ(settings.caseFile(), "/elsewhere/c.sqlite");
}

}  // namespace
}  // namespace leukolens::ui
