// Every menu and every dialog, in each language: Qt complains of nothing, and nothing is left of a dialog that was closed.
#include <QAction>
#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QMenu>
#include <QMenuBar>
#include <QTimer>
#include <QTranslator>

#include <gtest/gtest.h>

#include "tests/ui/access/every_window.h"
#include "tests/ui/access/qt_messages.h"
#include "tests/ui/access/what_is_left.h"
#include "tests/ui/support/ui_test.h"
#include "ui/data/data_workspace.h"
#include "ui/shell/workspace.h"

namespace leukolens::test {
namespace {

class EveryDialog : public testing::TestWithParam<const char*> {
protected:
    static void SetUpTestSuite() {
        s_folder = std::make_unique<TempFolder>();
        s_files = stageFiles(s_folder->path());
    }
    static void TearDownTestSuite() { s_folder.reset(); }

    void SetUp() override {
        const QString code = GetParam();
        ASSERT_TRUE(own.load(":/i18n/leukolens_" + code + ".qm"));
        QApplication::installTranslator(&own);
        if (qts.load("qtbase_" + code, QLibraryInfo::path(QLibraryInfo::TranslationsPath))) QApplication::installTranslator(&qts);
        QLocale::setDefault(QLocale(code));
        stage = std::make_unique<StagedWindow>(s_files);
        stage->fillAll();
        stage->show(1);
    }
    void TearDown() override {
        stage.reset();
        for (QTranslator* translator : {&own, &qts}) QApplication::removeTranslator(translator);
        QLocale::setDefault(QLocale::c());
        EXPECT_EQ(messages.taken(), std::vector<std::string>());
    }

    /// What an entry opens is closed again, also where it waits in a loop of its own.
    void closeWhatOpens() {
        for (QWidget* opened : QApplication::topLevelWidgets())
            if (opened->isVisible() && opened != &stage->window() && opened->windowType() != Qt::ToolTip) opened->close();
    }

    QtMessages messages;
    QTranslator own, qts;
    std::unique_ptr<StagedWindow> stage;
    inline static std::unique_ptr<TempFolder> s_folder;
    inline static StagedFiles s_files;
};

TEST_P(EveryDialog, OpensAndClosesWithoutAWordFromQt) {
    int opened = 0;
    for (const OtherWindow& other : otherWindows()) {
        SCOPED_TRACE(other.name);
        other.open(*stage, [&](QWidget& window) {
            ++opened;
            window.grab();
        });
        for (const std::string& message : messages.taken()) ADD_FAILURE() << message;
    }
    EXPECT_EQ(opened, static_cast<int>(otherWindows().size()));
}

TEST_P(EveryDialog, EveryEntryOfTheMenusWorks) {
    qobject_cast<ui::DataWorkspace*>(stage->window().workspace(3))->setDemoSettings({.cellsPerSubject = 1, .sizePx = 96});
    int entries = 0;
    for (QMenu* menu : stage->window().menuBar()->findChildren<QMenu*>()) {
        for (QAction* action : menu->actions()) {
            if (action->isSeparator() || action->objectName() == "actionQuit" || !action->isEnabled()) continue;
            SCOPED_TRACE(action->objectName().toStdString());
            ++entries;
            QTimer::singleShot(0, &stage->window(), [this] { closeWhatOpens(); });
            action->trigger();
            stage->settle();
            closeWhatOpens();
            for (const std::string& message : messages.taken()) ADD_FAILURE() << message;
        }
    }
    EXPECT_GE(entries, 13);
}

TEST_P(EveryDialog, EveryMenuOfAButtonDropsDown) {
    int menus = 0;
    for (int workspace = 1; workspace <= 6; ++workspace) {
        stage->show(workspace);
        for (QMenu* menu : stage->window().workspace(workspace)->findChildren<QMenu*>()) {
            menu->popup(stage->window().geometry().center());
            QApplication::processEvents();
            EXPECT_TRUE(menu->isVisible() || menu->isEmpty());
            menu->grab();
            menu->close();
            ++menus;
        }
    }
    EXPECT_GE(menus, 7);
}

INSTANTIATE_TEST_SUITE_P(Languages, EveryDialog, testing::Values("en", "de", "id"));

class ManyOpenings : public EveryDialog {};

TEST_P(ManyOpenings, LeaveNothingBehind) {
    constexpr int kFirst = 10, kOpenings = 50;
    for (const OtherWindow& other : otherWindows()) {
        SCOPED_TRACE(other.name);
        const int openings = other.takesLong ? kFirst + 2 : kOpenings;
        WhatIsLeft after;
        for (int i = 0; i < openings; ++i) {
            other.open(*stage, [](QWidget&) {});
            QApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
            // The first ones fill caches: fonts, icons, style sheets.
            if (i + 1 == kFirst) after = WhatIsLeft::now(stage->window());
        }
        const WhatIsLeft left = WhatIsLeft::now(stage->window());
        EXPECT_LE(left.widgets, after.widgets);
        EXPECT_LE(left.objects, after.objects);
        EXPECT_LE(left.heapBytes - after.heapBytes, kHeapSlackBytes) << "in " << openings - kFirst << " openings";
    }
}

INSTANTIATE_TEST_SUITE_P(English, ManyOpenings, testing::Values("en"));

}  // namespace
}  // namespace leukolens::test
