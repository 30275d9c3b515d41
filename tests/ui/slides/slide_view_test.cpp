#include "ui/slides/slide_view.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "tests/ui/slides/slide_fixture.h"
#include "tests/ui/support/ui_test.h"

namespace leukolens::ui {
namespace {

using test::colourAt;
using test::rampSlide;
using test::waitFor;

constexpr int kSide = 4000;

class SlideViewTest : public testing::Test {
protected:
    void SetUp() override {
        m_view.resize(800, 600);
        m_view.setAnimated(false);
        m_view.show();
        m_view.setSlide(m_slide);
        ASSERT_TRUE(waitFor([&] { return m_view.complete(); }));
    }

    void wheel(const QPointF& where, int steps) {
        QWheelEvent event(where, m_view.mapToGlobal(where), {}, {0, 120 * steps}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&m_view, &event);
    }

    /// Red and green tell the place.
    void expectShows(const QPointF& position, const QPointF& point, double tolerance) {
        ASSERT_TRUE(waitFor([&] { return m_view.complete(); }));
        const QColor colour = colourAt(m_view, position);
        EXPECT_NEAR(colour.red(), point.x() * 255 / kSide, tolerance);
        EXPECT_NEAR(colour.green(), point.y() * 255 / kSide, tolerance);
    }

    void drag(const QPoint& from, const QPoint& to, Qt::MouseButton button = Qt::LeftButton) {
        QTest::mousePress(&m_view, button, {}, from);
        QTest::mouseMove(&m_view, (from + to) / 2);
        QTest::mouseMove(&m_view, to);
        QTest::mouseRelease(&m_view, button, {}, to);
    }

    std::shared_ptr<slide::MemorySlide> m_slide = rampSlide(kSide);
    TileLoader m_tiles{nullptr, 64 << 20};
    SlideView m_view{m_tiles};
};

TEST_F(SlideViewTest, ShowsTheWholeSlideAtFirst) {
    EXPECT_TRUE(m_view.fitted());
    EXPECT_DOUBLE_EQ(m_view.zoom(), 0.15);
    expectShows({400, 300}, {2000, 2000}, 2);
    expectShows({110, 10}, {67, 67}, 2);
    EXPECT_EQ(m_view.visibleArea().height(), kSide);
}

TEST_F(SlideViewTest, ThePointUnderThePointerStaysAndIsPaintedThere) {
    const QPointF pointer(620, 130);
    const QPointF point = m_view.toSlide(pointer);
    wheel(pointer, 7);
    EXPECT_GT(m_view.zoom(), 0.5);
    EXPECT_FALSE(m_view.fitted());
    const QPointF now = m_view.toSlide(pointer);
    EXPECT_NEAR(now.x(), point.x(), 1e-6);
    EXPECT_NEAR(now.y(), point.y(), 1e-6);
    expectShows(pointer, point, 2);
}

TEST_F(SlideViewTest, AnAnimatedZoomKeepsThePointAndComesToAnEnd) {
    m_view.setAnimated(true);
    const QPointF pointer(620, 130);
    const QPointF point = m_view.toSlide(pointer);
    QSignalSpy changed(&m_view, &SlideView::viewChanged);
    wheel(pointer, 2);
    wheel(pointer, 2);
    EXPECT_TRUE(m_view.moving());
    ASSERT_TRUE(waitFor([&] { return !m_view.moving(); }));
    EXPECT_GT(changed.size(), 3);
    EXPECT_NEAR(m_view.zoom(), 0.15 * std::pow(1.3, 4), 1e-9);
    EXPECT_NEAR(m_view.toSlide(pointer).x(), point.x(), 0.01);
    EXPECT_NEAR(m_view.toSlide(pointer).y(), point.y(), 0.01);
}

TEST_F(SlideViewTest, KeysZoomBetweenTheWholeSlideAndFourTimes) {
    QTest::keyClick(&m_view, Qt::Key_Plus);
    EXPECT_DOUBLE_EQ(m_view.zoom(), 0.225);
    for (int i = 0; i < 40; ++i) QTest::keyClick(&m_view, Qt::Key_Plus);
    EXPECT_DOUBLE_EQ(m_view.zoom(), 4);
    QTest::keyClick(&m_view, Qt::Key_1);
    EXPECT_DOUBLE_EQ(m_view.zoom(), 1);
    for (int i = 0; i < 40; ++i) QTest::keyClick(&m_view, Qt::Key_Minus);
    EXPECT_DOUBLE_EQ(m_view.zoom(), 0.15);
    wheel({10, 10}, 4);
    QTest::keyClick(&m_view, Qt::Key_Home);
    EXPECT_TRUE(m_view.fitted());
    EXPECT_EQ(m_view.transform().centre, QPointF(2000, 2000));
}

TEST_F(SlideViewTest, ArrowsMoveTheView) {
    m_view.centerOn({2000, 2000}, 1);
    QTest::keyClick(&m_view, Qt::Key_Right);
    EXPECT_EQ(m_view.transform().centre, QPointF(2120, 2000));
    QTest::keyClick(&m_view, Qt::Key_Down);
    EXPECT_EQ(m_view.transform().centre, QPointF(2120, 2120));
    QTest::keyClick(&m_view, Qt::Key_PageUp);
    EXPECT_EQ(m_view.transform().centre, QPointF(2120, 1580));
    for (int i = 0; i < 50; ++i) QTest::keyClick(&m_view, Qt::Key_Left);
    EXPECT_EQ(m_view.transform().centre.x(), 0);
}

TEST_F(SlideViewTest, QuarterTurnsByKeysComeBack) {
    QTest::keyClick(&m_view, Qt::Key_R);
    EXPECT_EQ(m_view.rotation(), 90);
    // Clockwise: the right edge of the slide is now below.
    expectShows({400, 590}, {3933, 2000}, 2);
    QTest::keyClick(&m_view, Qt::Key_R, Qt::ShiftModifier);
    EXPECT_EQ(m_view.rotation(), 0);
    for (int i = 0; i < 4; ++i) QTest::keyClick(&m_view, Qt::Key_R);
    EXPECT_EQ(m_view.rotation(), 0);
    m_view.setRotation(370);
    EXPECT_EQ(m_view.rotation(), 10);
}

TEST_F(SlideViewTest, AnyTurnShowsTheRightPlacesWithoutGaps) {
    m_view.setSlide(test::plainSlide(3000, 3000, QColor(200, 60, 90)));
    m_view.centerOn({1500, 1500}, 0.9);
    for (const double degrees : {17.0, 45.0, 133.3}) {
        m_view.setRotation(degrees);
        ASSERT_TRUE(waitFor([&] { return m_view.complete(); }));
        QImage shown(m_view.size(), QImage::Format_RGB32);
        m_view.render(&shown, {}, {}, QWidget::DrawWindowBackground);
        int others = 0;
        for (int y = 2; y < 500; ++y)
            for (int x = 2; x < 798; ++x) others += shown.pixelColor(x, y) != QColor(200, 60, 90);
        EXPECT_EQ(others, 0) << degrees;
    }
    m_view.setSlide(m_slide);
    m_view.centerOn({1000, 2500}, 0.9);
    m_view.setRotation(30);
    expectShows({700, 80}, m_view.toSlide({700, 80}), 2);
}

TEST_F(SlideViewTest, DraggingPullsTheSlideAndLetsItSwing) {
    m_view.centerOn({2000, 2000}, 1);
    const QPointF held = m_view.toSlide({300, 300});
    drag({300, 300}, {420, 250});
    EXPECT_NEAR(m_view.fromSlide(held).x(), 420, 1e-6);
    EXPECT_NEAR(m_view.fromSlide(held).y(), 250, 1e-6);
    m_view.setAnimated(true);
    const auto mouse = [&](QEvent::Type type, const QPointF& where, quint64 ms) {
        const bool moves = type == QEvent::MouseMove, released = type == QEvent::MouseButtonRelease;
        QMouseEvent event(type, where, m_view.mapToGlobal(where), moves ? Qt::NoButton : Qt::LeftButton, released ? Qt::NoButton : Qt::LeftButton, {});
        event.setTimestamp(ms);
        QApplication::sendEvent(&m_view, &event);
    };
    mouse(QEvent::MouseButtonPress, {300, 300}, 1000);
    for (int i = 1; i <= 6; ++i) mouse(QEvent::MouseMove, {300 + 20.0 * i, 300 - 10.0 * i}, 1000 + 16u * static_cast<unsigned>(i));
    mouse(QEvent::MouseButtonRelease, {420, 240}, 1100);
    const QPointF released = m_view.transform().centre;
    EXPECT_TRUE(m_view.moving());
    ASSERT_TRUE(waitFor([&] { return !m_view.moving(); }));
    EXPECT_LT(m_view.transform().centre.x(), released.x());
    EXPECT_GT(m_view.transform().centre.y(), released.y());
}

TEST_F(SlideViewTest, ADoubleClickZoomsInThere) {
    const QPointF point = m_view.toSlide({300, 200});
    QTest::mouseDClick(&m_view, Qt::LeftButton, {}, {300, 200});
    EXPECT_DOUBLE_EQ(m_view.zoom(), 0.3);
    EXPECT_NEAR(m_view.toSlide({300, 200}).x(), point.x(), 1e-6);
}

TEST_F(SlideViewTest, StaysFittedWhileTheWindowChanges) {
    m_view.resize(400, 300);
    QApplication::processEvents();
    EXPECT_DOUBLE_EQ(m_view.zoom(), 0.075);
    m_view.centerOn({100, 3900}, 1);
    m_view.resize(800, 600);
    QApplication::processEvents();
    EXPECT_DOUBLE_EQ(m_view.zoom(), 1);
    EXPECT_EQ(m_view.transform().centre, QPointF(100, 3900));
}

TEST_F(SlideViewTest, MakesABoxVisible) {
    m_view.centerOn({2000, 2000}, 1);
    m_view.ensureVisible({1950, 1950, 80, 80});
    EXPECT_EQ(m_view.transform().centre, QPointF(2000, 2000));
    m_view.ensureVisible({300, 300, 80, 80});
    EXPECT_EQ(m_view.transform().centre, QPointF(340, 340));
    EXPECT_DOUBLE_EQ(m_view.zoom(), 1);
    m_view.ensureVisible({1000, 1000, 2000, 2000});
    EXPECT_TRUE(m_view.visibleArea().contains(QRectF(1000, 1000, 2000, 2000)));
}

TEST_F(SlideViewTest, AClickOnTheMapGoesThere) {
    auto* map = test::find<Minimap>(m_view, "minimap");
    ASSERT_TRUE(map->isVisible());
    m_view.centerOn({2000, 2000}, 1);
    QTest::mouseClick(map, Qt::LeftButton, {}, QPoint(map->width() / 4, map->height() * 3 / 4));
    EXPECT_NEAR(m_view.transform().centre.x(), 1000, 25);
    EXPECT_NEAR(m_view.transform().centre.y(), 3000, 25);
    EXPECT_DOUBLE_EQ(m_view.zoom(), 1);
    const QImage shown = map->grab().toImage();
    const QColor there = shown.pixelColor(map->width() * 3 / 4, map->height() / 4);
    EXPECT_NEAR(there.red(), 191, 6);
    EXPECT_NEAR(there.green(), 64, 6);
    QTest::keyClick(&m_view, Qt::Key_M);
    EXPECT_FALSE(map->isVisible());
}

TEST_F(SlideViewTest, WithoutASlideItSaysSoAndDoesNothing) {
    m_view.setSlide(nullptr);
    m_view.setMessage("Open a slide.");
    QSignalSpy clicked(&m_view, &SlideView::pointClicked);
    QTest::mouseClick(&m_view, Qt::LeftButton);
    QTest::keyClick(&m_view, Qt::Key_Plus);
    wheel({10, 10}, 3);
    m_view.grab();
    EXPECT_EQ(clicked.size(), 0);
    EXPECT_FALSE(test::find<Minimap>(m_view, "minimap")->isVisible());
}

TEST_F(SlideViewTest, APictureSmallerThanTheViewIsNotBlownUpBeyondTheLimit) {
    m_view.setSlide(test::plainSlide(60, 40, Qt::blue));
    EXPECT_DOUBLE_EQ(m_view.zoom(), 4);
    QTest::keyClick(&m_view, Qt::Key_1);
    EXPECT_DOUBLE_EQ(m_view.zoom(), 1);
    QTest::keyClick(&m_view, Qt::Key_Minus);
    EXPECT_DOUBLE_EQ(m_view.zoom(), 1);
}

}  // namespace
}  // namespace leukolens::ui
