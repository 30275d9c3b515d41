// The window locks itself when nobody is there, or was while the computer slept.
#include <QApplication>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QWindow>

#include <chrono>

#include "tests/ui/accounts/accounts_fixture.h"
#include "ui/accounts/accounts_session.h"
#include "ui/accounts/idle_lock.h"

namespace leukolens::test {
namespace {

using namespace std::chrono_literals;

class IdleLockTest : public AccountsUiTest {
protected:
    void open() {
        makePeople({false, 7});
        openWindow();
        logIn("Ria", kOfRia);
        idle = window->findChild<ui::IdleLock*>();
        ASSERT_TRUE(idle);
    }
    ui::IdleLock* idle = nullptr;
    std::chrono::milliseconds now = 1h;
};

TEST_F(IdleLockTest, WithoutInput) {
    open();
    idle->setIntervalMs(300);
    QElapsedTimer since;
    since.start();
    while (since.elapsed() < 900) {  // three times as long, but somebody is there
        QTest::keyClick(window.get(), Qt::Key_Shift);
        QTest::qWait(50);
    }
    EXPECT_FALSE(locked());
    EXPECT_TRUE(waitFor([this] { return locked(); }, 5000));
}

/// Counts what a widget gets of mouse and keyboard.
class Seen : public QObject {
public:
    explicit Seen(QWidget& widget) : QObject(&widget) { widget.installEventFilter(this); }
    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() == QEvent::MouseMove || event->type() == QEvent::KeyPress) ++input;
        return false;
    }
    int input = 0;
};

TEST_F(IdleLockTest, TheFirstInputAfterSleepFindsItLocked) {
    open();
    idle->setClock([this] { return now; });
    auto* seen = new Seen(*window->centralWidget());
    const auto move = [this] {
        const QPoint place(30, 30);
        QMouseEvent event(QEvent::MouseMove, place, window->centralWidget()->mapToGlobal(place), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(window->centralWidget(), &event);
    };
    for (int times = 0; times < 2; ++times) {
        now += 6min;
        move();
        EXPECT_FALSE(locked()) << "somebody is there";
    }
    ASSERT_EQ(seen->input, 2);
    now += 8h;
    move();
    EXPECT_TRUE(locked());
    EXPECT_EQ(seen->input, 2) << "nobody gets it";

    logIn("Ria", kOfRia);
    ASSERT_FALSE(locked());
    seen->input = 0;
    now += 8h;
    QKeyEvent key(QEvent::KeyPress, Qt::Key_Delete, Qt::NoModifier);
    QApplication::sendEvent(window->centralWidget(), &key);
    EXPECT_TRUE(locked());
    EXPECT_EQ(seen->input, 0);
}

TEST_F(IdleLockTest, AShortcutAfterSleepDoesNothing) {
    open();
    idle->setClock([this] { return now; });
    const int before = window->currentWorkspace();
    now += 8h;
    QTest::keyClick(window->windowHandle(), Qt::Key_3, Qt::ControlModifier);
    EXPECT_TRUE(locked());
    EXPECT_EQ(window->currentWorkspace(), before);
}

TEST_F(IdleLockTest, TheKeyThatWakesIsNoLetterOfThePassphrase) {
    open();
    idle->setClock([this] { return now; });
    now += 8h;
    QTest::keyClick(window->windowHandle(), Qt::Key_X);
    ASSERT_TRUE(locked());
    auto* field = find<QLineEdit>(*window, "lockPassphrase");
    ASSERT_TRUE(field->hasFocus());
    EXPECT_EQ(field->text(), "");
    QTest::keyClick(window->windowHandle(), Qt::Key_Y);
    EXPECT_EQ(field->text(), "y") << "the next one is";
}

TEST_F(IdleLockTest, NoticesSleepWithoutInput) {
    open();
    idle->setClock([this] { return now; });
    now += 8h;
    EXPECT_TRUE(waitFor([this] { return locked(); }, 5000)) << "not seven minutes after waking";
}

TEST_F(IdleLockTest, NewsFromTheStoreAreNoInput) {
    open();
    idle->setClock([this] { return now; });
    now += 8h;
    window->findChild<ui::AccountsSession*>()->refresh();
    EXPECT_TRUE(waitFor([this] { return locked(); }, 5000));
}

}  // namespace
}  // namespace leukolens::test
