#include "ui/shell/main_window.h"

#include <QAbstractButton>
#include <QAction>
#include <QLabel>
#include <QProgressBar>

#include <gtest/gtest.h>

#include <latch>

#include "tests/ui/support/ui_test.h"
#include "ui/shell/app_context.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/workspace.h"

namespace leukolens::ui {
namespace {

using test::waitFor;

class NamedWorkspace : public Workspace {
public:
    NamedWorkspace(AppContext& sharedContext, QString title) : Workspace(sharedContext), m_title(std::move(title)) {}
    QString title() const override { return m_title; }
    QString iconName() const override { return "data"; }

private:
    QString m_title;
};

class MainWindowTest : public testing::Test {
protected:
    void SetUp() override {
        window = std::make_unique<MainWindow>(context);
        window->addWorkspace(1, new NamedWorkspace(context, "Classify"));
        window->addWorkspace(3, new NamedWorkspace(context, "Data"));
        window->show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(window.get()));
        window->activateWindow();
    }
    void TearDown() override {
        window.reset();
        dialogs::setTestHook({});
    }
    /// A job that ends only when cancelled; returns once it runs.
    void startEndless(JobRunner& worker) {
        auto started = std::make_shared<std::latch>(1);
        worker.run<int>(
            "Endless",
            [started](ProgressSink& progress, const CancelToken& cancel) -> Result<int> {
                progress.report({"Reading cells", 1, 4});
                started->count_down();
                while (!cancel.cancelled()) std::this_thread::yield();
                return fail(ErrorCode::Cancelled, "stopped");
            },
            nullptr,
            [this](const Result<int>& result) { wasCancelled = !result && result.error().code == ErrorCode::Cancelled; });
        started->wait();
    }

    test::TempFolder folder;
    AppSettings settings{test::qpath(folder / "settings.ini")};
    AppContext context{settings};
    std::unique_ptr<MainWindow> window;
    bool wasCancelled = false;
};

TEST_F(MainWindowTest, APageThatIsNoWorkspaceLeavesTheRailEmptyAndIsNotRemembered) {
    window->showWorkspace(3);
    auto* page = new QWidget;
    window->addPage(page);
    EXPECT_TRUE(window->workspace(3)->isVisible());
    window->showPage(page);
    EXPECT_TRUE(page->isVisible());
    EXPECT_EQ(window->currentWorkspace(), 0);
    for (const char* name : {"rail1", "rail3"}) EXPECT_FALSE(test::find<QAbstractButton>(*window, name)->isChecked());
    window->close();
    EXPECT_EQ(settings.number(SettingKey::LastWorkspace), 3);
    window->show();
    test::click(*window, "rail3");
    EXPECT_TRUE(window->workspace(3)->isVisible());
    EXPECT_TRUE(test::find<QAbstractButton>(*window, "rail3")->isChecked());
}

TEST_F(MainWindowTest, AStripStandsAboveEveryPage) {
    auto* strip = new QLabel("strip");
    window->addStrip(strip);
    for (const int number : {1, 3}) {
        window->showWorkspace(number);
        EXPECT_TRUE(waitFor([&] { return strip->isVisible() && strip->height() > 0 && strip->mapTo(window.get(), strip->rect().bottomLeft()).y() < window->workspace(number)->mapTo(window.get(), QPoint()).y(); })) << "laid out above";
    }
}

TEST_F(MainWindowTest, RailAndShortcutsChangeTheWorkspace) {
    EXPECT_EQ(window->currentWorkspace(), 1);
    test::click(*window, "rail3");
    EXPECT_EQ(window->currentWorkspace(), 3);
    EXPECT_TRUE(window->workspace(3)->isVisible());
    auto* action = window->findChild<QAction*>("actionWorkspace1");
    ASSERT_NE(action, nullptr);
    EXPECT_EQ(action->shortcut(), QKeySequence("Ctrl+1"));
    action->trigger();
    EXPECT_EQ(window->currentWorkspace(), 1);
    Q_EMIT context.workspaceRequested(3);
    EXPECT_EQ(window->currentWorkspace(), 3);
}

TEST_F(MainWindowTest, StatusBarCarriesTheResearchNoticeAndTheDevice) {
    EXPECT_EQ(test::find<QLabel>(*window, "researchUseNotice")->text(), "For research use only. Not for diagnosis.");
    window->setDeviceDescriber([](const std::string& device) { return "a processor for " + device; });
    auto* label = test::find<QLabel>(*window, "deviceLabel");
    EXPECT_TRUE(waitFor([&] { return label->text() == "a processor for auto"; }));
    settings.set(SettingKey::Device, "cpu");
    EXPECT_TRUE(waitFor([&] { return label->text() == "a processor for cpu"; }));
}

TEST_F(MainWindowTest, StatusBarShowsTheRunningJobAndStopsIt) {
    auto* strip = test::find<QWidget>(*window, "trainingJob");
    EXPECT_FALSE(strip->isVisible());
    startEndless(context.trainingWorker);
    ASSERT_TRUE(waitFor([&] { return strip->isVisible(); }));
    EXPECT_EQ(test::find<QProgressBar>(*strip, "jobProgress")->value(), 250) << "thousandths";
    test::click(*strip, "jobStop");
    ASSERT_TRUE(waitFor([&] { return !strip->isVisible(); }));
    EXPECT_TRUE(wasCancelled);
}

TEST_F(MainWindowTest, ClosesAtOnceWhenNothingRuns) {
    EXPECT_TRUE(window->close());
    EXPECT_FALSE(window->isVisible());
}

TEST_F(MainWindowTest, StaysOpenWhenThePersonDoesNotWantToStopTheJob) {
    int asked = 0;
    dialogs::setTestHook({[&](const QString&) { return ++asked < 0; }, {}});
    startEndless(context.fileWorker);
    EXPECT_FALSE(window->close());
    EXPECT_EQ(asked, 1);
    EXPECT_TRUE(window->isVisible());
    EXPECT_FALSE(wasCancelled);
}

TEST_F(MainWindowTest, AsksOnceThenStopsTheJobAndCloses) {
    int asked = 0;
    dialogs::setTestHook({[&](const QString&) { return ++asked > 0; }, {}});
    startEndless(context.trainingWorker);
    window->close();
    ASSERT_TRUE(waitFor([&] { return !window->isVisible(); }));
    EXPECT_EQ(asked, 1);
    EXPECT_TRUE(wasCancelled);
    EXPECT_FALSE(context.anyBusy());
}

TEST_F(MainWindowTest, SavingIsFinishedBeforeItClosesAndIsNotAskedAbout) {
    std::latch mayEnd(1);
    bool saved = false;
    context.fileWorker.run<int>(
        "Saving",
        [&](ProgressSink&, const CancelToken&) -> Result<int> {
            mayEnd.wait();
            return 1;
        },
        nullptr, [&](const Result<int>& result) { saved = result.has_value(); }, JobPolicy::MustFinish);
    window->close();  // no hook answers: a question would have kept it open for good
    EXPECT_TRUE(window->isVisible());
    mayEnd.count_down();
    ASSERT_TRUE(waitFor([&] { return !window->isVisible(); }));
    EXPECT_TRUE(saved);
}

TEST_F(MainWindowTest, RemembersTheWorkspaceOfLastTime) {
    test::click(*window, "rail3");
    window->close();
    MainWindow again(context);
    again.addWorkspace(1, new NamedWorkspace(context, "Classify"));
    again.addWorkspace(3, new NamedWorkspace(context, "Data"));
    again.restoreLastState();
    EXPECT_EQ(again.currentWorkspace(), 3);
}

}  // namespace
}  // namespace leukolens::ui
