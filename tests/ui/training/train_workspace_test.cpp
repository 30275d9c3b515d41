#include "ui/training/train_workspace.h"

#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QThread>

#include <gtest/gtest.h>

#include "tests/ui/training/train_window.h"
#include "ui/shell/message_bar.h"
#include "ui/training/fold_model.h"
#include "ui/widgets/curve_plot.h"

namespace leukolens::ui {
namespace {

using test::find;
using test::waitFor;

/// The real window with the real training on a handful of drawn cells.
class TrainWorkspaceTest : public TrainWindowTest {
protected:
    TrainWorkspaceTest() : TrainWindowTest({1280, 720}) {}
    void setUpRun(int folds, int epochs) {
        experiment::TrainSettings run = workspace->form().settings();
        run.folds = folds;
        run.epochs = epochs;
        run.inputPx = 75;
        run.batch = 4;
        run.precision = "fp32";
        workspace->form().setSettings(run);
    }
    bool reaches(RunState state) {
        return waitFor([&] { return workspace->session().state() == state; }, kTrainingLimitMs);
    }
    bool hasEpochs(int fold, int epochs) {
        return waitFor([&] { return plot("lossPlot")->pointCount(fold) >= epochs; }, kTrainingLimitMs);
    }
    QStringList runFolders() { return QDir(settings.runsFolder()).entryList(QDir::Dirs | QDir::NoDotAndDotDot); }
    CurvePlot* plot(const char* name) { return find<CurvePlot>(*workspace, name); }
};

TEST_F(TrainWorkspaceTest, WithoutCellsOffersToOpenOrMakeSome) {
    EXPECT_TRUE(find<QWidget>(*workspace, "trainEmpty")->isVisible());
    bool asked = false;
    QObject::connect(&context, &AppContext::demoDataRequested, &context, [&] { asked = true; });
    test::click(*workspace, "trainMakeDemo");
    EXPECT_TRUE(asked);
    openCells();
    EXPECT_FALSE(find<QWidget>(*workspace, "trainEmpty")->isVisible());
    EXPECT_TRUE(find<QPushButton>(*workspace, "startTraining")->isVisible());
}

TEST_F(TrainWorkspaceTest, ShowsPointsWhileItTrainsThenStopsAndCloses) {
    openCells();
    setUpRun(2, 200);
    test::click(*workspace, "startTraining");
    EXPECT_TRUE(find<QWidget>(*workspace, "runProgress")->isVisible());
    ASSERT_TRUE(waitFor([&] { return plot("accuracyPlot")->pointCount(1) >= 1; }, kTrainingLimitMs));
    EXPECT_EQ(plot("lossPlot")->pointCount(1), plot("accuracyPlot")->pointCount(1));
    const auto* table = find<QTableView>(*workspace, "foldTable")->model();
    EXPECT_TRUE(table->index(0, FoldModel::BestEpoch).data().toString().startsWith("running: epoch"));
    EXPECT_FALSE(find<QPlainTextEdit>(*workspace, "runLog")->toPlainText().isEmpty());
    test::click(*workspace, "stopRun");
    ASSERT_TRUE(waitFor([&] { return !context.trainingWorker.busy(); }, kTrainingLimitMs));
    EXPECT_FALSE(find<QWidget>(*workspace, "runProgress")->isVisible());
    EXPECT_TRUE(find<QPushButton>(*workspace, "startTraining")->isEnabled());
    const auto runs = QDir(settings.runsFolder()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    ASSERT_EQ(runs.size(), 1);
    EXPECT_TRUE(QFile::exists(settings.runsFolder() + "/" + runs.front() + "/history.csv")) << "what was finished stays";
    EXPECT_TRUE(window->close());
    EXPECT_FALSE(context.anyBusy());
}

TEST_F(TrainWorkspaceTest, ClosingWhileItTrainsStopsAndJoins) {
    openCells();
    setUpRun(2, 200);
    test::click(*workspace, "startTraining");
    ASSERT_TRUE(waitFor([&] { return plot("accuracyPlot")->pointCount(1) >= 1; }, kTrainingLimitMs));
    dialogs::setTestHook({[](const QString&) { return true; }, {}});
    window->close();
    ASSERT_TRUE(waitFor([&] { return !window->isVisible(); }, kTrainingLimitMs));
    EXPECT_FALSE(context.anyBusy());
}

TEST_F(TrainWorkspaceTest, AFinishedRunFillsTheTableAndItsModelAndReportCanBeUsed) {
    openCells();
    setUpRun(2, 1);
    QString trained;
    QObject::connect(workspace, &TrainWorkspace::trained, &context, [&](const QString& run) { trained = run; });
    EXPECT_FALSE(find<QPushButton>(*workspace, "runReport")->isEnabled());
    test::click(*workspace, "startTraining");
    ASSERT_TRUE(waitFor([&] { return !trained.isEmpty(); }, kTrainingLimitMs));
    const auto* table = find<QTableView>(*workspace, "foldTable")->model();
    ASSERT_EQ(table->rowCount(), 3);
    EXPECT_EQ(table->index(2, FoldModel::Fold).data().toString(), "Mean");
    EXPECT_FALSE(table->index(1, FoldModel::TestLoss).data().toString().isEmpty());

    find<QComboBox>(*workspace, "foldChoice")->setCurrentIndex(1);
    test::click(*workspace, "useModel");
    ASSERT_TRUE(waitFor([&] { return !context.modelFile().isEmpty(); }));
    EXPECT_TRUE(context.modelFile().startsWith(settings.modelsFolder())) << "a copy: the run's folder may be deleted";
    QFile used(context.modelFile()), best(trained + "/fold-2/best.leukomodel");
    ASSERT_TRUE(used.open(QIODevice::ReadOnly) && best.open(QIODevice::ReadOnly));
    EXPECT_EQ(used.readAll(), best.readAll());

    const QString pdf = test::qpath(folder / "run.pdf");
    dialogs::setTestHook({{}, [&](const QString&) { return pdf; }});
    test::click(*workspace, "runReport");
    ASSERT_TRUE(waitFor([&] { return QFile::exists(pdf); }, kTrainingLimitMs));

    // The same run, read back from its folder in another window, shows the same.
    TrainWorkspace again(context);
    again.openRun(trained);
    auto* shown = find<QTableView>(again, "foldTable")->model();
    ASSERT_TRUE(waitFor([&] { return shown->rowCount() == 3; }, kTrainingLimitMs));
    for (int column = 0; column < FoldModel::ColumnCount; ++column)
        EXPECT_EQ(shown->index(2, column).data().toString(), table->index(2, column).data().toString());
    EXPECT_EQ(find<CurvePlot>(again, "lossPlot")->pointCount(2), 1);
}

TEST_F(TrainWorkspaceTest, TwoStartsWithinOneSecondAreTwoRuns) {
    openCells();
    setUpRun(2, 200);
    test::click(*workspace, "startTraining");
    test::click(*workspace, "startTraining");
    test::click(*workspace, "stopRun");
    ASSERT_TRUE(reaches(RunState::Stopped));
    const QString first = workspace->session().folder();
    QDir().mkpath(first);  // as if it had come further before it was stopped
    test::click(*workspace, "startTraining");
    EXPECT_NE(workspace->session().folder(), first);
    ASSERT_TRUE(reaches(RunState::Running));
    test::click(*workspace, "stopRun");
    ASSERT_TRUE(reaches(RunState::Stopped));
}

TEST_F(TrainWorkspaceTest, PauseThenCloseStopsAndJoins) {
    openCells();
    setUpRun(2, 200);
    test::click(*workspace, "startTraining");
    ASSERT_TRUE(reaches(RunState::Running));
    test::click(*workspace, "pauseRun");
    ASSERT_TRUE(reaches(RunState::Paused));
    dialogs::setTestHook({[](const QString&) { return true; }, {}});
    window->close();
    ASSERT_TRUE(waitFor([&] { return !window->isVisible(); }, kTrainingLimitMs));
    EXPECT_FALSE(context.anyBusy());
}

TEST_F(TrainWorkspaceTest, AnInterruptedRunIsOpenedAndContinued) {
    openCells();
    setUpRun(2, 200);
    test::click(*workspace, "startTraining");
    ASSERT_TRUE(hasEpochs(1, 2));
    test::click(*workspace, "stopRun");
    ASSERT_TRUE(reaches(RunState::Stopped));
    const QString run = workspace->session().folder();

    // Another program, as on the next day.
    window.reset();
    AppContext nextDay(settings);
    nextDay.setDataset(context.dataset());
    MainWindow another(nextDay);
    workspace = new TrainWorkspace(nextDay, &another);
    another.addWorkspace(4, workspace);
    another.show();
    Q_EMIT nextDay.openRunRequested(run);
    ASSERT_TRUE(reaches(RunState::Stopped));
    const int before = plot("lossPlot")->pointCount(1);
    EXPECT_GE(before, 2);
    auto* goOn = find<QPushButton>(*workspace, "continueRun");
    ASSERT_TRUE(goOn->isVisible());
    goOn->click();
    ASSERT_TRUE(hasEpochs(1, before + 1));
    test::click(*workspace, "stopRun");
    ASSERT_TRUE(reaches(RunState::Stopped));
    EXPECT_EQ(runFolders().size(), 1) << "the same run";
}

TEST_F(TrainWorkspaceTest, AFinishedRunIsExtended) {
    openCells();
    setUpRun(2, 1);
    test::click(*workspace, "startTraining");
    ASSERT_TRUE(reaches(RunState::Finished));
    QString asked;
    dialogs::setTestHook({.confirm = {}, .path = {}, .number = [&](const QString& text) { return asked = text, std::optional(1); }});
    test::click(*workspace, "extendRun");
    EXPECT_FALSE(asked.isEmpty());
    ASSERT_TRUE(waitFor([&] { return isActive(workspace->session().state()); }, kTrainingLimitMs));
    ASSERT_TRUE(reaches(RunState::Finished));
    EXPECT_EQ(plot("lossPlot")->pointCount(1), 2);
    EXPECT_EQ(plot("lossPlot")->pointCount(2), 2);
    EXPECT_EQ(runFolders().size(), 1);
}

TEST_F(TrainWorkspaceTest, AsksBeforeItGoesOnWithChangedCells) {
    openCells();
    setUpRun(2, 200);
    test::click(*workspace, "startTraining");
    ASSERT_TRUE(hasEpochs(1, 1));
    test::click(*workspace, "stopRun");
    ASSERT_TRUE(reaches(RunState::Stopped));
    std::filesystem::remove(context.dataset()->cells.back().path);
    NoProgress progress;
    const auto changed = openDataset(context.dataset()->root, progress, {});
    ASSERT_TRUE(changed) << changed.error().message();
    context.setDataset(*changed);

    QStringList questions;
    bool answer = false;
    dialogs::setTestHook({[&](const QString& text) { return questions << text, answer; }, {}});
    test::click(*workspace, "continueRun");
    ASSERT_TRUE(waitFor([&] { return questions.size() == 1; }, kTrainingLimitMs));
    EXPECT_TRUE(questions[0].contains("not those that this run began with"));
    ASSERT_TRUE(reaches(RunState::Failed));
    answer = true;
    test::click(*workspace, "continueRun");
    ASSERT_TRUE(waitFor([&] { return questions.size() == 2; }, kTrainingLimitMs));
    ASSERT_TRUE(reaches(RunState::Running)) << "it goes on without the cell";
    test::click(*workspace, "stopRun");
    ASSERT_TRUE(reaches(RunState::Stopped));
}

TEST_F(TrainWorkspaceTest, ASplitThatLeaksIsTrainedOnlyWithWrittenWords) {
    openCells();
    dataset::Dataset data = *context.dataset();
    for (auto& cell : data.cells)
        if (cell.classIndex == 0) cell.sketch = data.cells.front().sketch;
    context.setDataset(std::make_shared<const dataset::Dataset>(std::move(data)));
    setUpRun(2, 200);
    std::optional<QString> words;
    int asked = 0;
    dialogs::setTestHook({{}, {}, {}, [&](const QString&) { return ++asked, words; }});
    test::click(*workspace, "startTraining");
    ASSERT_TRUE(reaches(RunState::Failed));
    ASSERT_TRUE(waitFor([&] { return asked == 1; }));
    EXPECT_TRUE(runFolders().isEmpty()) << "nothing was written";
    words = "A rehearsal, no figure counts";
    test::click(*workspace, "startTraining");
    ASSERT_TRUE(waitFor([&] { return asked == 2; }, kTrainingLimitMs));
    ASSERT_TRUE(hasEpochs(1, 1));
    ASSERT_EQ(runFolders().size(), 1);
    EXPECT_TRUE(QFile::exists(settings.runsFolder() + "/" + runFolders().front() + "/leaks.json"));
    test::click(*workspace, "stopRun");
    ASSERT_TRUE(reaches(RunState::Stopped));
}

TEST_F(TrainWorkspaceTest, SettingsAreSavedAndLoadedAndAllMistakesOfAFileAreNamed) {
    openCells();
    setUpRun(3, 7);
    const QString file = test::qpath(folder / "my settings.json");
    dialogs::setTestHook({{}, [&](const QString&) { return file; }});
    find<QPushButton>(*workspace, "saveSettings")->click();
    ASSERT_TRUE(QFile::exists(file));
    const experiment::TrainSettings saved = workspace->form().settings();
    setUpRun(2, 9);
    find<QPushButton>(*workspace, "loadSettings")->click();
    EXPECT_EQ(workspace->form().settings(), saved);

    QFile wrong(file);
    ASSERT_TRUE(wrong.open(QIODevice::WriteOnly | QIODevice::Truncate));
    wrong.write(R"({"epochs": -4, "bacth": 8, "learningRate": "fast"})");
    wrong.close();
    find<QPushButton>(*workspace, "loadSettings")->click();
    const QString detail = find<QLabel>(*workspace, "messageDetail")->text();
    for (const char* word : {"epochs", "bacth", "learningRate"}) EXPECT_TRUE(detail.contains(word)) << detail.toStdString();
    EXPECT_EQ(workspace->form().settings(), saved);
}

TEST_F(TrainWorkspaceTest, SaysBeforeItStartsHowMuchWorkItIsAndMeasuresHowLong) {
    openCells();
    setUpRun(2, 4);
    auto* time = find<QLabel>(*workspace, "trainTime");
    ASSERT_TRUE(waitFor([&] { return find<QLabel>(*workspace, "trainWork")->text().contains("steps at most"); }));
    ASSERT_TRUE(waitFor([&] { return time->text().contains("on this CPU"); }, kTrainingLimitMs)) << time->text().toStdString();
    EXPECT_TRUE(time->text().contains("fp32"));
    EXPECT_TRUE(find<QPushButton>(*workspace, "startTraining")->isEnabled());
}

TEST_F(TrainWorkspaceTest, AModelOfTheListFillsTheFieldOfWeights) {
    Q_EMIT context.trainFromRequested("/models/start a.leukomodel");
    EXPECT_EQ(find<QLineEdit>(*workspace, "trainWeights")->text(), "/models/start a.leukomodel");
    EXPECT_TRUE(find<QLabel>(*workspace, "messageSummary")->text().contains("start a.leukomodel"))
        << "without cells the form is not seen";
    EXPECT_EQ(workspace->form().settings().weightsFile, "/models/start a.leukomodel");
}

TEST_F(TrainWorkspaceTest, WaitsWhileAFinderOfCellsIsTrained) {
    openCells();
    bool ended = false;
    context.trainingWorker.run<void>(
        "Training a finder",
        [](ProgressSink&, const CancelToken& cancel) -> Result<void> {
            while (!cancel.cancelled()) QThread::msleep(5);
            return fail(ErrorCode::Cancelled, "stopped");
        },
        nullptr, [&](const Result<void>&) { ended = true; });
    auto* start = find<QPushButton>(*workspace, "startTraining");
    ASSERT_TRUE(test::waitFor([&] { return !start->isEnabled(); }));
    QTest::qWait(100);
    EXPECT_FALSE(ended) << "it was not stopped";
    context.trainingWorker.stop();
    EXPECT_TRUE(test::waitFor([&] { return start->isEnabled(); }));
}

TEST_F(TrainWorkspaceTest, AFailureIsSaidInThePage) {
    openCells();
    setUpRun(2, 1);
    QDir().mkpath(settings.runsFolder() + "/taken/something");
    workspace->form().setRunName("taken");
    test::click(*workspace, "startTraining");
    auto* messages = workspace->findChild<MessageBar*>();
    ASSERT_TRUE(waitFor([&] { return messages->count() == 1; }, kTrainingLimitMs));
    EXPECT_TRUE(find<QLabel>(*messages, "messageDetail")->text().contains("never overwritten"));
    EXPECT_TRUE(find<QPushButton>(*workspace, "startTraining")->isEnabled());
}

}  // namespace
}  // namespace leukolens::ui
