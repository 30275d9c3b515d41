#include "ui/widgets/image_view.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QTest>
#include <QWheelEvent>

namespace leukolens::ui {
namespace {

class ImageViewTest : public testing::Test {
protected:
    void SetUp() override {
        m_view.resize(200, 200);
        m_view.show();
        QImage picture(400, 200, QImage::Format_RGB32);
        picture.fill(Qt::blue);
        picture.setPixelColor(100, 100, Qt::red);
        m_view.setPicture(QPixmap::fromImage(picture));
    }

    void wheel(const QPointF& where, int steps) {
        QWheelEvent event(where, m_view.mapToGlobal(where), {}, {0, 120 * steps}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(&m_view, &event);
    }

    ImageView m_view;
};

TEST_F(ImageViewTest, ShowsTheWholePictureAtFirst) {
    EXPECT_TRUE(m_view.fitted());
    EXPECT_DOUBLE_EQ(m_view.zoom(), 0.5);
}

TEST_F(ImageViewTest, ThePointUnderThePointerStaysWhereItIs) {
    // Pixel (100, 100) of the picture lies at x = 50, y = 50 + 50 while fitted.
    const QPointF pointer(50.25, 100.25);
    wheel(pointer, 14);
    EXPECT_GT(m_view.zoom(), 4.0);
    EXPECT_FALSE(m_view.fitted());
    EXPECT_EQ(m_view.grab().toImage().pixelColor(pointer.toPoint()), QColor(Qt::red));
}

TEST_F(ImageViewTest, ADoubleClickFitsAgain) {
    wheel({10, 100}, 5);
    QTest::mouseDClick(&m_view, Qt::LeftButton);
    EXPECT_TRUE(m_view.fitted());
    EXPECT_DOUBLE_EQ(m_view.zoom(), 0.5);
}

TEST_F(ImageViewTest, KeysZoomAndTheZoomHasAnEnd) {
    QTest::keyClick(&m_view, Qt::Key_Plus);
    EXPECT_DOUBLE_EQ(m_view.zoom(), 0.625);
    for (int i = 0; i < 100; ++i) QTest::keyClick(&m_view, Qt::Key_Plus);
    EXPECT_LE(m_view.zoom(), 32.0);
    for (int i = 0; i < 100; ++i) QTest::keyClick(&m_view, Qt::Key_Minus);
    EXPECT_DOUBLE_EQ(m_view.zoom(), 0.5);
    QTest::keyClick(&m_view, Qt::Key_Home);
    EXPECT_TRUE(m_view.fitted());
}

TEST_F(ImageViewTest, FollowsTheWindowWhileFitted) {
    m_view.resize(400, 400);
    QApplication::processEvents();
    EXPECT_DOUBLE_EQ(m_view.zoom(), 1.0);
}

}  // namespace
}  // namespace leukolens::ui
