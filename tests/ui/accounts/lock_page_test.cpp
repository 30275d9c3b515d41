// The window is locked until somebody has logged in, and locks itself.
#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QDragEnterEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QStatusBar>
#include <QUrl>

#include <atomic>
#include <chrono>
#include <thread>

#include "core/casebook/audit_trail.h"
#include "tests/ui/accounts/accounts_fixture.h"
#include "ui/accounts/accounts_session.h"

namespace leukolens::test {
namespace {

TEST_F(AccountsUiTest, WithoutAccountsNothingIsLockedAndNothingIsShownOfThem) {
    makeCase();
    openWindow();
    EXPECT_FALSE(locked());
    EXPECT_FALSE(find<QWidget>(*window, "accountBadge")->isVisible());
    QTest::keyClick(window.get(), Qt::Key_L, Qt::ControlModifier);
    EXPECT_FALSE(locked());
    EXPECT_FALSE(session().asksPassphrase());
}

TEST_F(AccountsUiTest, CoversEverythingUntilSomebodyLogsIn) {
    makePeople();
    openWindow();
    ASSERT_TRUE(locked());
    const auto* page = find<QWidget>(*window, "lockPage");
    EXPECT_EQ(page->geometry().topLeft(), QPoint(0, 0));
    EXPECT_EQ(page->geometry().bottomRight(), QPoint(window->width() - 1, window->statusBar()->geometry().top() - 1));
    EXPECT_FALSE(window->centralWidget()->isEnabled());
    EXPECT_FALSE(window->menuBar()->isEnabled());
    EXPECT_TRUE(find<QLineEdit>(*window, "lockName")->hasFocus());
    const int before = window->currentWorkspace();
    QTest::keyClick(window.get(), Qt::Key_3, Qt::ControlModifier);
    EXPECT_EQ(window->currentWorkspace(), before) << "keys of the window do not work";
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile("/a/model.leukomodel"), QUrl::fromLocalFile("/a/cell.png")});
    QDragEnterEvent enter(QPoint(400, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(find<QWidget>(*window, "lockPage"), &enter);
    EXPECT_FALSE(enter.isAccepted()) << "nothing is dropped on it";

    logIn("tom", kOfTom);
    EXPECT_FALSE(locked());
    EXPECT_TRUE(window->centralWidget()->isEnabled());
    EXPECT_EQ(context->person()->name, "Tom") << "as the account spells it";
    EXPECT_TRUE(find<QWidget>(*window, "accountBadge")->isVisible());
    EXPECT_TRUE(text("accountName").startsWith("Tom"));
    session().rename("P-9");
    ASSERT_TRUE(waitFor([this] { return !context->fileWorker.busy(); }));
    EXPECT_EQ(casebook::AuditTrail(*openStore()).newest(1)->front().person, "Tom");
}

TEST_F(AccountsUiTest, SaysInPlaceThatNameAndPassphraseDoNotFit) {
    makePeople();
    openWindow();
    logIn("Ria", "something else");
    EXPECT_TRUE(locked());
    EXPECT_TRUE(text("lockProblem").contains("do not belong to an active account")) << text("lockProblem").toStdString();
    EXPECT_TRUE(find<QLineEdit>(*window, "lockPassphrase")->text().isEmpty());
    EXPECT_TRUE(find<QLineEdit>(*window, "lockPassphrase")->hasFocus());
    logIn("Ria", kOfRia);
    EXPECT_FALSE(locked());
}

TEST_F(AccountsUiTest, LocksByKeyAndKnowsWhoWasThere) {
    makePeople();
    openWindow();
    logIn("Ria", kOfRia);
    auto* other = new QDialog(window.get());
    other->show();
    QTest::keyClick(window.get(), Qt::Key_L, Qt::ControlModifier);
    ASSERT_TRUE(locked());
    EXPECT_FALSE(other->isVisible()) << "no dialog is left on top";
    EXPECT_TRUE(text("lockText").contains("Ria"));
    EXPECT_EQ(find<QLineEdit>(*window, "lockName")->text(), "Ria");
    EXPECT_FALSE(find<QWidget>(*window, "accountBadge")->isVisible());
    logIn("Rob", kOfRia);
    EXPECT_FALSE(locked());
    EXPECT_EQ(context->person()->name, "Rob");
    closeWindow();
    openWindow();
    EXPECT_TRUE(locked());
    EXPECT_EQ(find<QLineEdit>(*window, "lockName")->text(), "Rob") << "the next time it starts with who was here last";
    EXPECT_TRUE(find<QLineEdit>(*window, "lockPassphrase")->hasFocus());
}

TEST_F(AccountsUiTest, NobodyElseTakesOverWorkThatIsUnderWay) {
    makePeople();
    openWindow();
    logIn("Ria", kOfRia);
    std::atomic<bool> goOn = false, ended = false;
    context->inferenceWorker.run<void>(
        "long work",
        [&](ProgressSink&, const CancelToken& cancel) -> Result<void> {
            while (!goOn && !cancel.cancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
            return {};
        },
        nullptr, [&](const Result<void>& result) { ended = result.has_value(); });
    QTest::keyClick(window.get(), Qt::Key_L, Qt::ControlModifier);
    logIn("Rob", kOfRia);
    EXPECT_TRUE(locked());
    EXPECT_TRUE(text("lockProblem").contains("Work of Ria")) << text("lockProblem").toStdString();
    logIn("Ria", kOfRia);
    EXPECT_FALSE(locked());
    goOn = true;
    EXPECT_TRUE(waitFor([&] { return ended.load(); })) << "it was not stopped";
}

TEST_F(AccountsUiTest, IsNotClosedWhileSomethingRuns) {
    makePeople();
    openWindow();
    logIn("Ria", kOfRia);
    context->inferenceWorker.run<void>(
        "long work",
        [](ProgressSink&, const CancelToken& cancel) -> Result<void> {
            while (!cancel.cancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
            return {};
        },
        nullptr, [](const Result<void>&) {});
    QTest::keyClick(window.get(), Qt::Key_L, Qt::ControlModifier);
    EXPECT_FALSE(window->close());
    EXPECT_TRUE(text("lockProblem").contains("still running")) << text("lockProblem").toStdString();
    EXPECT_TRUE(context->inferenceWorker.stoppable()) << "nor is it stopped";
    context->stopAllAndWait();
    EXPECT_TRUE(waitFor([this] { return !context->anyBusy(); }));
    EXPECT_TRUE(window->close());
}

/// Saves that last until they are let go, so that closing waits for them.
class LockAndClose : public AccountsUiTest {
protected:
    ~LockAndClose() override { letGo = true; }
    void startClosing() {
        context->inferenceWorker.run<void>(
            "saving",
            [this](ProgressSink&, const CancelToken&) -> Result<void> {
                while (!letGo) std::this_thread::sleep_for(std::chrono::milliseconds(1));
                return {};
            },
            nullptr, [](const Result<void>&) {}, ui::JobPolicy::MustFinish);
        EXPECT_FALSE(window->close());
        EXPECT_FALSE(usable());
    }
    bool usable() const { return window->centralWidget()->isEnabled() && window->menuBar()->isEnabled(); }
    std::atomic<bool> letGo = false;
};

TEST_F(LockAndClose, ToLogInDoesNotMakeAClosingWindowUsable) {
    makePeople();
    openWindow();
    logIn("Ria", kOfRia);
    QTest::keyClick(window.get(), Qt::Key_L, Qt::ControlModifier);
    startClosing();
    logIn("Ria", kOfRia);
    ASSERT_FALSE(locked());
    EXPECT_FALSE(usable());
    Q_EMIT context->stayRequested();
    EXPECT_TRUE(usable());
}

TEST_F(LockAndClose, ToStayOpenDoesNotMakeALockedWindowUsable) {
    makePeople();
    openWindow();
    logIn("Ria", kOfRia);
    startClosing();
    window->findChild<ui::AccountsSession*>()->lock();
    ASSERT_TRUE(locked());
    Q_EMIT context->stayRequested();
    EXPECT_FALSE(usable());
    EXPECT_FALSE(window->statusBar()->isEnabled());
    logIn("Ria", kOfRia);
    EXPECT_TRUE(usable());
    EXPECT_TRUE(window->statusBar()->isEnabled());
}

TEST_F(AccountsUiTest, AppearsWhenAccountsWereMadeAtAnotherSeat) {
    makeCase();
    openWindow();
    EXPECT_FALSE(locked());
    makePeople();
    session().rename("P-18");
    EXPECT_TRUE(waitFor([this] { return locked(); }));
    EXPECT_EQ(openStore()->listCases()->front().name, "P-17");
}

}  // namespace
}  // namespace leukolens::test
