#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QLabel>
#include <QLocale>
#include <QMimeData>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTimer>
#include <QToolButton>
#include <QUrl>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/report/paper_table.h"
#include "tests/ui/evaluation/evaluate_fixture.h"
#include "ui/figures/evaluation_words.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/labels.h"

namespace leukolens::ui {
namespace {

bool drop(QWidget& target, const fs::path& path) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(test::qpath(path))});
    const QPoint middle = target.rect().center();
    QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&target, &enter);
    if (!enter.isAccepted()) return false;
    QDropEvent let(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&target, &let);
    return let.isAccepted();
}

// Opening

TEST_F(EvaluateWorkspaceTest, WithoutARunOffersToOpenOneOrToTrain) {
    EXPECT_TRUE(isVisible("evaluateEmpty"));
    EXPECT_FALSE(isVisible("evaluationReport"));
    QSignalSpy asked(&context, &AppContext::workspaceRequested);
    test::click(*workspace, "evaluateTrain");
    ASSERT_EQ(asked.size(), 1);
    EXPECT_EQ(asked.front().front().toInt(), 4);
    test::click(*workspace, "evaluateOpenRun");
    EXPECT_TRUE(workspace->session().opening().isEmpty()) << "the person cancelled";
    answerPath(makeRun("run"));
    test::click(*workspace, "evaluateOpenRun");
    ASSERT_TRUE(waitFor([this] { return opened() != nullptr; }, kLimitMs));
    EXPECT_FALSE(isVisible("evaluateEmpty"));
    EXPECT_TRUE(isVisible("evaluationTabs"));
    EXPECT_TRUE(isVisible("evaluationReport"));
}

TEST_F(EvaluateWorkspaceTest, ARunThatIsAskedForElsewhereIsOpened) {
    const auto run = makeRun("run");
    Q_EMIT context.evaluateRequested(test::qpath(run));
    ASSERT_TRUE(waitFor([this] { return opened() != nullptr; }, kLimitMs));
    EXPECT_EQ(opened()->record.result.folder, run);
    EXPECT_EQ(window->currentWorkspace(), 5);
}

TEST_F(EvaluateWorkspaceTest, ShowsAllFiguresAsTheEvaluationHasThem) {
    const auto run = openNew({.facts = true});
    const auto* tabs = find<QTabWidget>(*workspace, "evaluationTabs");
    QStringList titles;
    for (int i = 0; i < tabs->count(); ++i) titles << tabs->tabText(i);
    for (const char* title : {"Overview", "Errors", "Curves", "Calibration", "Subjects", "Compare"}) EXPECT_TRUE(titles.contains(title)) << title;
    const auto alone = evaluatedAlone(run);
    ASSERT_FALSE(alone.pooled.figures.empty());
    expectFiguresOf(alone, alone.pooled);
    EXPECT_EQ(text("intervalWords"), intervalWords(alone));
    const auto json = nlohmann::json::parse(readTextFile(run / experiment::kEvaluationFile, 1 << 24).value_or(""), nullptr, false);
    ASSERT_TRUE(json.is_object()) << "evaluation.json is written";
    EXPECT_EQ(json.at("metrics").at("accuracy").at("value").get<double>(), alone.figure(evaluation::MetricKind::Accuracy)->value);
}

TEST_F(EvaluateWorkspaceTest, ChoosingAFoldOrASubgroupShowsItsFigures) {
    const auto alone = evaluatedAlone(openNew({.facts = true}));
    ASSERT_EQ(alone.folds.size(), 2u);
    ASSERT_EQ(alone.subgroups.size(), 2u);
    auto* parts = find<QComboBox>(*workspace, "figurePart");
    ASSERT_EQ(parts->count(), 5);
    EXPECT_EQ(parts->itemText(2), "Fold 2");
    parts->setCurrentIndex(2);
    expectFiguresOf(alone, alone.folds[1]);
    EXPECT_EQ(parts->itemText(3), partName(alone.subgroups[0]));
    parts->setCurrentIndex(3);
    expectFiguresOf(alone, alone.subgroups[0]);
    parts->setCurrentIndex(0);
    expectFiguresOf(alone, alone.pooled);
}

TEST_F(EvaluateWorkspaceTest, WhatCannotBeOpenedIsSaidAndTheOpenRunStays) {
    workspace->openRun(test::qpath(folder / "nowhere"));
    ASSERT_TRUE(waitForMessage("could not be evaluated"));
    EXPECT_TRUE(isVisible("evaluateEmpty"));
    const auto run = openNew();
    const auto before = opened();
    fs::create_directories(folder / "no run");
    workspace->openRun(test::qpath(folder / "no run"));
    ASSERT_TRUE(waitFor([this] { return messages("messageFile").contains("no run"); }, kLimitMs));
    EXPECT_EQ(opened(), before);
    EXPECT_TRUE(isVisible("evaluationTabs"));

    const auto torn = makeRun("torn");
    test::writeText(torn / experiment::kPredictionsFile, "path,subject,fold,label,p_all,p_hem\na.png,P,1,all,2,0\n");
    workspace->openRun(test::qpath(torn));
    ASSERT_TRUE(waitFor([this] { return messages("messageFile").contains("torn"); }, kLimitMs));
    EXPECT_TRUE(messages("messageDetail").contains("Line 2")) << messages("messageDetail").toStdString();
    EXPECT_EQ(opened(), before);
}

TEST_F(EvaluateWorkspaceTest, WhereNothingCanBeWrittenTheFiguresAreShownAllTheSame) {
    const auto run = makeRun("run");
    // No rights are needed for this, and root is stopped by it too.
    fs::create_directories(run / experiment::kEvaluationFile / "in the way");
    open(run);
    EXPECT_TRUE(isVisible("evaluationTabs"));
    expectFiguresOf(evaluatedAlone(run), opened()->evaluation.pooled);
    EXPECT_TRUE(messages().contains("could not be kept") && messages().contains(experiment::kEvaluationFile)) << messages().toStdString();
    ASSERT_TRUE(opened()->notWritten);
    EXPECT_TRUE(messages().contains(errorDetail(*opened()->notWritten))) << "and why";
}

TEST_F(EvaluateWorkspaceTest, TheNewestOfTwoRunsIsOpened) {
    const auto first = makeRun("first", {.cells = 20'000, .pictures = false}), second = makeRun("second", {.pictures = false}), third = makeRun("third", {.pictures = false});
    workspace->openRun(test::qpath(first));
    workspace->openRun(test::qpath(second));
    workspace->openRun(test::qpath(third));
    EXPECT_EQ(workspace->session().opening(), test::qpath(third));
    EXPECT_EQ(find<ElidedLabel>(*workspace, "evaluatedPath")->fullText(), test::qpath(third));
    QSignalSpy shown(&workspace->session(), &EvaluationSession::opened);
    ASSERT_TRUE(waitFor([this] { return workspace->session().opening().isEmpty(); }, kLimitMs));
    ASSERT_TRUE(waitForJobs());
    ASSERT_NE(opened(), nullptr);
    EXPECT_EQ(opened()->record.result.folder, third);
    EXPECT_EQ(shown.size(), 1) << "the others are never shown";
    EXPECT_TRUE(messages().isEmpty()) << messages().toStdString();
    EXPECT_FALSE(fs::exists(second / experiment::kEvaluationFile)) << "it had not begun";
}

TEST_F(EvaluateWorkspaceTest, ADroppedRunFolderIsOpened) {
    fs::create_directories(folder / "anything else");
    EXPECT_FALSE(drop(*workspace, folder / "anything else"));
    const auto first = makeRun("first"), second = makeRun("second", {.pictures = false});
    EXPECT_TRUE(drop(*workspace, first));
    ASSERT_TRUE(waitFor([&] { return opened() && opened()->record.result.folder == first; }, kLimitMs));
    EXPECT_TRUE(drop(*workspace, second / "history.csv")) << "a file of it";
    ASSERT_TRUE(waitFor([&] { return opened()->record.result.folder == second; }, kLimitMs));
}

TEST_F(EvaluateWorkspaceTest, ALargeRunLeavesTheWindowAlive) {
    const auto run = makeRun("run", {.cells = 20'000, .pictures = false});
    int ticks = 0;
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &timer, [&] { ++ticks; });
    timer.start(10);
    workspace->openRun(test::qpath(run));
    EXPECT_FALSE(isVisible("evaluationTabs"));
    ASSERT_TRUE(waitFor([this] { return opened() != nullptr; }, 2 * kLimitMs));
    EXPECT_GT(ticks, 5);
    showTab("Errors");
    find<QCheckBox>(*workspace, "confusionWrongOnly")->setChecked(false);
    EXPECT_EQ(answers()->model()->rowCount(), 20'000);
}

TEST_F(EvaluateWorkspaceTest, ClosingWhileItEvaluatesStopsAndJoins) {
    workspace->openRun(test::qpath(makeRun("run", {.cells = 20'000, .pictures = false})));
    EXPECT_TRUE(context.anyBusy());
    window->close();
    ASSERT_TRUE(waitFor([this] { return !window->isVisible(); }, kLimitMs)) << "nobody is asked: nothing is lost";
    EXPECT_FALSE(context.anyBusy());
}

// What is said of the figures

TEST_F(EvaluateWorkspaceTest, WhatIsToBeKnownStandsAboveAndUnfolds) {
    const auto alone = evaluatedAlone(openNew({.notices = {"A notice of the run."}}));
    QStringList sentences;
    for (const auto& alarm : alone.alarms) sentences << alarmWords(alarm, alone.classes);
    sentences << "A notice of the run.";
    ASSERT_GE(sentences.size(), 3) << "six subjects a class are few";
    EXPECT_TRUE(isVisible("honestyList"));
    const auto shown = [this] {
        QStringList texts;
        for (const auto* label : find<QWidget>(*workspace, "honestyList")->findChildren<QLabel*>())
            if (!label->text().isEmpty()) texts << label->text();
        return texts;
    };
    EXPECT_EQ(shown(), sentences.mid(0, 1));
    auto* unfold = find<QToolButton>(*workspace, "unfoldHonesty");
    EXPECT_TRUE(unfold->text().contains(QString::number(sentences.size() - 1))) << unfold->text().toStdString();
    unfold->click();
    EXPECT_EQ(shown(), sentences);
    unfold->click();
    EXPECT_EQ(shown(), sentences.mid(0, 1));
}

TEST_F(EvaluateWorkspaceTest, ThePapersFiguresStandBesideARunByItsProtocolOnly) {
    openNew();
    const int own = rows("evaluatedFolds").columnCount();
    EXPECT_EQ(rows("evaluatedFolds").rowCount(), 3) << "two folds and their mean";
    EXPECT_EQ(cell("evaluatedFolds", 2, 0), "Mean");
    EXPECT_EQ(cell("evaluatedFolds", 1, 3), QLocale().toString(0.82, 'f', 4));
    EXPECT_EQ(cell("evaluatedFolds", 2, 5), QLocale().toString(0.715, 'f', 4)) << "the mean of 0.71 and 0.72";
    EXPECT_FALSE(isVisible("paperWords"));

    open(makeRun("as the paper", {.protocol = Protocol::Paper, .validation = false}));
    const auto& table = rows("evaluatedFolds");
    ASSERT_EQ(table.columnCount(), own + 3);
    for (int column = own; column < own + 3; ++column) EXPECT_TRUE(table.headerData(column, Qt::Horizontal).toString().startsWith("Paper"));
    EXPECT_EQ(cell("evaluatedFolds", 0, own), QLocale().toString(report::kPaperFolds[0].trainAccuracy, 'f', 4));
    EXPECT_EQ(cell("evaluatedFolds", 1, own + 2), QString::number(report::kPaperFolds[1].epochs));
    EXPECT_EQ(cell("evaluatedFolds", 2, own + 1), QLocale().toString(report::kPaperMean.trainLoss, 'f', 4));
    EXPECT_TRUE(isVisible("paperWords"));
    for (const char* words : {"Table 1", "learnt from", "held out"}) EXPECT_TRUE(text("paperWords").contains(words)) << words;
    EXPECT_EQ(find<QWidget>(*workspace, "honestyList")->findChildren<QLabel*>().size(), 2) << "an icon and a sentence";
    EXPECT_TRUE(find<QWidget>(*workspace, "honestyList")->accessibleName().contains("Patients are in training and in test"));
}

TEST_F(EvaluateWorkspaceTest, ShowsTheCurvesOfTheFoldThatIsChosen) {
    openNew();
    auto* folds = find<QComboBox>(*workspace, "foldCurve");
    ASSERT_EQ(folds->count(), 2);
    EXPECT_EQ(figure("foldCurves")->figure().name, "fold-1");
    folds->setCurrentIndex(1);
    EXPECT_EQ(figure("foldCurves")->figure().name, "fold-2");
}

}  // namespace
}  // namespace leukolens::ui
