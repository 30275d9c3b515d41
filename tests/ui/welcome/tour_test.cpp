// The tour: by keys to its end, skipped, at any size, with the focus in its bubble.
#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QPointer>
#include <QPushButton>

#include "tests/ui/welcome/welcome_fixture.h"
#include "ui/welcome/tour_overlay.h"
#include "ui/welcome/tour_placing.h"

namespace leukolens::ui {
namespace {

using test::click;
using test::find;
using test::waitFor;

class TourTest : public WelcomeTest {
protected:
    void start() {
        window->findChild<QAction*>("actionTour")->trigger();
        overlay = window->findChild<TourOverlay*>("tourOverlay");
        ASSERT_TRUE(overlay);
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(QApplication::focusWidget(), key, modifiers); }
    QWidget& bubble() { return *find<QWidget>(*overlay, "tourBubble"); }
    QString title() { return find<QLabel>(*overlay, "tourTitle")->text(); }
    bool ended() {
        return waitFor([this] { return overlay.isNull(); });
    }
    QPointer<TourOverlay> overlay;
};

TEST_F(TourTest, KeysLeadThroughItToTheEnd) {
    open();
    window->showWorkspace(6);
    start();
    const auto steps = static_cast<int>(tourSteps().size());
    EXPECT_LE(steps, 7);
    QStringList titles;
    for (int step = 0; step < steps; ++step) {
        EXPECT_EQ(overlay->step(), step);
        EXPECT_EQ(find<QLabel>(*overlay, "tourCount")->text(), QString("%1 of %2").arg(step + 1).arg(steps));
        titles << title();
        press(step % 2 == 0 ? Qt::Key_Right : Qt::Key_Return);
    }
    EXPECT_TRUE(ended());
    EXPECT_EQ(titles.removeDuplicates(), 0);
    EXPECT_EQ(window->currentWorkspace(), 6) << "back where it began";
}

TEST_F(TourTest, IsReadInAboutAMinute) {
    qsizetype words = 0;
    for (const TourStep& step : tourSteps()) words += (step.title + ' ' + step.text).split(' ').size();
    EXPECT_LE(words, 200) << "about 200 words a minute";
}

TEST_F(TourTest, ArrowsGoBackAndStayAtTheFirst) {
    open();
    start();
    press(Qt::Key_Left);
    EXPECT_EQ(overlay->step(), 0);
    press(Qt::Key_Right);
    press(Qt::Key_Right);
    press(Qt::Key_Left);
    EXPECT_EQ(overlay->step(), 1);
    click(*overlay, "tourBack");
    EXPECT_EQ(overlay->step(), 0);
}

TEST_F(TourTest, EscAndSkipEndIt) {
    open();
    welcomeAtFirstStart(*window);
    click(*window, "welcomeTour");
    overlay = window->findChild<TourOverlay*>("tourOverlay");
    ASSERT_TRUE(overlay);
    press(Qt::Key_Right);
    EXPECT_EQ(window->currentWorkspace(), 1) << "the place itself is shown";
    press(Qt::Key_Escape);
    EXPECT_TRUE(ended());
    EXPECT_TRUE(pageIsShown()) << "back to the cards";
    EXPECT_FALSE(settings.flag(SettingKey::WelcomeSeen)) << "the tour does not leave them";
    start();
    click(*overlay, "tourSkip");
    EXPECT_TRUE(ended());
}

TEST_F(TourTest, TheFocusStaysInTheBubbleAndKeysOfTheWindowRest) {
    open();
    start();
    press(Qt::Key_Right);
    for (const Qt::Key key : {Qt::Key_Tab, Qt::Key_Tab, Qt::Key_Tab, Qt::Key_Tab, Qt::Key_Backtab, Qt::Key_Backtab}) {
        press(key);
        ASSERT_TRUE(QApplication::focusWidget() && bubble().isAncestorOf(QApplication::focusWidget()));
    }
    press(Qt::Key_5, Qt::ControlModifier);
    EXPECT_EQ(window->currentWorkspace(), 1);
    window->showWorkspace(5);  // the sample, when it is ready, does so
    EXPECT_TRUE(bubble().isAncestorOf(QApplication::focusWidget()));
}

TEST_F(TourTest, PointsAtWhatIsThereAndStandsInTheMiddleOtherwise) {
    open();
    start();
    const QRect rail(find<QWidget>(*window, "navigationRail")->mapTo(window.get(), QPoint()), find<QWidget>(*window, "navigationRail")->size());
    EXPECT_FALSE(bubble().geometry().intersects(rail));
    EXPECT_LE(bubble().x() - rail.right(), 40) << "beside it";
    press(Qt::Key_Right);
    press(Qt::Key_Right);
    ASSERT_FALSE(find<QWidget>(*window, "inspector")->isVisible()) << "there are no cells";
    EXPECT_LE((bubble().geometry().center() - overlay->rect().center()).manhattanLength(), 4);
}

TEST_F(TourTest, TheBubbleStaysInsideAtEverySize) {
    open();
    start();
    for (int step = 0; step < static_cast<int>(tourSteps().size()); ++step) {
        for (const QSize size : {QSize(1440, 900), window->minimumSizeHint(), QSize(1280, 720)}) {
            window->resize(size);
            ASSERT_TRUE(waitFor([&] { return overlay->size() == window->size(); }));
            EXPECT_TRUE(overlay->rect().contains(bubble().geometry())) << step << " at " << size.width();
            EXPECT_GE(bubble().height(), bubble().heightForWidth(bubble().width()));
        }
        press(Qt::Key_Right);
    }
}

TEST_F(TourTest, ALockedWindowEndsIt) {
    open();
    start();
    window->setBarrier(MainWindow::Barrier::Locked, true);
    EXPECT_TRUE(ended());
    window->setBarrier(MainWindow::Barrier::Locked, false);
}

TEST(TourPlacing, BesideTheTargetWhereThereIsRoomAndAlwaysInside) {
    const QRect room(12, 12, 696, 426);
    const QSize bubble(360, 200);
    EXPECT_EQ(placeBubble(bubble, {}, room).center(), room.center());
    const QRect rail(0, 0, 84, 450), corner(650, 400, 40, 30), top(300, 12, 100, 40), all(20, 20, 680, 410);
    EXPECT_GT(placeBubble(bubble, rail, room).left(), rail.right());
    EXPECT_LT(placeBubble(bubble, corner, room).right(), corner.left());
    EXPECT_GT(placeBubble(bubble, top, room).top(), top.bottom());
    for (const QRect& target : {rail, corner, top, all}) EXPECT_TRUE(room.contains(placeBubble(bubble, target, room)));
    EXPECT_EQ(placeBubble(bubble, all, room).center().x(), all.center().x()) << "no room beside it";
    EXPECT_GT(placeBubble(bubble, all, room).center().y(), all.center().y());
}

}  // namespace
}  // namespace leukolens::ui
