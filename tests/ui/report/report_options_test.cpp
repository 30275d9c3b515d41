#include "ui/report/report_options.h"

#include <gtest/gtest.h>

#include "tests/ui/support/ui_test.h"
#include "ui/shell/app_settings.h"
#include "ui/shell/language.h"

namespace leukolens::ui {
namespace {

class ReportOptionsTest : public testing::Test {
protected:
    test::TempFolder folder;
    AppSettings settings{test::qpath(folder / "settings.ini")};
};

TEST_F(ReportOptionsTest, AreTheirDefaultsInNewSettings) { EXPECT_EQ(reportOptions(settings), ReportOptions()); }

TEST_F(ReportOptionsTest, FollowTheSettings) {
    settings.set(SettingKey::PaperSize, "letter");
    settings.set(SettingKey::ReportLanguage, "id");
    settings.set(SettingKey::ReportAllCells, true);
    settings.set(SettingKey::LabName, " Labor Süd ");
    settings.set(SettingKey::LabAddress, "Weg 1\n\n  12345 Ort \n");
    settings.set(SettingKey::LabLogo, "/logo.svg");
    const ReportOptions options = reportOptions(settings);
    EXPECT_EQ(options.paper, Paper::Letter);
    EXPECT_EQ(options.language, "id");
    EXPECT_TRUE(options.allCells);
    EXPECT_EQ(options.lab, (report::LabHead{"Labor Süd", {"Weg 1", "12345 Ort"}, "/logo.svg"}));
}

TEST_F(ReportOptionsTest, ReportsSpeakEachLanguageOfTheWindowWhateverItSpeaks) {
    settings.set(SettingKey::Language, "id");
    EXPECT_EQ(settings.text(SettingKey::Language), "id");
    for (const auto& [code, name] : shippedLanguages()) {
        settings.set(SettingKey::ReportLanguage, code);
        EXPECT_EQ(reportOptions(settings).language, code);
    }
}

}  // namespace
}  // namespace leukolens::ui
