#include "ui/training/curves_panel.h"

#include <QAction>
#include <QCheckBox>
#include <QImage>
#include <QSlider>
#include <QSvgRenderer>
#include <QToolButton>
#include <QWheelEvent>

#include <gtest/gtest.h>

#include "tests/ui/support/ui_test.h"
#include "ui/widgets/curve_export.h"
#include "ui/widgets/curve_legend.h"
#include "ui/widgets/curve_plot.h"

namespace leukolens::ui {
namespace {

using test::find;

std::vector<experiment::EpochRecord> history(int folds, int epochs) {
    std::vector<experiment::EpochRecord> rows;
    for (int fold = 1; fold <= folds; ++fold) {
        for (int epoch = 1; epoch <= epochs; ++epoch) {
            experiment::EpochRecord row;
            row.fold = fold;
            row.epoch = epoch;
            row.trainAccuracy = 0.5 + 0.04 * epoch;
            row.validationAccuracy = 0.5 + 0.03 * epoch + 0.01 * fold;
            row.trainLoss = 0.8 / epoch;
            row.validationLoss = 0.9 / epoch;
            row.best = epoch == epochs - 1;
            rows.push_back(row);
        }
    }
    return rows;
}

class CurvesPanelTest : public testing::Test {
protected:
    void SetUp() override {
        panel.resize(900, 420);
        panel.show();
        experiment::TrainSettings settings;
        settings.folds = 3;
        panel.start(settings);
        panel.add(history(3, 8));
        QCoreApplication::processEvents();
    }
    CurvePlot& accuracy() { return *find<CurvePlot>(panel, "accuracyPlot"); }
    CurvePlot& loss() { return *find<CurvePlot>(panel, "lossPlot"); }
    CurveLegend& legend() { return *find<CurveLegend>(panel, "curveLegend"); }
    void wheelOver(CurvePlot& plot, int degrees) {
        auto* inner = plot.findChild<QWidget*>();
        const QPointF middle = inner->rect().center();
        QWheelEvent event(middle, inner->mapToGlobal(middle), {}, {0, degrees * 8}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(inner, &event);
        QCoreApplication::processEvents();
    }
    experiment::RunRecord oldRun() {
        experiment::RunRecord record;
        record.history = history(2, 12);
        return record;
    }
    CurvesPanel panel;
};

TEST_F(CurvesPanelTest, TheWheelZoomsAndResetFits) {
    const QRectF whole = accuracy().shownRange();
    EXPECT_FALSE(find<QToolButton>(panel, "resetZoom")->isEnabled());
    wheelOver(accuracy(), 15);
    EXPECT_LT(accuracy().shownRange().width(), whole.width());
    EXPECT_TRUE(find<QToolButton>(panel, "resetZoom")->isEnabled());
    const QRectF near = accuracy().shownRange();
    panel.add(history(3, 9));
    EXPECT_EQ(accuracy().shownRange(), near) << "new epochs do not take the view away";
    test::click(panel, "resetZoom");
    EXPECT_FALSE(accuracy().isZoomed());
    EXPECT_GE(accuracy().shownRange().width(), whole.width());
}

TEST_F(CurvesPanelTest, DraggingMovesADoubleClickFits) {
    auto* inner = loss().findChild<QWidget*>();
    const QRectF whole = loss().shownRange();
    QTest::mousePress(inner, Qt::LeftButton, {}, {200, 100});
    QTest::mouseMove(inner, {150, 100});
    QTest::mouseRelease(inner, Qt::LeftButton, {}, {150, 100});
    QCoreApplication::processEvents();
    EXPECT_GT(loss().shownRange().left(), whole.left());
    QTest::mouseDClick(inner, Qt::LeftButton, {}, {150, 100});
    EXPECT_EQ(loss().shownRange(), whole);
}

TEST_F(CurvesPanelTest, KeysZoomMoveAndFit) {
    const QRectF whole = loss().shownRange();
    QTest::keyClick(&loss(), Qt::Key_Plus);
    EXPECT_LT(loss().shownRange().width(), whole.width());
    const double left = loss().shownRange().left();
    QTest::keyClick(&loss(), Qt::Key_Right);
    EXPECT_GT(loss().shownRange().left(), left);
    QTest::keyClick(&loss(), Qt::Key_Home);
    EXPECT_EQ(loss().shownRange(), whole);
}

TEST_F(CurvesPanelTest, AFoldIsHiddenByItsLegendEntryWithMouseOrKey) {
    test::click(panel, "legendFold2");
    EXPECT_FALSE(accuracy().figure().folds.at(2).shown);
    EXPECT_FALSE(loss().figure().folds.at(2).shown);
    auto* entry = find<QAbstractButton>(panel, "legendFold2");
    entry->setFocus();
    QTest::keyClick(entry, Qt::Key_Space);
    EXPECT_TRUE(accuracy().figure().folds.at(2).shown);
}

TEST_F(CurvesPanelTest, SmoothingBandAndLogAxisReachThePlots) {
    find<QSlider>(panel, "smoothing")->setValue(12);
    EXPECT_NEAR(accuracy().figure().options.smoothing, 0.6, 1e-9);
    find<QCheckBox>(panel, "showBand")->setChecked(true);
    EXPECT_TRUE(loss().figure().options.band);
    EXPECT_TRUE(legend().accessibleName().contains("mean ± sd"));
    EXPECT_LE(loss().shownRange().top(), 0) << "a linear loss axis begins at nothing";
    find<QCheckBox>(panel, "logAxis")->setChecked(true);
    EXPECT_GT(loss().shownRange().top(), 0);
    EXPECT_GT(loss().shownRange().top() * 2, 0.8 / 8 / 1.5);
}

TEST_F(CurvesPanelTest, PatienceIsMarkedWhileItTrains) {
    EXPECT_GT(accuracy().figure().options.patienceEpochs, 0);
    EXPECT_TRUE(legend().accessibleName().contains("patience"));
    panel.end();
    EXPECT_EQ(accuracy().figure().options.patienceEpochs, 0);
    EXPECT_FALSE(legend().accessibleName().contains("patience"));
}

TEST_F(CurvesPanelTest, OldRunsAreDrawnListedAndRemoved) {
    panel.addOldRun("yesterday", oldRun());
    ASSERT_EQ(accuracy().figure().old.size(), 1u);
    EXPECT_EQ(accuracy().figure().lastEpoch(), 12);
    EXPECT_TRUE(legend().accessibleName().contains("yesterday"));
    panel.addOldRun("yesterday", oldRun());
    EXPECT_EQ(accuracy().figure().old.size(), 1u) << "the same run once";
    test::click(panel, "legendOld0");
    EXPECT_FALSE(accuracy().figure().old[0].shown);
    for (QAction* action : panel.findChildren<QAction*>()) {
        if (action->text() == "Remove yesterday") action->trigger();
    }
    EXPECT_TRUE(accuracy().figure().old.empty());
    EXPECT_FALSE(legend().accessibleName().contains("yesterday"));
}

TEST_F(CurvesPanelTest, ExportsVectorsPixelsAndNumbers) {
    std::map<QString, QByteArray> files;
    QObject::connect(&panel, &CurvesPanel::exportRequested, &panel, [&](const QString& ending, const QByteArray& bytes) { files[ending] = bytes; });
    for (const QString ending : {"pdf", "svg", "png", "csv"}) panel.findChild<QAction*>("exportCurves_" + ending)->trigger();
    ASSERT_EQ(files.size(), 4u);
    EXPECT_TRUE(files["pdf"].startsWith("%PDF"));
    EXPECT_FALSE(files["pdf"].contains("/Subtype /Image")) << "lines, not pixels";
    QSvgRenderer svg(files["svg"]);
    EXPECT_TRUE(svg.isValid());
    EXPECT_TRUE(files["svg"].contains("<polyline") || files["svg"].contains("<path"));
    EXPECT_FALSE(files["svg"].contains("<image"));
    const QImage png = QImage::fromData(files["png"]);
    EXPECT_GT(png.width(), 2000);
    EXPECT_EQ(png.pixelColor(1, 1), QColor(Qt::white));
    const QList<QByteArray> lines = files["csv"].trimmed().split('\n');
    EXPECT_EQ(lines.front(), "run,fold,part,quantity,epoch,value,smoothed");
    EXPECT_EQ(lines.size(), 1 + 3 * 8 * 4);
    EXPECT_TRUE(lines.contains(",2,validation,accuracy,1,0.55,0.55"));
}

TEST_F(CurvesPanelTest, CsvLeavesOutWhatIsHiddenAndHasTheBandAndOldRuns) {
    test::click(panel, "legendFold1");
    find<QCheckBox>(panel, "showBand")->setChecked(true);
    panel.addOldRun("a, b", oldRun());
    const QByteArray csv = curvesAsCsv(accuracy().figure(), loss().figure());
    EXPECT_FALSE(csv.contains("\n,1,"));
    EXPECT_TRUE(csv.contains("\n,mean,validation,accuracy,1,0.555,"));
    EXPECT_TRUE(csv.contains("\n\"a, b\",2,training,loss,1,0.8,0.8"));
}

}  // namespace
}  // namespace leukolens::ui
