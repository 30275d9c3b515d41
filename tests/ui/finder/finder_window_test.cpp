// The window that trains a finder of cells, on drawn fields with boxes.
#include "ui/finder/finder_window.h"

#include <gtest/gtest.h>

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QThread>

#include "core/fields/detector_model.h"
#include "tests/core/fields/drawn_fields.h"
#include "tests/ui/support/ui_test.h"
#include "ui/shell/app_context.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/message_bar.h"
#include "ui/widgets/curve_plot.h"

namespace leukolens::ui {
namespace {

using test::click;
using test::find;
using test::waitFor;

constexpr int kTrainingLimitMs = 200'000;

class FinderWindowTest : public testing::Test {
protected:
    void SetUp() override {
        settings.set(SettingKey::RunsFolder, test::qpath(folder / "runs"));
        settings.set(SettingKey::Device, "cpu");
        test::writeDrawnFields(folder / "fields", 5);
        window = std::make_unique<FinderWindow>(context);
        window->present();
    }
    void TearDown() override {
        context.stopAllAndWait();
        window.reset();
        dialogs::clearTestHook();
    }

    /// Answers the next file dialog.
    void choose(const std::filesystem::path& path) {
        dialogs::setTestHook({{}, [path](const QString&) { return test::qpath(path); }});
    }
    void openFields() {
        choose(folder / "fields");
        click(*window, "chooseFinderFields");
        ASSERT_TRUE(waitFor([&] { return !window->session().reading(); }));
        ASSERT_TRUE(window->session().fields());
    }
    void setQuick(int epochs) {
        find<QSpinBox>(*window, "finderEpochs")->setValue(epochs);
        find<QSpinBox>(*window, "finderSide")->setValue(112);
        find<QSpinBox>(*window, "finderTest")->setValue(40);
    }
    bool waitForEnd() {
        return waitFor([&] { return !window->session().running(); }, kTrainingLimitMs);
    }
    QString text(const char* name) { return find<QLabel>(*window, name)->text(); }

    test::TempFolder folder;
    AppSettings settings{test::qpath(folder / "settings.ini")};
    AppContext context{settings};
    std::unique_ptr<FinderWindow> window;
};

TEST_F(FinderWindowTest, SaysWhatIsMissingUntilFieldsAreOpen) {
    EXPECT_FALSE(find<QPushButton>(*window, "startFinder")->isEnabled());
    EXPECT_TRUE(text("finderObstacle").contains("fields"));
    openFields();
    EXPECT_TRUE(find<QPushButton>(*window, "startFinder")->isEnabled());
    EXPECT_TRUE(find<QLabel>(*window, "finderObstacle")->isHidden());
    EXPECT_EQ(text("finderFields"), "fields: 5 field(s). Boxes: large 5, small 5");
}

TEST_F(FinderWindowTest, AFolderWithoutBoxesIsNamedAndTheFieldsStay) {
    openFields();
    choose(folder / "fields" / "Annotations");
    click(*window, "chooseFinderFields");
    auto* messages = window->findChild<MessageBar*>();
    ASSERT_TRUE(waitFor([&] { return messages->count() == 1; }));
    EXPECT_EQ(window->session().fields()->fields.size(), 5u);
    EXPECT_TRUE(find<QPushButton>(*window, "startFinder")->isEnabled());
}

TEST_F(FinderWindowTest, TrainsMeasuresAndHandsTheModelOver) {
    openFields();
    setQuick(2);
    QSignalSpy used(window.get(), &FinderWindow::useRequested);
    click(*window, "startFinder");
    ASSERT_TRUE(window->session().running());
    EXPECT_FALSE(find<QPushButton>(*window, "startFinder")->isEnabled());
    EXPECT_FALSE(find<QComboBox>(*window, "finderNetwork")->isEnabled());
    ASSERT_TRUE(waitForEnd());
    ASSERT_TRUE(window->session().result());
    EXPECT_EQ(window->session().epochs().size(), 2u);
    EXPECT_EQ(find<CurvePlot>(*window, "finderPlot")->figure().folds.at(1).points.size(), 2u);
    EXPECT_TRUE(text("finderLosses").startsWith("Epoch 2"));
    EXPECT_TRUE(text("finderNotices").contains("pretrained"));
    const auto* table = find<QTableView>(*window, "finderTable");
    ASSERT_TRUE(table->isVisible());
    ASSERT_EQ(table->model()->rowCount(), 3);
    EXPECT_EQ(table->model()->index(0, 0).data().toString(), "large");
    EXPECT_EQ(table->model()->index(0, 1).data().toString(), "2") << "of the two fields kept back";
    click(*window, "useFinder");
    ASSERT_EQ(used.size(), 1);
    const auto model = fields::DetectorModel::open(used[0][0].toString().toStdString(), "cpu", "fp32");
    ASSERT_TRUE(model);
    EXPECT_EQ(model->card().epochs, 2);
}

TEST_F(FinderWindowTest, StopsAndGoesOn) {
    openFields();
    setQuick(60);
    click(*window, "startFinder");
    ASSERT_TRUE(waitFor([&] { return !window->session().epochs().empty(); }, kTrainingLimitMs));
    const auto run = window->session().folder();
    window->session().stop();
    ASSERT_TRUE(waitForEnd());
    EXPECT_FALSE(window->session().result());
    EXPECT_EQ(window->findChild<MessageBar*>()->count(), 1) << "where to go on from";
    const auto before = window->session().epochs().size();
    choose(run);
    click(*window, "goOnFinder");
    ASSERT_TRUE(window->session().running());
    ASSERT_TRUE(waitFor([&] { return !window->session().epochs().empty(); }, kTrainingLimitMs));
    EXPECT_GE(window->session().epochs().front().epoch, static_cast<int>(before));
    EXPECT_EQ(window->session().plannedEpochs(), 60) << "by the run's own settings";
}

TEST_F(FinderWindowTest, WaitsForAnotherTraining) {
    openFields();
    context.trainingWorker.run<void>(
        "Training", [](ProgressSink&, const CancelToken& cancel) -> Result<void> {
            while (!cancel.cancelled()) QThread::msleep(5);
            return fail(ErrorCode::Cancelled, "stopped");
        }, nullptr, [](const Result<void>&) {});
    ASSERT_TRUE(waitFor([&] { return !find<QPushButton>(*window, "startFinder")->isEnabled(); }));
    EXPECT_TRUE(text("finderObstacle").contains("Another training"));
    context.trainingWorker.stop();
    EXPECT_TRUE(waitFor([&] { return find<QPushButton>(*window, "startFinder")->isEnabled(); }));
}

TEST_F(FinderWindowTest, DrawsTheDemonstrationsFieldsOnce) {
    const auto demo = folder / "demo";
    window->session().readDemo(demo);
    ASSERT_TRUE(waitFor([&] { return !window->session().reading(); }, kTrainingLimitMs));
    ASSERT_TRUE(window->session().fields());
    EXPECT_GE(window->session().fields()->classes.size(), 3u);
    EXPECT_TRUE(window->session().fields()->problems.empty());
    const auto drawn = std::filesystem::last_write_time(window->session().fields()->fields[0].picture);
    window->session().readDemo(demo);
    ASSERT_TRUE(waitFor([&] { return !window->session().reading(); }, kTrainingLimitMs));
    EXPECT_EQ(std::filesystem::last_write_time(window->session().fields()->fields[0].picture), drawn);
}

}  // namespace
}  // namespace leukolens::ui
