#include "ui/slides/scale_bar.h"

#include <gtest/gtest.h>

#include <QImage>
#include <QLocale>

namespace leukolens::ui {
namespace {

class ScaleBarTest : public testing::Test {
protected:
    void SetUp() override { QLocale::setDefault(QLocale::c()); }
    void TearDown() override { QLocale::setDefault(m_before); }
    QLocale m_before;
};

TEST_F(ScaleBarTest, TakesTheLongestOfOneTwoFiveThatFits) {
    struct Case {
        double umPerPx, zoom, maxPx;
        const char* label;
        double lengthPx;
    };
    for (const Case& each : {Case{0.25, 1, 160, "20 µm", 80}, Case{0.25, 1, 200, "50 µm", 200}, Case{0.25, 1, 199, "20 µm", 80}, Case{0.25, 4, 160, "10 µm", 160}, Case{0.5, 0.25, 160, "200 µm", 100},
                             Case{0.25, 0.01, 160, "2 mm", 80}, Case{0.25, 0.02, 80, "1 mm", 80}, Case{0.01, 4, 160, "200 nm", 80}}) {
        const ScaleBar bar = chooseScaleBar(each.umPerPx, each.zoom, each.maxPx);
        EXPECT_EQ(bar.label, QString::fromUtf8(each.label));
        EXPECT_NEAR(bar.lengthPx, each.lengthPx, 1e-6) << each.label;
    }
}

TEST_F(ScaleBarTest, CountsPixelsWhereTheScaleIsNotKnown) {
    EXPECT_EQ(chooseScaleBar({}, 1, 160).label, "100 px");
    EXPECT_EQ(chooseScaleBar({}, 0.01, 160).label, "10000 px");
    const ScaleBar whole = chooseScaleBar({}, 400, 160);  // a part of a px says nothing
    EXPECT_EQ(whole.label, "1 px");
    EXPECT_EQ(whole.lengthPx, 400);
}

TEST_F(ScaleBarTest, NeverLongerThanThereIsRoomAndNeverLessThanTwoFifthsOfIt) {
    for (double zoom = 0.001; zoom < 4; zoom *= 1.07) {
        const ScaleBar bar = chooseScaleBar(0.2528, zoom, 150);
        EXPECT_LE(bar.lengthPx, 150 * (1 + 1e-6));
        EXPECT_GE(bar.lengthPx, 150 * 0.4 * (1 - 1e-6));
    }
}

TEST_F(ScaleBarTest, IsDrawnAsLongAsItSays) {
    QImage image(300, 100, QImage::Format_RGB32);
    image.fill(Qt::green);
    QPainter painter(&image);
    drawScaleBar(painter, {120, "50 µm"}, QRectF(10, 0, 280, 90));
    painter.end();
    int dark = 0;
    for (int x = 0; x < image.width(); ++x) dark += image.pixelColor(x, 90 - 6 - 2).lightness() < 90;
    EXPECT_EQ(dark, 120);
}

}  // namespace
}  // namespace leukolens::ui
