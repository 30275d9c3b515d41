// Tabs Map and Learning, on a run that was really trained: the last layer of a tiny model.
#include <QComboBox>
#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QTest>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "core/base/pause_gate.h"
#include "core/experiment/learning_curve.h"
#include "tests/support/demo_data.h"
#include "tests/support/tiny_model.h"
#include "tests/ui/evaluation/evaluate_fixture.h"
#include "ui/evaluation/map_view.h"
#include "ui/evaluation/study_session.h"

namespace leukolens::ui {
namespace {

class EvaluateStudiesTest : public EvaluateWorkspaceTest {
protected:
    static void SetUpTestSuite() {
        s_folder = std::make_unique<test::TempFolder>();
        const auto data = test::demoData(*s_folder / "cells", 3);
        experiment::TrainSettings settings;
        settings.inputPx = 75;
        settings.epochs = 2;
        settings.batch = 8;
        settings.folds = 3;
        settings.device = "cpu";
        settings.precision = "fp32";
        settings.weightsFile = test::makeTinyModel(s_folder->path()).string();
        settings.frozenUpTo = "trunk";
        settings.featureCopies = 1;
        experiment::NoRunObserver observer;
        NoProgress progress;
        PauseGate gate;
        const auto trained = experiment::train(data, settings, *s_folder / "trained", {observer, progress, {}, gate});
        ASSERT_TRUE(trained) << trained.error().message();
    }
    static void TearDownTestSuite() { s_folder.reset(); }

    void SetUp() override {
        EvaluateWorkspaceTest::SetUp();
        run = folder / "run";
        fs::copy(*s_folder / "trained", run, fs::copy_options::recursive);
        open(run);
    }

    MapView* map() { return find<MapView>(*workspace, "map"); }
    void makeMap() {
        showTab("Map");
        press("makeMap");
        ASSERT_TRUE(waitFor([this] { return map()->isVisible(); }, kLimitMs)) << messages().toStdString();
        QApplication::processEvents();
    }
    QPoint placeOf(int point) { return map()->positionOf(0, map()->points()[static_cast<std::size_t>(point)].at).toPoint(); }
    const evaluation::PredictedCell& cellOf(int point) { return answerOf(map()->points()[static_cast<std::size_t>(point)].cell); }

    inline static std::unique_ptr<test::TempFolder> s_folder;
    fs::path run;
};

TEST_F(EvaluateStudiesTest, AMapIsMadeSeenAndRead) {
    showTab("Map");
    EXPECT_TRUE(isVisible("makeMap"));
    EXPECT_FALSE(isVisible("map"));
    makeMap();
    ASSERT_EQ(map()->points().size(), opened()->test.cells.size());
    EXPECT_TRUE(text("mapWords").contains("variance")) << text("mapWords").toStdString();
    EXPECT_FALSE(isVisible("makeMap"));
    EXPECT_FALSE(isVisible("mapFold")) << "one trunk, one map";

    // Under the mouse: the picture and what it is.
    const QPoint at = placeOf(5);
    QTest::mouseMove(map(), at + QPoint(1, 0));
    const int near = map()->pointAt(at + QPoint(1, 0));
    ASSERT_GE(near, 0);
    auto* card = find<QFrame>(*workspace, "mapCard");
    ASSERT_TRUE(waitFor([&] { return card->isVisible() && map()->hovered() == near; }));
    const auto words = card->findChildren<QLabel*>();
    EXPECT_TRUE(std::ranges::any_of(words, [&](const QLabel* label) { return label->text().contains(QString::fromStdString(opened()->test.subjects[static_cast<std::size_t>(cellOf(near).subject)])); }));
    EXPECT_TRUE(waitFor([&] { return std::ranges::any_of(words, [](const QLabel* label) { return !label->pixmap().isNull(); }); })) << "its picture";
    EXPECT_TRUE(map()->rect().contains(card->geometry()));

    // A click keeps it.
    QTest::mouseClick(map(), Qt::LeftButton, {}, at + QPoint(1, 0));
    EXPECT_EQ(map()->picked(), near);
    EXPECT_TRUE(text("mapFacts").contains(QString::fromStdString(cellOf(near).path))) << text("mapFacts").toStdString();
    EXPECT_TRUE(isVisible("mapSubjectErrors"));
    press("mapSubjectErrors");
    EXPECT_EQ(tabTitle(), "Errors");
    const int subject = cellOf(near).subject;
    for (const int number : listed()) EXPECT_EQ(answerOf(number).subject, subject);
}

TEST_F(EvaluateStudiesTest, ArrowKeysGoFromCellToCell) {
    makeMap();
    window->activateWindow();
    map()->setFocus();
    QTest::keyClick(map(), Qt::Key_Right);
    ASSERT_EQ(map()->picked(), 0) << "the first key picks a cell";
    for (const auto& [key, axis, sign] : {std::tuple(Qt::Key_Right, 0, 1), {Qt::Key_Left, 0, -1}, {Qt::Key_Up, 1, -1}, {Qt::Key_Down, 1, 1}}) {
        const int before = map()->picked();
        QTest::keyClick(map(), key);
        const QPoint step = placeOf(map()->picked()) - placeOf(before);
        if (map()->picked() == before) continue;  // nothing lies there
        EXPECT_GE(sign * (axis == 0 ? step.x() : step.y()), 0);
        EXPECT_GE(std::abs(axis == 0 ? step.x() : step.y()) + 1, std::abs(axis == 0 ? step.y() : step.x()));
    }
}

TEST_F(EvaluateStudiesTest, ColoursAndTheMapStayWhenTheRunIsEvaluatedAgain) {
    makeMap();
    auto* colour = find<QComboBox>(*workspace, "mapColour");
    const auto legend = [this] {
        QStringList words;
        for (const auto& text : map()->figure().plots.front().texts) words << text.text;
        return words;
    };
    EXPECT_TRUE(legend().contains("called right"));
    colour->setCurrentIndex(colour->findText("By subject"));
    EXPECT_TRUE(legend().contains(QString::fromStdString(opened()->test.subjects.front())));
    map()->pick(0);
    EXPECT_EQ(legend(), QStringList(QString::fromStdString(opened()->test.subjects[static_cast<std::size_t>(cellOf(0).subject)]))) << "the others stand back";
    open(run);
    EXPECT_TRUE(isVisible("map")) << "it was kept in the run folder";
    EXPECT_EQ(colour->currentText(), "By subject");
}

TEST_F(EvaluateStudiesTest, WhatIsPickedStaysWhileATrainingRuns) {
    makeMap();
    map()->pick(3);
    int told = 0;
    QObject::connect(&context.trainingWorker, &JobRunner::statusChanged, workspace, [&told] { ++told; });
    context.trainingWorker.run<int>("Training", [](ProgressSink& progress, const CancelToken&) -> Result<int> {
        for (int i = 0; i < 5; ++i) progress.report({"Fold 1 of 2", i, 5});
        return 0;
    }, nullptr, [](const Result<int>&) {});
    ASSERT_TRUE(waitForJobs());
    EXPECT_GT(told, 0);
    EXPECT_EQ(map()->picked(), 3);
    EXPECT_TRUE(text("mapFacts").contains(QString::fromStdString(cellOf(3).path)));
    press("makeLearningCurve");
    context.trainingWorker.stop();
    ASSERT_TRUE(waitForJobs());
    EXPECT_EQ(map()->picked(), 3) << "a learning curve is no map";
}

TEST_F(EvaluateStudiesTest, ALearningCurveIsTrainedShownAndGoneOnWith) {
    showTab("Learning");
    EXPECT_TRUE(isVisible("makeLearningCurve"));
    EXPECT_FALSE(isVisible("learningCard"));
    press("makeLearningCurve");
    EXPECT_TRUE(isVisible("learningPanel"));
    EXPECT_TRUE(context.trainingWorker.busy());
    // Stopped as soon as the first point is there: the run itself.
    ASSERT_TRUE(waitFor([&] { return fs::exists(run / experiment::kLearningCurveFile); }, kLimitMs));
    context.trainingWorker.stop();
    ASSERT_TRUE(waitForJobs());
    QApplication::processEvents();
    EXPECT_TRUE(isVisible("learningCard"));
    EXPECT_TRUE(isVisible("goOnLearning"));
    EXPECT_TRUE(messages().isEmpty()) << messages().toStdString();
    EXPECT_LT(rows("learningPoints").rowCount(), 3);

    press("goOnLearning");
    ASSERT_TRUE(waitFor([this] { return !context.trainingWorker.busy(); }, kLimitMs));
    QApplication::processEvents();
    EXPECT_TRUE(messages().isEmpty()) << messages().toStdString();
    ASSERT_EQ(rows("learningPoints").rowCount(), 3);
    EXPECT_FALSE(isVisible("goOnLearning"));
    EXPECT_FALSE(isVisible("learningPanel"));
    EXPECT_EQ(cell("learningPoints", 2, 0), percentText(1));
    EXPECT_EQ(cell("learningPoints", 2, 1), QLocale().toString(6.0, 'f', 1));
    EXPECT_EQ(figure("learningCurve")->figure().plots.size(), 2u);
    EXPECT_EQ(figure("learningCurve")->figure().plots[0].lines[0].points.size(), 3u);
}

TEST_F(EvaluateStudiesTest, WhileATrainingRunsThereIsNoLearningCurve) {
    PauseGate gate;
    gate.pause();
    context.trainingWorker.run<int>("Training", [&gate](ProgressSink&, const CancelToken& cancel) -> Result<int> {
        gate.wait(cancel);
        return 0;
    }, nullptr, [](const Result<int>&) {});
    showTab("Learning");
    ASSERT_TRUE(waitFor([this] { return !find<QPushButton>(*workspace, "makeLearningCurve")->isEnabled(); }));
    EXPECT_TRUE(find<QPushButton>(*workspace, "makeLearningCurve")->toolTip().contains("Another training"));
    gate.resume();
    ASSERT_TRUE(waitFor([this] { return find<QPushButton>(*workspace, "makeLearningCurve")->isEnabled(); }));
}

TEST_F(EvaluateStudiesTest, WhatIsDamagedIsSaidAndTheRestIsShown) {
    test::writeText(run / experiment::kMapFile, "{");
    open(run);
    EXPECT_TRUE(waitForMessage("could not be read")) << messages().toStdString();
    showTab("Map");
    EXPECT_TRUE(isVisible("makeMap"));
    makeMap();
    EXPECT_TRUE(isVisible("map"));
}

TEST_F(EvaluateStudiesTest, DataThatHaveMovedAreAskedFor) {
    fs::rename(*s_folder / "cells", *s_folder / "moved");
    int asked = 0;
    dialogs::setTestHook({{}, [&](const QString&) {
                              ++asked;
                              return asked == 1 ? QString() : test::qpath(*s_folder / "moved");
                          }});
    showTab("Map");
    press("makeMap");
    EXPECT_EQ(asked, 1);
    EXPECT_FALSE(context.inferenceWorker.busy()) << "nothing was chosen";
    makeMap();
    EXPECT_EQ(asked, 2);
    EXPECT_EQ(map()->points().size(), opened()->test.cells.size());
    fs::rename(*s_folder / "moved", *s_folder / "cells");
}

}  // namespace
}  // namespace leukolens::ui
