#include "ui/shell/settings_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QWheelEvent>

#include <gtest/gtest.h>

#include "tests/ui/support/ui_test.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/job_runner.h"

namespace leukolens::ui {
namespace {

class SettingsDialogTest : public testing::Test {
protected:
    ~SettingsDialogTest() override { dialogs::setTestHook({}); }
    test::TempFolder folder;
    AppSettings settings{test::qpath(folder / "settings.ini")};
    JobRunner worker{"connection"};
};

TEST_F(SettingsDialogTest, HasAnEditorForEverySettingThatIsNotHidden) {
    const SettingsDialog dialog(settings, worker);
    for (const SettingSpec& spec : AppSettings::table()) {
        const QString name = QString("setting_%1").arg(spec.name);
        const auto* editor = dialog.findChild<QWidget*>(name);
        EXPECT_EQ(editor != nullptr, spec.kind != SettingKind::Hidden) << spec.name;
        if (editor) {
            EXPECT_FALSE(editor->accessibleName().isEmpty()) << spec.name;
            EXPECT_FALSE(editor->toolTip().isEmpty()) << spec.name;
        }
    }
}

TEST_F(SettingsDialogTest, ShowsOneSectionAtATime) {
    SettingsDialog dialog(settings, worker);
    dialog.show();
    auto* sections = test::find<QListWidget>(dialog, "settingsSections");
    EXPECT_EQ(sections->currentItem()->text(), "General");
    EXPECT_EQ(dialog.focusWidget(), sections) << "the arrow keys go through the sections";
    EXPECT_TRUE(test::find<QWidget>(dialog, "setting_theme")->isVisible());
    EXPECT_FALSE(test::find<QWidget>(dialog, "setting_device")->isVisible());
    while (sections->currentItem()->text() != "Computing") {
        const int before = sections->currentRow();
        QTest::keyClick(sections, Qt::Key_Down);
        ASSERT_GT(sections->currentRow(), before);
    }
    EXPECT_TRUE(test::find<QWidget>(dialog, "setting_device")->isVisible());
    EXPECT_FALSE(test::find<QWidget>(dialog, "setting_theme")->isVisible());
    dialog.showSection(SettingSection::Storage);
    EXPECT_EQ(sections->currentItem()->text(), "Storage");
    EXPECT_TRUE(test::find<QWidget>(dialog, "setting_case_file")->isVisible());
}

TEST_F(SettingsDialogTest, EverySettingIsInASectionThatShowsIt) {
    SettingsDialog dialog(settings, worker);
    dialog.show();
    for (const SettingSpec& spec : AppSettings::table()) {
        if (spec.kind == SettingKind::Hidden) continue;
        dialog.showSection(spec.section);
        EXPECT_TRUE(test::find<QWidget>(dialog, QString("setting_%1").arg(spec.name).toLatin1().constData())->isVisible()) << spec.name;
    }
}

TEST_F(SettingsDialogTest, SearchShowsTheRowsOfAllSectionsThatMatch) {
    SettingsDialog dialog(settings, worker);
    dialog.show();
    QTest::keySequence(&dialog, QKeySequence::Find);
    auto* search = test::find<QLineEdit>(dialog, "settingsSearch");
    QTest::keyClicks(search, "REPORT language");
    EXPECT_TRUE(test::find<QWidget>(dialog, "setting_report_language")->isVisible());
    EXPECT_FALSE(test::find<QWidget>(dialog, "setting_paper_size")->isVisible());
    EXPECT_FALSE(test::find<QWidget>(dialog, "setting_theme")->isVisible());
    search->setText("nvidia");
    EXPECT_TRUE(test::find<QWidget>(dialog, "setting_device")->isVisible()) << "found by a choice";
    search->setText("stop the");
    EXPECT_TRUE(test::find<QWidget>(dialog, "shortcut_stop_run")->isVisible());
    EXPECT_FALSE(test::find<QWidget>(dialog, "shortcut_pause_run")->isVisible());
    EXPECT_FALSE(test::find<QWidget>(dialog, "resetShortcuts")->isVisible());
    search->setText("no such thing");
    EXPECT_TRUE(test::find<QWidget>(dialog, "settingsNothing")->isVisible());
    QTest::keyClick(search, Qt::Key_Escape);
    EXPECT_TRUE(dialog.isVisible()) << "the search ends first";
    EXPECT_TRUE(search->text().isEmpty());
    EXPECT_TRUE(test::find<QWidget>(dialog, "setting_theme")->isVisible());
    EXPECT_TRUE(test::find<QWidget>(dialog, "setting_language")->isVisible()) << "a row that did not match";
    EXPECT_FALSE(test::find<QWidget>(dialog, "settingsNothing")->isVisible());
    EXPECT_FALSE(test::find<QWidget>(dialog, "setting_device")->isVisible());
}

TEST_F(SettingsDialogTest, StoresWhatIsChosenAtOnce) {
    SettingsDialog dialog(settings, worker);
    auto* theme = test::find<QComboBox>(dialog, "setting_theme");
    theme->setCurrentIndex(theme->findData("dark"));
    test::find<QSpinBox>(dialog, "setting_card_size_px")->setValue(160);
    test::find<QCheckBox>(dialog, "setting_show_probability")->click();
    auto* user = test::find<QLineEdit>(dialog, "setting_user_name");
    QTest::keyClicks(user, "Dr. No");
    QTest::keyClick(user, Qt::Key_Return);
    EXPECT_EQ(settings.text(SettingKey::Theme), "dark");
    EXPECT_EQ(settings.number(SettingKey::CardSizePx), 160);
    EXPECT_FALSE(settings.flag(SettingKey::ShowProbability));
    EXPECT_EQ(settings.text(SettingKey::UserName), "Dr. No");
}

TEST_F(SettingsDialogTest, KeepsTheLinesOfAnAddress) {
    SettingsDialog dialog(settings, worker);
    auto* lines = test::find<QPlainTextEdit>(dialog, "setting_lab_address");
    QTest::keyClicks(lines, "Weg 1");
    QTest::keyClick(lines, Qt::Key_Return);
    QTest::keyClicks(lines, "Ort");
    EXPECT_EQ(settings.text(SettingKey::LabAddress), "Weg 1\nOrt");
    settings.reset(SettingKey::LabAddress);
    EXPECT_EQ(lines->toPlainText(), "");
}

TEST_F(SettingsDialogTest, TheWheelScrollsAndChangesNothing) {
    SettingsDialog dialog(settings, worker);
    dialog.show();
    auto* box = test::find<QComboBox>(dialog, "setting_paper_size");
    ASSERT_FALSE(box->hasFocus());
    QWheelEvent wheel(box->rect().center(), box->mapToGlobal(QPointF(box->rect().center())), {}, {0, -120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(box, &wheel);
    EXPECT_EQ(settings.text(SettingKey::PaperSize), "a4");
}

TEST_F(SettingsDialogTest, TakesAFolderFromTheFileDialog) {
    SettingsDialog dialog(settings, worker);
    dialogs::setTestHook({{}, [](const QString&) { return QString("/chosen/runs"); }});
    test::click(dialog, "setting_runs_folder_choose");
    EXPECT_EQ(settings.runsFolder(), "/chosen/runs");
    EXPECT_EQ(test::find<QLineEdit>(dialog, "setting_runs_folder")->text(), "/chosen/runs");
}

TEST_F(SettingsDialogTest, DefaultsSetEverythingBack) {
    settings.set(SettingKey::Device, "cpu");
    settings.set(SettingKey::LastWorkspace, 4);
    SettingsDialog dialog(settings, worker);
    test::click(dialog, "settingsDefaults");
    EXPECT_EQ(settings.text(SettingKey::Device), "auto");
    EXPECT_EQ(test::find<QComboBox>(dialog, "setting_device")->currentData().toString(), "auto");
    EXPECT_EQ(settings.number(SettingKey::LastWorkspace), 4) << "not in the dialog";
}

TEST_F(SettingsDialogTest, KeepsAServersAddressWithoutItsPassword) {
    SettingsDialog dialog(settings, worker);
    auto* line = test::find<QLineEdit>(dialog, "setting_case_file");
    auto* result = test::find<QLabel>(dialog, "storeConnectionResult");
    EXPECT_TRUE(test::find<QPushButton>(dialog, "testStoreConnection")->isHidden()) << "a file needs none";
    line->setText("postgresql://reader:secret@db.example.org/cases");
    QTest::keyClick(line, Qt::Key_Return);
    EXPECT_FALSE(settings.caseFile().contains("secret"));
    EXPECT_TRUE(settings.caseFile().contains("db.example.org"));
    EXPECT_TRUE(settings.casesOnServer());
    EXPECT_TRUE(settings.localCaseFile().endsWith("/cases.leukocases")) << "pictures stay on this computer";
    EXPECT_EQ(line->text(), settings.caseFile());
    EXPECT_TRUE(result->text().startsWith("The password is not saved.")) << result->text().toStdString();
    EXPECT_FALSE(test::find<QPushButton>(dialog, "testStoreConnection")->isHidden());
    line->setText("/elsewhere/c.leukocases");
    QTest::keyClick(line, Qt::Key_Return);
    EXPECT_FALSE(settings.casesOnServer());
    EXPECT_EQ(settings.localCaseFile(), "/elsewhere/c.leukocases");
}

TEST_F(SettingsDialogTest, SaysInPlaceWhyAServerCannotBeReached) {
    SettingsDialog dialog(settings, worker);
    auto* line = test::find<QLineEdit>(dialog, "setting_case_file");
    line->setText("postgresql://127.0.0.1:1/cases?connect_timeout=2");
    QTest::keyClick(line, Qt::Key_Return);
    test::find<QPushButton>(dialog, "testStoreConnection")->click();
    auto* result = test::find<QLabel>(dialog, "storeConnectionResult");
    EXPECT_EQ(result->text(), QString::fromUtf8("Connecting…"));
    ASSERT_TRUE(test::waitFor([this] { return !worker.busy(); }));
    EXPECT_EQ(result->property("role").toString(), "failure");
    EXPECT_FALSE(result->text().isEmpty());
}

}  // namespace
}  // namespace leukolens::ui
