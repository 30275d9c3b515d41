#include "ui/shell/shortcuts.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QSet>
#include <QShortcut>
#include <QSignalSpy>

#include <gtest/gtest.h>

#include "tests/ui/support/ui_test.h"
#include "ui/shell/job_runner.h"
#include "ui/shell/settings_dialog.h"
#include "ui/shell/shortcut_editor.h"

namespace leukolens::ui {
namespace {

class ShortcutsTest : public testing::Test {
protected:
    test::TempFolder folder;
    AppSettings settings{test::qpath(folder / "settings.ini")};
    Shortcuts shortcuts{settings};
    JobRunner worker{"connection"};

    static void press(const SettingsDialog& dialog, const char* name, Qt::Key key, Qt::KeyboardModifiers modifiers) { QTest::keyClick(test::find<KeysEdit>(dialog, name), key, modifiers); }
    static QString problem(const SettingsDialog& dialog, const char* name) {
        const auto* label = test::find<QLabel>(dialog, name);
        return label->isHidden() ? QString() : label->text();
    }
};

TEST_F(ShortcutsTest, TheTableHasEachOnceAndNothingInTheWayOfAnother) {
    QSet<QString> names;
    int number = 0;
    for (const ShortcutSpec& spec : Shortcuts::table()) {
        EXPECT_EQ(static_cast<int>(spec.id), number++) << spec.name;
        names.insert(spec.name);
        EXPECT_FALSE(spec.defaultKeys.isEmpty()) << spec.name;
        EXPECT_EQ(Shortcuts::problemWith(spec.id, spec.defaultKeys).toStdString(), "") << spec.name;
    }
    EXPECT_EQ(names.size(), number);
    EXPECT_EQ(number, static_cast<int>(ShortcutId::ZoomOutReport) + 1);
}

TEST_F(ShortcutsTest, AChangeReachesActionsKeysAndTooltipsAtOnceAndIsKept) {
    QAction action;
    QWidget place;
    QShortcut shortcut(&place);
    QPushButton button;
    Shortcuts::bind(&action, ShortcutId::Models);
    Shortcuts::bind(&shortcut, ShortcutId::Models);
    Shortcuts::describe(&button, ShortcutId::Models, "Open the list");
    EXPECT_EQ(action.shortcut(), QKeySequence("Ctrl+M"));
    EXPECT_EQ(button.toolTip(), "Open the list (Ctrl+M)");
    Shortcuts::set(settings, ShortcutId::Models, QKeySequence("F9"));
    EXPECT_EQ(action.shortcut(), QKeySequence("F9"));
    EXPECT_EQ(shortcut.key(), QKeySequence("F9"));
    EXPECT_EQ(button.toolTip(), "Open the list (F9)");
    Shortcuts::set(settings, ShortcutId::Models, {});
    EXPECT_TRUE(action.shortcut().isEmpty());
    EXPECT_EQ(button.toolTip(), "Open the list");
    Shortcuts::set(settings, ShortcutId::Models, QKeySequence("Ctrl+Shift+M"));
    {
        AppSettings again(test::qpath(folder / "settings.ini"));
        Shortcuts of(again);
        EXPECT_EQ(Shortcuts::keys(ShortcutId::Models), QKeySequence("Ctrl+Shift+M"));
        EXPECT_EQ(Shortcuts::keys(ShortcutId::Quit), QKeySequence("Ctrl+Q"));
    }
    settings.reset(SettingKey::Shortcuts);
    EXPECT_EQ(action.shortcut(), QKeySequence("Ctrl+M"));
}

TEST_F(ShortcutsTest, KeysAreTakenWhereTheyWorkTogetherOnly) {
    const auto problem = [](ShortcutId id, const char* keys) { return Shortcuts::problemWith(id, QKeySequence(keys)).toStdString(); };
    EXPECT_EQ(problem(ShortcutId::AddFolder, "Ctrl+O"), "Taken by: Add images (Classify).");
    EXPECT_EQ(problem(ShortcutId::AddFolder, "Ctrl+M"), "Taken by: Models (Everywhere).");
    EXPECT_EQ(problem(ShortcutId::Models, "Ctrl+E"), "Taken by: Continue the run (Train).") << "what works everywhere is in the way of a workspace";
    EXPECT_EQ(problem(ShortcutId::AddFolder, "Ctrl+E"), "") << "two workspaces are never shown together";
    EXPECT_EQ(problem(ShortcutId::RenameModel, "Ctrl+M"), "") << "a window of its own";
    EXPECT_EQ(problem(ShortcutId::Models, "F5"), "Taken by: Read the list anew (Cases).");
    EXPECT_EQ(problem(ShortcutId::Models, "F6"), "");
    for (const char* typing : {"M", "Shift+M", "Alt+M", "Space", "Del"}) EXPECT_FALSE(problem(ShortcutId::Models, typing).empty()) << typing;
    for (const char* editing : {"Ctrl+C", "Ctrl+X", "Ctrl+A", "Ctrl+Y"}) EXPECT_FALSE(problem(ShortcutId::Models, editing).empty()) << editing;
    EXPECT_FALSE(problem(ShortcutId::Models, "Ctrl+K, Ctrl+M").empty());
    Shortcuts::set(settings, ShortcutId::Models, QKeySequence("Ctrl+E"));
    EXPECT_EQ(Shortcuts::keys(ShortcutId::Models), QKeySequence("Ctrl+M"));
}

TEST_F(ShortcutsTest, WhatAnotherProgramWroteIsPassedOver) {
    settings.set(SettingKey::Shortcuts, QStringList{"no_such=Ctrl+B", "nonsense", "quit=Ctrl+B"});
    EXPECT_EQ(Shortcuts::keys(ShortcutId::Quit), QKeySequence("Ctrl+B"));
    EXPECT_EQ(Shortcuts::keys(ShortcutId::Models), QKeySequence("Ctrl+M"));
}

TEST_F(ShortcutsTest, ThePageTakesKeysThatArePressedAndSaysWhyNot) {
    SettingsDialog dialog(settings, worker);
    dialog.show();
    press(dialog, "shortcut_models", Qt::Key_B, Qt::ControlModifier);
    EXPECT_EQ(Shortcuts::keys(ShortcutId::Models), QKeySequence("Ctrl+B"));
    EXPECT_EQ(problem(dialog, "shortcut_models_problem"), "");
    press(dialog, "shortcut_models", Qt::Key_Q, Qt::ControlModifier);
    EXPECT_EQ(Shortcuts::keys(ShortcutId::Models), QKeySequence("Ctrl+B"));
    EXPECT_EQ(test::find<KeysEdit>(dialog, "shortcut_models")->keySequence(), QKeySequence("Ctrl+B"));
    EXPECT_EQ(problem(dialog, "shortcut_models_problem"), "Ctrl+Q was not taken. Taken by: Quit (Everywhere).");
    EXPECT_TRUE(dialog.isVisible());
    test::find<KeysEdit>(dialog, "shortcut_quit")->clear();
    EXPECT_TRUE(Shortcuts::keys(ShortcutId::Quit).isEmpty());
    press(dialog, "shortcut_models", Qt::Key_Q, Qt::ControlModifier);
    EXPECT_EQ(Shortcuts::keys(ShortcutId::Models), QKeySequence("Ctrl+Q"));
    test::click(dialog, "shortcut_quit_reset");
    EXPECT_TRUE(Shortcuts::keys(ShortcutId::Quit).isEmpty()) << "its keys are another's by now";
    EXPECT_FALSE(problem(dialog, "shortcut_quit_problem").isEmpty());
    test::click(dialog, "shortcut_models_reset");
    EXPECT_EQ(Shortcuts::keys(ShortcutId::Models), QKeySequence("Ctrl+M"));
    EXPECT_FALSE(test::find<QWidget>(dialog, "shortcut_models_reset")->isEnabled());
    test::click(dialog, "resetShortcuts");
    EXPECT_EQ(Shortcuts::keys(ShortcutId::Quit), QKeySequence("Ctrl+Q"));
    EXPECT_EQ(test::find<KeysEdit>(dialog, "shortcut_quit")->keySequence(), QKeySequence("Ctrl+Q"));
}

TEST_F(ShortcutsTest, EveryRowHasANameAndIsFound) {
    SettingsDialog dialog(settings, worker);
    for (const ShortcutSpec& spec : Shortcuts::table()) {
        const auto* edit = test::find<KeysEdit>(dialog, QString("shortcut_%1").arg(spec.name).toLatin1().constData());
        EXPECT_FALSE(edit->accessibleName().isEmpty()) << spec.name;
        EXPECT_EQ(edit->keySequence(), spec.defaultKeys) << spec.name;
    }
}

}  // namespace
}  // namespace leukolens::ui
