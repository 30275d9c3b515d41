// F1 anywhere in the whole window, and what else asks for help.
#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTimer>
#include <QWindow>

#include <gtest/gtest.h>

#include "tests/ui/support/ui_test.h"
#include "ui/help/help_control.h"
#include "ui/help/help_view.h"
#include "ui/help/help_window.h"
#include "ui/shell/app_context.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/help_request.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/settings_dialog.h"
#include "ui/shell/workspace.h"
#include "ui/window/make_window.h"

namespace leukolens::ui {
namespace {

using test::click;
using test::find;
using test::waitFor;

class HelpContext : public testing::Test {
protected:
    void SetUp() override {
        settings.set(SettingKey::CaseFile, test::qpath(folder / "cases.sqlite"));
        settings.set(SettingKey::ModelsFolder, test::qpath(folder / "models"));
        settings.set(SettingKey::Device, "cpu");
        window = makeWindow(context);
        window->show();
        window->activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(window.get()));
    }
    HelpWindow* shownHelp() { return window->findChild<HelpControl*>()->window(); }
    QString shownPlace() {
        HelpWindow* help = shownHelp();
        return !help || !help->isVisible() ? QString() : help->shown().slug.isEmpty() ? help->shown().page : help->shown().page + '#' + help->shown().slug;
    }

    test::TempFolder folder;
    AppSettings settings{test::qpath(folder / "settings.ini")};
    AppContext context{settings};
    std::unique_ptr<MainWindow> window;
};

TEST_F(HelpContext, F1OpensThePageOfEachWorkspace) {
    const QStringList pages{"classify", "slides", "data", "train", "evaluate", "cases"};
    for (int number = 1; number <= pages.size(); ++number) {
        window->showWorkspace(number);
        QTest::keyClick(window->workspace(number), Qt::Key_F1);
        EXPECT_EQ(shownPlace(), pages[number - 1]) << number;
        shownHelp()->close();
    }
}

TEST_F(HelpContext, F1LooksFromTheFocusUpwards) {
    window->showWorkspace(4);
    QTest::keyClick(find<QWidget>(*window, "rail1"), Qt::Key_F1);
    EXPECT_EQ(shownPlace(), "train") << "what is shown, not what the button would show";
    window->showWorkspace(6);
    QTest::keyClick(find<QLineEdit>(*window, "caseSearch"), Qt::Key_F1);
    EXPECT_EQ(shownPlace(), "cases#find-a-patient");
    QWidget outer;
    auto* inner = new QWidget(&outer);
    auto* field = new QLineEdit(inner);
    EXPECT_EQ(help::placeOf(field), QString());
    help::setPlace(&outer, "data");
    EXPECT_EQ(help::placeOf(field), "data");
    help::setPlace(inner, "train");
    EXPECT_EQ(help::placeOf(field), "train");
}

TEST_F(HelpContext, F1InADialogThatWaitsOpensHelpThatCanBeUsed) {
    bool wasUsed = false;
    QTimer::singleShot(0, window.get(), [&] {
        auto* dialog = qobject_cast<SettingsDialog*>(QApplication::activeModalWidget());
        ASSERT_TRUE(dialog);
        QTest::keyClick(find<QWidget>(*dialog, "settingsClose"), Qt::Key_F1);
        EXPECT_EQ(shownPlace(), "settings");
        // A click as the system brings it, which a dialog keeps from all windows but those over it.
        auto* home = find<QWidget>(*shownHelp(), "helpHome");
        QTest::mouseClick(shownHelp()->windowHandle(), Qt::LeftButton, {}, home->mapTo(shownHelp(), home->rect().center()));
        wasUsed = waitFor([&] { return shownPlace() == "index"; }, 3'000);
        dialog->reject();
    });
    SettingsDialog dialog(settings, context.intakeWorker, window.get());
    dialogs::run(dialog);
    EXPECT_TRUE(wasUsed);
    EXPECT_TRUE(shownHelp()->isVisible());
    // And afterwards beside the main window.
    window->showWorkspace(3);
    QTest::keyClick(window->workspace(3), Qt::Key_F1);
    EXPECT_EQ(shownPlace(), "data");
    EXPECT_EQ(shownHelp()->windowHandle()->transientParent(), window->windowHandle());
}

TEST_F(HelpContext, F1InTheHelpStaysWhereItIs) {
    help::open("classify#read-a-card");
    QTest::keyClick(find<HelpView>(*shownHelp(), "helpText"), Qt::Key_F1);
    EXPECT_EQ(shownPlace(), "classify#read-a-card");
}

TEST_F(HelpContext, NoHelpWhileTheWindowIsLocked) {
    window->setBarrier(MainWindow::Barrier::Locked, true);
    QTest::keyClick(window.get(), Qt::Key_F1);
    EXPECT_EQ(shownPlace(), QString());
    window->setBarrier(MainWindow::Barrier::Locked, false);
}

TEST_F(HelpContext, TheMenuOpensTheIndexAndTheKeys) {
    auto* contents = window->findChild<QAction*>("actionHelp");
    ASSERT_TRUE(contents);
    EXPECT_EQ(contents->shortcut(), QKeySequence("F1"));
    window->showWorkspace(3);
    contents->trigger();
    EXPECT_EQ(shownPlace(), "index");
    window->findChild<QAction*>("actionHelpKeys")->trigger();
    EXPECT_EQ(shownPlace(), "keyboard");
}

TEST_F(HelpContext, AnErrorSaysItsCodeAndLeadsToWhatIsWrittenOfIt) {
    auto* data = window->workspace(3);
    window->showWorkspace(3);
    data->showError("The cells could not be read", {ErrorCode::DiskFull, "no space left", {}, {}});
    const MessageBar& shown = *data->findChild<MessageBar*>();
    EXPECT_EQ(find<QLabel>(shown, "errorCode")->text(), "disk_full");
    click(shown, "errorHelp");
    EXPECT_EQ(shownPlace(), "troubleshooting#disk_full");
}

}  // namespace
}  // namespace leukolens::ui
