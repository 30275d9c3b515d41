#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>

#include "tests/ui/slides/slide_fixture.h"
#include "tests/ui/support/ui_test.h"

namespace leukolens::ui {
namespace {

using test::plainSlide;
using test::waitFor;

class SlideViewToolsTest : public testing::Test {
protected:
    void SetUp() override {
        m_view.resize(800, 600);
        m_view.setAnimated(false);
        m_view.setMinimapVisible(false);
        m_view.show();
        m_view.setSlide(plainSlide(4000, 4000, Qt::white));
        m_view.centerOn({2000, 2000}, 0.5);
    }

    void drag(const QPoint& from, const QPoint& to, Qt::MouseButton button = Qt::LeftButton) {
        QTest::mousePress(&m_view, button, {}, from);
        QTest::mouseMove(&m_view, (from + to) / 2);
        QTest::mouseMove(&m_view, to);
        QTest::mouseRelease(&m_view, button, {}, to);
    }

    QPolygonF chosen() { return m_chosen.isEmpty() ? QPolygonF() : m_chosen.back().front().value<QPolygonF>(); }

    TileLoader m_tiles{nullptr, 64 << 20};
    SlideView m_view{m_tiles};
    QSignalSpy m_chosen{&m_view, &SlideView::areaChosen};
};

TEST_F(SlideViewToolsTest, ARectangleIsDragged) {
    m_view.setTool(SlideTool::Rectangle);
    drag({300, 200}, {500, 350});
    ASSERT_EQ(m_chosen.size(), 1);
    EXPECT_EQ(chosen().boundingRect(), QRectF(1800, 1800, 400, 300));
    EXPECT_EQ(chosen().size(), 4);
    EXPECT_EQ(m_view.area(), chosen());
    EXPECT_EQ(m_view.transform().centre, QPointF(2000, 2000));
    m_view.setArea({});
    EXPECT_TRUE(m_view.area().isEmpty());
}

TEST_F(SlideViewToolsTest, ARectangleBeyondTheSlideIsCutAndBesideItIsNone) {
    m_view.centerOn({0, 0});
    m_view.setTool(SlideTool::Rectangle);
    drag({350, 280}, {500, 400});
    ASSERT_EQ(m_chosen.size(), 1);
    EXPECT_EQ(chosen().boundingRect(), QRectF(0, 0, 200, 200));
    drag({10, 10}, {200, 200});
    drag({500, 400}, {502, 500});  // too narrow to be meant
    EXPECT_EQ(m_chosen.size(), 1);
}

TEST_F(SlideViewToolsTest, ARectangleOnATurnedSlideLiesAlongTheScreen) {
    m_view.setRotation(90);
    m_view.setTool(SlideTool::Rectangle);
    drag({300, 200}, {500, 350});
    EXPECT_EQ(chosen().boundingRect(), QRectF(1800, 1800, 300, 400));
    m_view.setRotation(45);
    drag({400, 300}, {500, 400});
    ASSERT_EQ(chosen().size(), 4);
    EXPECT_NEAR(chosen().boundingRect().width(), 200 * std::sqrt(2.0), 1e-6);
}

TEST_F(SlideViewToolsTest, APolygonIsClickedAndClosedByEnter) {
    m_view.setTool(SlideTool::Polygon);
    for (const QPoint corner : {QPoint(300, 200), QPoint(500, 200), QPoint(500, 400)}) {
        EXPECT_EQ(m_chosen.size(), 0);
        QTest::mouseClick(&m_view, Qt::LeftButton, {}, corner);
    }
    QTest::keyClick(&m_view, Qt::Key_Return);
    ASSERT_EQ(m_chosen.size(), 1);
    EXPECT_EQ(chosen(), QPolygonF({{1800, 1800}, {2200, 1800}, {2200, 2200}}));
}

TEST_F(SlideViewToolsTest, ADoubleClickSetsTheLastCornerAndClosesThePolygon) {
    m_view.setTool(SlideTool::Polygon);
    QTest::mouseClick(&m_view, Qt::LeftButton, {}, {300, 200});
    QTest::mouseClick(&m_view, Qt::LeftButton, {}, {500, 200});
    QTest::mouseClick(&m_view, Qt::LeftButton, {}, {500, 400});  // the first of the two
    QTest::mouseDClick(&m_view, Qt::LeftButton, {}, {500, 400});
    ASSERT_EQ(m_chosen.size(), 1);
    EXPECT_GE(chosen().size(), 3);
    EXPECT_EQ(chosen().boundingRect(), QRectF(1800, 1800, 400, 400));
    EXPECT_DOUBLE_EQ(m_view.zoom(), 0.5);
}

TEST_F(SlideViewToolsTest, AClickOnTheFirstCornerClosesThePolygon) {
    m_view.setTool(SlideTool::Polygon);
    for (const QPoint corner : {QPoint(300, 200), QPoint(500, 200), QPoint(500, 400), QPoint(303, 202)}) QTest::mouseClick(&m_view, Qt::LeftButton, {}, corner);
    ASSERT_EQ(m_chosen.size(), 1);
    EXPECT_EQ(chosen().size(), 3);
}

TEST_F(SlideViewToolsTest, EscapeGivesThePolygonUpAndBackspaceTakesACornerBack) {
    m_view.setTool(SlideTool::Polygon);
    for (const QPoint corner : {QPoint(300, 200), QPoint(500, 200), QPoint(500, 400)}) QTest::mouseClick(&m_view, Qt::LeftButton, {}, corner);
    QTest::keyClick(&m_view, Qt::Key_Backspace);
    QTest::keyClick(&m_view, Qt::Key_Return);
    EXPECT_EQ(m_chosen.size(), 0);  // two corners are no area
    QTest::mouseClick(&m_view, Qt::LeftButton, {}, {600, 500});
    QTest::keyClick(&m_view, Qt::Key_Escape);
    QTest::keyClick(&m_view, Qt::Key_Return);
    EXPECT_EQ(m_chosen.size(), 0);
}

TEST_F(SlideViewToolsTest, CornersStayWhileTheViewMoves) {
    m_view.setTool(SlideTool::Polygon);
    QTest::mouseClick(&m_view, Qt::LeftButton, {}, {300, 200});
    drag({400, 300}, {500, 300}, Qt::MiddleButton);
    EXPECT_EQ(m_view.transform().centre, QPointF(1800, 2000));
    QTest::mouseClick(&m_view, Qt::LeftButton, {}, {500, 200});
    QTest::mouseClick(&m_view, Qt::LeftButton, {}, {500, 400});
    QTest::keyClick(&m_view, Qt::Key_Return);
    EXPECT_EQ(chosen(), QPolygonF({{1800, 1800}, {2000, 1800}, {2000, 2200}}));
}

TEST_F(SlideViewToolsTest, SpaceMovesWhateverTheTool) {
    m_view.setTool(SlideTool::Rectangle);
    QTest::keyPress(&m_view, Qt::Key_Space);
    drag({400, 300}, {500, 300});
    QTest::keyRelease(&m_view, Qt::Key_Space);
    EXPECT_EQ(m_chosen.size(), 0);
    EXPECT_EQ(m_view.transform().centre, QPointF(1800, 2000));
}

TEST_F(SlideViewToolsTest, AClickAddsACell) {
    m_view.setMarks({{7, {1900, 1900, 200, 200}, Qt::red, "a", false}});
    m_view.setTool(SlideTool::AddCell);
    QSignalSpy added(&m_view, &SlideView::cellAddRequested), marks(&m_view, &SlideView::markClicked);
    QTest::mouseClick(&m_view, Qt::LeftButton, {}, {400, 300});
    ASSERT_EQ(added.size(), 1);
    EXPECT_EQ(added.front().front().toPointF(), QPointF(2000, 2000));
    EXPECT_EQ(marks.size(), 0);
    drag({400, 300}, {500, 300});
    EXPECT_EQ(added.size(), 1);
    EXPECT_EQ(m_view.transform().centre, QPointF(1800, 2000));
}

TEST_F(SlideViewToolsTest, AnotherToolGivesUpWhatWasBegun) {
    m_view.setTool(SlideTool::Polygon);
    for (const QPoint corner : {QPoint(300, 200), QPoint(500, 200), QPoint(500, 400)}) QTest::mouseClick(&m_view, Qt::LeftButton, {}, corner);
    m_view.setTool(SlideTool::Pan);
    m_view.setTool(SlideTool::Polygon);
    QTest::keyClick(&m_view, Qt::Key_Return);
    EXPECT_EQ(m_chosen.size(), 0);
}

TEST_F(SlideViewToolsTest, AnotherSlideTakesTheAreaAway) {
    m_view.setTool(SlideTool::Rectangle);
    drag({300, 200}, {500, 350});
    EXPECT_FALSE(m_view.area().isEmpty());
    m_view.setSlide(plainSlide(300, 300, Qt::white));
    EXPECT_TRUE(m_view.area().isEmpty());
}

}  // namespace
}  // namespace leukolens::ui
