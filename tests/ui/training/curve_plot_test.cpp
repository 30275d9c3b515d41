#include "ui/widgets/curve_plot.h"

#include <QApplication>
#include <QImage>

#include <gtest/gtest.h>

#include <limits>

#include "tests/ui/support/ui_test.h"
#include "ui/shell/theme.h"
#include "ui/widgets/curve_legend.h"

namespace leukolens::ui {
namespace {

/// Pixels of nearly this colour.
int countColour(const QWidget& widget, const QColor& colour) {
    const QImage picture = const_cast<QWidget&>(widget).grab().toImage();
    int count = 0;
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            const QColor pixel = picture.pixelColor(x, y);
            count += std::abs(pixel.red() - colour.red()) + std::abs(pixel.green() - colour.green()) +
                         std::abs(pixel.blue() - colour.blue()) <
                     30;
        }
    }
    return count;
}

class CurvePlotTest : public testing::Test {
protected:
    void SetUp() override {
        plot.resize(400, 240);
        plot.show();
    }
    int painted(int fold) {
        plot.replotLater();
        QCoreApplication::processEvents();
        return countColour(plot, Theme::series(fold - 1));
    }
    CurvePlot plot{CurvePlot::Quantity::Accuracy};
};

TEST_F(CurvePlotTest, ShowsASinglePointAsAMark) {
    EXPECT_EQ(painted(1), 0);
    plot.addPoint(1, 1, 0.6, 0.55);
    EXPECT_EQ(plot.pointCount(1), 1);
    EXPECT_GT(painted(1), 15);
}

TEST_F(CurvePlotTest, DrawsEachFoldInAColourOfItsOwn) {
    for (int epoch = 1; epoch <= 5; ++epoch) {
        plot.addPoint(1, epoch, 0.5 + 0.05 * epoch, 0.5 + 0.04 * epoch);
        plot.addPoint(2, epoch, 0.4 + 0.05 * epoch, 0.4 + 0.04 * epoch);
    }
    EXPECT_EQ(plot.foldCount(), 2);
    EXPECT_GT(painted(1), 100);
    EXPECT_GT(painted(2), 100);
    plot.clear();
    EXPECT_EQ(painted(1), 0);
}

TEST_F(CurvePlotTest, LeavesOutWhatIsNoNumber) {
    plot.addPoint(1, 1, 0.5, std::numeric_limits<double>::quiet_NaN());
    EXPECT_EQ(plot.pointCount(1), 0);
    plot.addPoint(1, 2, 0.5, 0.5);
    EXPECT_EQ(plot.pointCount(1), 1);
}

TEST_F(CurvePlotTest, FollowsTheTheme) {
    plot.addPoint(1, 1, 0.6, 0.55);
    Theme::apply(*qApp, "dark");
    EXPECT_GT(painted(1), 15) << "redrawn in the dark theme's colour";
    EXPECT_GT(countColour(plot, Theme::surface()), 10'000);
    Theme::apply(*qApp, "light");
}

TEST(CurveLegend, WrapsIntoLinesWhereThereIsLittleRoom) {
    CurveLegend legend;
    legend.setFolds(20);
    EXPECT_GT(legend.heightForWidth(300), 3 * legend.heightForWidth(4000));
    EXPECT_TRUE(legend.accessibleName().contains("Fold 20"));
}

}  // namespace
}  // namespace leukolens::ui
