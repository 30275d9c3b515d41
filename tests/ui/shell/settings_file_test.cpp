#include "ui/shell/settings_file.h"

#include <QComboBox>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QTimer>

#include <gmock/gmock.h>

#include "tests/ui/support/ui_test.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/job_runner.h"
#include "ui/shell/settings_dialog.h"

namespace leukolens::ui {
namespace {

class SettingsFileTest : public testing::Test {
protected:
    ~SettingsFileTest() override { dialogs::setTestHook({}); }

    void write(const QByteArray& text) {
        QFile out(test::qpath(file));
        ASSERT_TRUE(out.open(QIODevice::WriteOnly));
        out.write(text);
    }
    void writeParts(const QByteArray& parts) { write(R"({"format": "leukolens-settings", "version": 1, )" + parts + "}"); }
    std::string refusal() {
        const auto found = readSettings(file, settings);
        return found ? found->refused.join('\n').toStdString() : "failed: " + found.error().message();
    }
    /// Presses `button` of the import's dialog, once it is open, and notes what that shows.
    void answerImport(SettingsDialog& dialog, const char* button) {
        dialogs::setTestHook({{}, [this](const QString&) { return test::qpath(file); }});
        QTimer::singleShot(0, &dialog, [this, &dialog, button] {
            auto* shown = dialog.findChild<QDialog*>("settingsImportDialog");
            ASSERT_TRUE(shown);
            if (const auto* table = shown->findChild<QTableWidget*>("importTable"))
                for (int row = 0; row < table->rowCount(); ++row) lines << table->item(row, 0)->text() + ": " + table->item(row, 1)->text() + " -> " + table->item(row, 2)->text();
            if (const auto* refused = shown->findChild<QPlainTextEdit*>("importRefused")) lines << refused->toPlainText().split('\n');
            lines << test::find<QPushButton>(*shown, "importApply")->text();
            test::click(*shown, button);
        });
        test::click(dialog, "importSettings");
    }

    test::TempFolder folder;
    std::filesystem::path file = folder / "settings.json";
    AppSettings settings{test::qpath(folder / "settings.ini")};
    JobRunner worker{"connection"};
    QStringList lines;
};

TEST_F(SettingsFileTest, HoldsTheSettingsOfTheDialogAndNothingOfThePerson) {
    settings.set(SettingKey::Theme, "dark");
    settings.set(SettingKey::UserName, "Dr. No");
    settings.set(SettingKey::LastAccount, "no");
    settings.set(SettingKey::ModelFile, "/m.leukomodel");
    settings.set(SettingKey::DataFolder, "/data");
    settings.set(SettingKey::CaseFile, "postgresql://no@db.example.org/cases");
    const QJsonObject all = QJsonDocument::fromJson(QByteArray::fromStdString(exportedSettings(settings))).object();
    const QJsonObject values = all["settings"].toObject();
    EXPECT_EQ(values["theme"].toString(), "dark");
    EXPECT_TRUE(values["card_size_px"].isDouble());
    EXPECT_TRUE(values["show_probability"].isBool());
    for (const char* left : {"user_name", "last_account", "model_file", "data_folder", "case_file", "window_geometry", "shortcuts", "stores_with_accounts"}) EXPECT_FALSE(values.contains(left)) << left;
    EXPECT_EQ(all["shortcuts"].toObject()["quit"].toString(), "Ctrl+Q");
    settings.set(SettingKey::CaseFile, "/cases/all.leukocases");
    EXPECT_NE(exportedSettings(settings).find("/cases/all.leukocases"), std::string::npos) << "a file names nobody";
}

TEST_F(SettingsFileTest, WhatWasExportedIsReadBack) {
    settings.set(SettingKey::Theme, "dark");
    settings.set(SettingKey::CardSizePx, 200);
    settings.set(SettingKey::LabAddress, "Weg 1\nOrt");
    Shortcuts::set(settings, ShortcutId::Models, QKeySequence("F9"));
    Shortcuts::set(settings, ShortcutId::Quit, {});
    write(QByteArray::fromStdString(exportedSettings(settings)));
    AppSettings other(test::qpath(folder / "other.ini"));
    const auto found = readSettings(file, other);
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->refused.isEmpty()) << found->refused.join('\n').toStdString();
    EXPECT_EQ(found->changes.size(), 5U);
    applyChanges(other, found->changes);
    EXPECT_EQ(exportedSettings(other), exportedSettings(settings));
}

TEST_F(SettingsFileTest, EveryWrongEntryIsNamed) {
    const struct {
        const char* parts;
        const char* words;
    } cases[] = {
        {R"("settings": {"colour": "red"})", "colour: this version has no such setting."},
        {R"("settings": {"theme": "purple"})", "Appearance (theme): “purple” is none of its values."},
        {R"("settings": {"theme": 3})", "Appearance (theme): not a text."},
        {R"("settings": {"card_size_px": 9000})", "Size of cell cards (card_size_px): not between 64 and 320."},
        {R"("settings": {"card_size_px": -1})", "Size of cell cards (card_size_px): not between 64 and 320."},
        {R"("settings": {"card_size_px": 18446744073709551615})", "Size of cell cards (card_size_px): not between 64 and 320."},
        {R"("settings": {"card_size_px": 100.5})", "Size of cell cards (card_size_px): not a whole number."},
        {R"("settings": {"card_size_px": "100"})", "Size of cell cards (card_size_px): not a whole number."},
        {R"("settings": {"show_probability": 1})", "Show probabilities (show_probability): neither true nor false."},
        {R"("settings": {"lab_name": "a\nb"})", "Laboratory (lab_name): more than one line."},
        {R"("settings": {"runs_folder": "runs"})", "Training runs (runs_folder): not a whole path: runs"},
        {R"("settings": {"case_file": "postgresql://a@b/c"})", "Case store (case_file): the address of a server is not taken over from a file. Type it in Storage."},
        {R"("settings": {"user_name": "Dr. No"})", "user_name: is not taken over from a file."},
        {R"("settings": {"window_geometry": "x"})", "window_geometry: is not taken over from a file."},
        {R"("shortcuts": {"dance": "Ctrl+B"})", "dance: this version has no such shortcut."},
        {R"("shortcuts": {"quit": "Ctrl+Nonsense"})", "Quit (quit): not a combination of keys."},
        {R"("shortcuts": {"quit": 7})", "Quit (quit): not a combination of keys."},
        {R"("shortcuts": {"quit": "Q"})", "Quit (quit): Use Ctrl or a function key: other keys are for typing, menus and review."},
        {R"("shortcuts": {"quit": "Ctrl+M"})", "Quit (quit): Taken by: Models (Everywhere)."},
        {R"("accounts": {})", "accounts: this version has no such part."},
    };
    for (const auto& one : cases) {
        writeParts(one.parts);
        EXPECT_EQ(refusal(), one.words) << one.parts;
        const auto found = readSettings(file, settings);
        EXPECT_TRUE(found && found->changes.empty()) << one.parts;
    }
}

TEST_F(SettingsFileTest, AFileThatHoldsNoSettingsIsRefusedAsAWhole) {
    EXPECT_EQ(readSettings(file, settings).error().code, ErrorCode::NotFound);
    for (const char* text : {"", "no json", "[]", "{}", R"({"format": "leukolens-case", "version": 1})", R"({"format": "leukolens-settings", "version": "1"})", R"({"format": "leukolens-settings", "version": 0})",
                             R"({"format": "leukolens-settings", "version": 1, "version": 1})"}) {
        write(text);
        const auto found = readSettings(file, settings);
        ASSERT_FALSE(found) << text;
        EXPECT_EQ(found.error().code, ErrorCode::InvalidArgument) << text;
    }
    write(R"({"format": "leukolens-settings", "version": 2})");
    EXPECT_THAT(readSettings(file, settings).error().message(), testing::HasSubstr("newer version"));
}

TEST_F(SettingsFileTest, ShortcutsMayChangePlaces) {
    writeParts(R"("shortcuts": {"quit": "Ctrl+M", "models": "Ctrl+Q"})");
    const auto found = readSettings(file, settings);
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->refused.isEmpty());
    applyChanges(settings, found->changes);
    EXPECT_EQ(Shortcuts::keysIn(settings, ShortcutId::Quit), QKeySequence("Ctrl+M"));
    EXPECT_EQ(Shortcuts::keysIn(settings, ShortcutId::Models), QKeySequence("Ctrl+Q"));
}

TEST_F(SettingsFileTest, TheDialogShowsWhatWillChangeAndTakesItBack) {
    writeParts(R"("settings": {"theme": "dark", "card_size_px": 9000, "paper_size": "a4"}, "shortcuts": {"models": "F9"})");
    SettingsDialog dialog(settings, worker);
    dialog.show();
    EXPECT_FALSE(test::find<QWidget>(dialog, "undoImport")->isVisible());
    answerImport(dialog, "importCancel");
    EXPECT_EQ(settings.text(SettingKey::Theme), "system") << "nothing is applied unless the person agrees";
    EXPECT_THAT(lines, testing::ElementsAre("Appearance: As the system -> Dark", "Models: Ctrl+M -> F9", "Size of cell cards (card_size_px): not between 64 and 320.", "Apply the rest"));
    answerImport(dialog, "importApply");
    EXPECT_EQ(settings.text(SettingKey::Theme), "dark");
    EXPECT_EQ(test::find<QComboBox>(dialog, "setting_theme")->currentData().toString(), "dark");
    EXPECT_EQ(Shortcuts::keysIn(settings, ShortcutId::Models), QKeySequence("F9"));
    EXPECT_EQ(settings.number(SettingKey::CardSizePx), 112);
    ASSERT_TRUE(test::find<QWidget>(dialog, "undoImport")->isVisible());
    test::click(dialog, "undoImport");
    EXPECT_EQ(settings.text(SettingKey::Theme), "system");
    EXPECT_EQ(Shortcuts::keysIn(settings, ShortcutId::Models), QKeySequence("Ctrl+M"));
    EXPECT_FALSE(test::find<QWidget>(dialog, "undoImport")->isVisible());
}

TEST_F(SettingsFileTest, TheDialogSaysWhyAFileIsRefused) {
    SettingsDialog dialog(settings, worker);
    write("no json");
    dialogs::setTestHook({{}, [this](const QString&) { return test::qpath(file); }});
    test::click(dialog, "importSettings");
    EXPECT_EQ(test::find<QLabel>(dialog, "transferResult")->property("role").toString(), "failure");
    dialogs::setTestHook({{}, [this](const QString&) { return test::qpath(folder / "no such folder" / "s.json"); }});
    test::find<QLabel>(dialog, "transferResult")->setProperty("role", "");
    test::click(dialog, "exportSettings");
    EXPECT_EQ(test::find<QLabel>(dialog, "transferResult")->property("role").toString(), "failure");
}

}  // namespace
}  // namespace leukolens::ui
