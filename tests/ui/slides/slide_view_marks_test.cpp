#include <gtest/gtest.h>

#include <QApplication>
#include <QHelpEvent>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

#include "tests/ui/slides/slide_fixture.h"
#include "tests/ui/support/ui_test.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

using test::colourAt;
using test::plainSlide;
using test::waitFor;

const QColor kPicture(230, 200, 220), kMark(0, 90, 180);

class SlideViewMarksTest : public testing::Test {
protected:
    void SetUp() override {
        m_view.resize(800, 600);
        m_view.setAnimated(false);
        m_view.setMinimapVisible(false);
        m_view.show();
        m_view.setSlide(plainSlide(4000, 4000, kPicture));
        m_view.centerOn({2000, 2000}, 1);
        ASSERT_TRUE(waitFor([&] { return m_view.complete(); }));
    }

    /// Of px around a place of the slide.
    int pixelsOf(const QColor& colour, const QRect& where) {
        QImage shown(m_view.size(), QImage::Format_RGB32);
        m_view.render(&shown, {}, {}, QWidget::DrawWindowBackground);
        int count = 0;
        for (int y = where.top(); y <= where.bottom(); ++y)
            for (int x = where.left(); x <= where.right(); ++x) count += shown.pixelColor(x, y) == colour;
        return count;
    }

    void clickAt(const QPointF& point, Qt::KeyboardModifiers modifiers = {}) { QTest::mouseClick(&m_view, Qt::LeftButton, modifiers, m_view.fromSlide(point).toPoint()); }

    TileLoader m_tiles{nullptr, 64 << 20};
    SlideView m_view{m_tiles};
};

TEST_F(SlideViewMarksTest, AMarkIsFramedWhereItIs) {
    m_view.setMarks({{1, {1900, 1950, 100, 100}, kMark, "lymphoblast 0.97", false}});
    const QRect box = m_view.transform().matrix().mapRect(QRectF(1900, 1950, 100, 100)).toRect();
    EXPECT_EQ(pixelsOf(kMark, QRect(box.left() - 4, box.center().y(), 8, 1)), 2);
    EXPECT_EQ(pixelsOf(kMark, QRect(box.right() - 4, box.center().y(), 8, 1)), 2);
    EXPECT_EQ(colourAt(m_view, box.center()), kPicture);
    m_view.rotateBy(90);
    EXPECT_EQ(pixelsOf(kMark, QRect(m_view.fromSlide({1950, 1950}).toPoint() - QPoint(4, 0), QSize(8, 1))), 2);
}

TEST_F(SlideViewMarksTest, LabelsShowOnlyWhereThereIsRoom) {
    m_view.setMarks({{1, {1900, 1950, 100, 100}, kMark, "lymphoblast 0.97", false}});
    const auto words = [&] { return pixelsOf(Theme::text(), m_view.rect().adjusted(0, 0, 0, -100)); };
    EXPECT_GT(words(), 0);
    m_view.setZoom(0.3);
    ASSERT_TRUE(waitFor([&] { return m_view.complete(); }));
    EXPECT_EQ(words(), 0);
    EXPECT_GT(pixelsOf(kMark, m_view.rect()), 0);
    m_view.setSelectedMark(1);  // says what it is whatever its size
    EXPECT_GT(words(), 0);
}

TEST_F(SlideViewMarksTest, AClickOnAMarkSelectsItAndBesideItTellsThePlace) {
    m_view.setMarks({{7, {1900, 1950, 100, 100}, kMark, "a", false}, {9, {2100, 2000, 50, 50}, kMark, "b", true}});
    QSignalSpy marks(&m_view, &SlideView::markClicked), points(&m_view, &SlideView::pointClicked);
    clickAt({2120, 2010});
    ASSERT_EQ(marks.size(), 1);
    EXPECT_EQ(marks.front().front().toLongLong(), 9);
    EXPECT_EQ(m_view.selectedMark(), 9);
    EXPECT_EQ(points.size(), 0);
    clickAt({2050, 1900}, Qt::ControlModifier);
    ASSERT_EQ(points.size(), 1);
    EXPECT_EQ(points.front()[0].toPointF(), QPointF(2050, 1900));
    EXPECT_EQ(points.front()[1].value<Qt::KeyboardModifiers>(), Qt::ControlModifier);
    EXPECT_EQ(marks.size(), 1);
}

TEST_F(SlideViewMarksTest, ADragIsNoClick) {
    m_view.setMarks({{7, {1900, 1900, 200, 200}, kMark, "a", false}});
    QSignalSpy marks(&m_view, &SlideView::markClicked);
    QTest::mousePress(&m_view, Qt::LeftButton, {}, {400, 300});
    QTest::mouseMove(&m_view, {460, 300});
    QTest::mouseRelease(&m_view, Qt::LeftButton, {}, {460, 300});
    EXPECT_EQ(marks.size(), 0);
}

TEST_F(SlideViewMarksTest, ClicksBesideTheSlideTellNothing) {
    m_view.centerOn({0, 0});
    QSignalSpy points(&m_view, &SlideView::pointClicked);
    QTest::mouseClick(&m_view, Qt::LeftButton, {}, {100, 100});
    EXPECT_EQ(points.size(), 0);
}

TEST_F(SlideViewMarksTest, DeleteAsksToRemoveTheSelectedMark) {
    m_view.setMarks({{7, {1900, 1950, 100, 100}, kMark, "a", false}});
    QSignalSpy remove(&m_view, &SlideView::removeMarkRequested);
    QTest::keyClick(&m_view, Qt::Key_Delete);
    EXPECT_EQ(remove.size(), 0);
    m_view.setSelectedMark(7);
    QTest::keyClick(&m_view, Qt::Key_Delete);
    ASSERT_EQ(remove.size(), 1);
    EXPECT_EQ(remove.front().front().toLongLong(), 7);
    m_view.setMarks({});
    EXPECT_FALSE(m_view.selectedMark());
    m_view.setSelectedMark(7);
    EXPECT_FALSE(m_view.selectedMark());
}

TEST_F(SlideViewMarksTest, ATooltipTellsTheLabel) {
    m_view.setMarks({{7, {1900, 1950, 100, 100}, kMark, "monocyte 0.81", false}});
    const QPoint inside = m_view.fromSlide({1950, 2000}).toPoint();
    QHelpEvent help(QEvent::ToolTip, inside, m_view.mapToGlobal(inside));
    QApplication::sendEvent(&m_view, &help);
    EXPECT_EQ(QToolTip::text(), "monocyte 0.81");
}

TEST_F(SlideViewMarksTest, ADashedFrameHasGaps) {
    m_view.setMarks({{1, {1800, 1900, 300, 200}, kMark, {}, false}});
    const QRect edge(m_view.fromSlide({1850, 1900}).toPoint(), QSize(200, 1));
    EXPECT_EQ(pixelsOf(kMark, edge), 200);
    m_view.setMarks({{1, {1800, 1900, 300, 200}, kMark, {}, true}});
    const int drawn = pixelsOf(kMark, edge.adjusted(0, -2, 0, 2));
    EXPECT_GT(drawn, 40);
    EXPECT_LT(pixelsOf(kMark, edge), 160);
}

}  // namespace
}  // namespace leukolens::ui
