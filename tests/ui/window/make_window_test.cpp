#include "ui/window/make_window.h"

#include <QAbstractButton>
#include <QAction>
#include <QLabel>
#include <QMap>
#include <QMenu>
#include <QMenuBar>
#include <QShortcut>
#include <QTranslator>

#include <gtest/gtest.h>

#include "tests/ui/support/ui_test.h"
#include "ui/data/data_workspace.h"
#include "ui/shell/app_context.h"
#include "ui/training/train_workspace.h"

namespace leukolens::ui {
namespace {

using test::find;
using test::waitFor;

class WholeWindow : public testing::Test {
protected:
    void open() {
        settings.set(SettingKey::CaseFile, test::qpath(folder / "cases.sqlite"));
        settings.set(SettingKey::Device, "cpu");
        window = makeWindow(context);
        window->resize(1280, 720);
        window->show();
    }
    test::TempFolder folder;
    AppSettings settings{test::qpath(folder / "settings.ini")};
    AppContext context{settings};
    std::unique_ptr<MainWindow> window;
};

TEST_F(WholeWindow, HasTheThreeWorkspacesAndNoEmptyShells) {
    open();
    QStringList words;
    for (const int number : {1, 2, 3, 4, 5, 6}) {
        if (const auto* button = window->findChild<QAbstractButton*>(QString("rail%1").arg(number))) words << button->text();
    }
    EXPECT_EQ(words, QStringList({"Classify", "Data", "Train"}));
}

TEST_F(WholeWindow, NoTwoShortcutsOfOnePageCollide) {
    open();
    for (const int number : {1, 3, 4}) {
        const QWidget* page = window->workspace(number);
        QMap<QString, int> uses;
        for (const QMenu* menu : window->menuBar()->findChildren<QMenu*>())
            for (const QAction* action : menu->actions()) ++uses[action->shortcut().toString()];
        for (const QAction* action : page->findChildren<QAction*>()) ++uses[action->shortcut().toString()];
        for (const QShortcut* shortcut : page->findChildren<QShortcut*>()) ++uses[shortcut->key().toString()];
        uses.remove(QString());
        EXPECT_GE(uses.size(), 5);
        for (auto use = uses.cbegin(); use != uses.cend(); ++use) EXPECT_EQ(use.value(), 1) << use.key().toStdString();
    }
}

TEST_F(WholeWindow, DemonstrationCellsAskedForInTrainAreOpenedThere) {
    open();
    dataset::DemoSettings few;
    few.cellsPerSubject = 2;
    few.sizePx = 96;
    qobject_cast<DataWorkspace*>(window->workspace(3))->setDemoSettings(few);
    test::click(*window, "rail4");
    test::click(*window, "trainMakeDemo");
    EXPECT_EQ(window->currentWorkspace(), 3) << "its progress is shown in Data";
    ASSERT_TRUE(waitFor([&] { return context.dataset() != nullptr; }, 60'000));
    test::click(*window, "rail4");
    EXPECT_TRUE(find<QWidget>(*window, "startTraining")->isVisible());
}

TEST_F(WholeWindow, SpeaksGerman) {
    QTranslator german;
    ASSERT_TRUE(german.load(":/i18n/leukolens_de.qm"));
    QCoreApplication::installTranslator(&german);
    open();
    EXPECT_EQ(find<QAbstractButton>(*window, "rail3")->text(), "Daten");
    EXPECT_EQ(find<QLabel>(*window, "researchUseNotice")->text(),
              QString::fromUtf8("Nur für Forschungszwecke. Nicht zur Diagnose."));
    EXPECT_TRUE(find<QLabel>(*find<QWidget>(*window, "trainEmpty"), "emptySentence")
                    ->text()
                    .startsWith(QString::fromUtf8("Öffnen Sie")));
    EXPECT_LE(find<QWidget>(*window, "navigationRail")->width(), 96);
    EXPECT_LE(window->minimumSizeHint().width(), 1280) << "German fits";
    EXPECT_LE(window->minimumSizeHint().height(), 720);
    QCoreApplication::removeTranslator(&german);
}

}  // namespace
}  // namespace leukolens::ui
