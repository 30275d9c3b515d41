#include <QCheckBox>
#include <QComboBox>
#include <QRadioButton>
#include <QSignalSpy>
#include <QToolButton>

#include <gtest/gtest.h>

#include <map>
#include <memory>

#include "core/base/files.h"
#include "tests/ui/evaluation/evaluate_fixture.h"
#include "ui/shell/class_words.h"

namespace leukolens::ui {
namespace {

// Errors

TEST_F(EvaluateWorkspaceTest, ErrorsAreListedAtFirst) {
    openNew();
    showTab("Errors");
    const auto errors = cellsWhere([](const auto& answer, int called) { return called != answer.label; });
    EXPECT_EQ(errors.size(), 8u) << "by hand: five blasts and three normal cells";
    expectListed(errors);
}

TEST_F(EvaluateWorkspaceTest, ClickingAFieldOfTheMatrixListsItsCells) {
    openNew();
    showTab("Errors");
    auto* matrix = figure("confusionMatrix");
    const auto clickField = [matrix](int truth, int called) { QTest::mouseClick(matrix, Qt::LeftButton, {}, matrix->positionOf(0, QPointF(called, truth)).toPoint()); };
    clickField(kAll, kHem);
    const auto missed = cellsWhere([](const auto& answer, int called) { return answer.label == kAll && called == kHem; });
    EXPECT_EQ(missed.size(), 5u);
    expectListed(missed);
    EXPECT_TRUE(text("answersHeading").startsWith("ALL blast called Normal")) << text("answersHeading").toStdString();
    clickField(kHem, kAll);
    expectListed(cellsWhere([](const auto& answer, int called) { return answer.label == kHem && called == kAll; }));
    clickField(kHem, kHem);
    expectListed(cellsWhere([](const auto& answer, int called) { return answer.label == kHem && called == kHem; }));
    const auto before = listed();
    QTest::mouseClick(matrix, Qt::LeftButton, {}, QPoint(3, matrix->height() / 2));
    EXPECT_EQ(listed(), before) << "beside the fields";
}

TEST_F(EvaluateWorkspaceTest, TheSameIsDoneByKeys) {
    openNew();
    showTab("Errors");
    auto *truth = find<QComboBox>(*workspace, "confusionTruth"), *called = find<QComboBox>(*workspace, "confusionCalled");
    QTest::keyClick(truth, Qt::Key_Down);
    EXPECT_EQ(truth->currentText(), "ALL blast");
    expectListed(cellsWhere([](const auto& answer, int calledAs) { return answer.label == kAll && calledAs != kAll; }));
    QTest::keyClick(called, Qt::Key_Down);
    EXPECT_TRUE(listed().empty()) << "no error is called what it is";
    QTest::keyClick(find<QCheckBox>(*workspace, "confusionWrongOnly"), Qt::Key_Space);
    expectListed(cellsWhere([](const auto& answer, int calledAs) { return answer.label == kAll && calledAs == kAll; }));
    QTest::keyClick(called, Qt::Key_Down);
    expectListed(cellsWhere([](const auto& answer, int calledAs) { return answer.label == kAll && calledAs == kHem; }));
    QTest::keyClick(truth, Qt::Key_Up);
    expectListed(cellsWhere([](const auto&, int calledAs) { return calledAs == kHem; }));
}

TEST_F(EvaluateWorkspaceTest, TheMatrixWritesCountsOrShares) {
    openNew();
    const auto first = [this] { return figure("confusionMatrix")->figure().plots.at(0).texts.at(0).text; };
    EXPECT_EQ(first(), "19") << "of 24";
    find<QRadioButton>(*workspace, "confusionRows")->click();
    EXPECT_EQ(first(), percentText(19.0 / 24, 1));
    find<QRadioButton>(*workspace, "confusionColumns")->click();
    EXPECT_EQ(first(), percentText(19.0 / 22, 1));
    find<QRadioButton>(*workspace, "confusionCounts")->click();
    EXPECT_EQ(first(), "19");
}

TEST_F(EvaluateWorkspaceTest, TheChosenCellIsSaidAndShown) {
    openNew();
    showTab("Errors");
    const int top = listed().at(0);
    const QString facts = text("answerFacts");
    EXPECT_TRUE(facts.contains(QString::fromStdString(answerOf(top).path))) << facts.toStdString();
    EXPECT_TRUE(facts.contains(percentText(probabilityOf(top), 1)));
    EXPECT_FALSE(opened()->pictures.empty());
    answers()->selectAll();
    EXPECT_TRUE(text("answerFacts").isEmpty());
}

TEST_F(EvaluateWorkspaceTest, WhatIsNotedByKeysIsSavedAndTakenBack) {
    const auto run = openNew();
    focusAnswers();
    const std::vector<int> top = {listed().at(0)};
    QTest::keyClick(answers(), Qt::Key_L);
    EXPECT_TRUE(waitForReview(run, reviewOf(top, ErrorCause::Label)));
    EXPECT_TRUE(text("reviewCount").contains('1')) << text("reviewCount").toStdString();
    QTest::keyClick(answers(), Qt::Key_N);
    EXPECT_TRUE(waitForReview(run, reviewOf(top, ErrorCause::Network)));
    QTest::keyClick(answers(), Qt::Key_Backspace);
    EXPECT_TRUE(waitForReview(run, {}));
    EXPECT_TRUE(text("reviewCount").isEmpty());
    EXPECT_FALSE(find<QToolButton>(*workspace, "takeBackNote")->isEnabled()) << "there is nothing to take back";
}

TEST_F(EvaluateWorkspaceTest, ManyAreNotedAtOnceAndFoundAgain) {
    const auto run = openNew();
    showTab("Errors");
    answers()->selectAll();
    const auto all = listed();
    press("blameNetwork");
    ASSERT_TRUE(waitForReview(run, reviewOf(all, ErrorCause::Network)));
    ASSERT_TRUE(waitForJobs());
    open(run);
    EXPECT_EQ(workspace->session().review(), reviewOf(all, ErrorCause::Network));
    EXPECT_TRUE(text("reviewCount").contains(QString::number(all.size())));
    answers()->selectAll();
    press("takeBackNote");
    EXPECT_TRUE(waitForReview(run, {}));
}

TEST_F(EvaluateWorkspaceTest, ANoteThatCannotBeSavedIsSaid) {
    const auto run = openNew();
    fs::create_directories(run / experiment::kReviewFile / "in the way");
    press("blameNetwork");
    EXPECT_TRUE(waitForMessage("could not be saved"));
}

TEST_F(EvaluateWorkspaceTest, ADamagedListOfNotesIsNamedAndKept) {
    const auto run = makeRun("run");
    test::writeText(run / experiment::kReviewFile, "[]");
    open(run);
    EXPECT_TRUE(isVisible("evaluationTabs")) << "the figures do not need it";
    for (const char* words : {experiment::kReviewFile, experiment::kDamagedReviewFile}) EXPECT_TRUE(messages().contains(words)) << messages().toStdString();
    EXPECT_TRUE(workspace->session().review().empty());
    EXPECT_EQ(readTextFile(run / experiment::kReviewFile, 100).value_or(""), "[]") << "nothing is written before something is noted";
    showTab("Errors");
    press("blameNetwork");
    EXPECT_TRUE(waitForReview(run, reviewOf({listed().at(0)}, ErrorCause::Network)));
    EXPECT_EQ(readTextFile(run / experiment::kDamagedReviewFile, 100).value_or(""), "[]");
}

TEST_F(EvaluateWorkspaceTest, BlamingTheLabelChangesItWhereTheDataAreOpen) {
    const auto run = openNew();
    QSignalSpy relabel(&context, &AppContext::relabelRequested);
    showTab("Errors");
    answers()->selectAll();
    press("blameLabel");
    EXPECT_TRUE(relabel.empty()) << "no data are open";
    press("takeBackNote");
    EXPECT_TRUE(relabel.empty());

    openData();
    const auto changes = [&] {
        std::map<QString, QStringList> pathsByClass;
        for (const auto& arguments : relabel) {
            auto paths = arguments.at(0).toStringList();
            paths.sort();
            pathsByClass[arguments.at(1).toString()] = paths;
            EXPECT_FALSE(arguments.at(2).toString().isEmpty()) << "a reason";
        }
        relabel.clear();
        return pathsByClass;
    };
    const auto ofLabel = [this](int label) {
        auto paths = pathsOf(cellsWhere([label](const auto& answer, int called) { return answer.label == label && called != label; }));
        paths.sort();
        return paths;
    };
    answers()->selectAll();
    press("blameLabel");
    EXPECT_EQ(changes(), (std::map<QString, QStringList>{{"hem", ofLabel(kAll)}, {"all", ofLabel(kHem)}})) << "each gets the class that it was called";
    press("takeBackNote");
    EXPECT_EQ(changes(), (std::map<QString, QStringList>{{"all", ofLabel(kAll)}, {"hem", ofLabel(kHem)}})) << "and its own again";
    press("blameNetwork");
    EXPECT_TRUE(changes().empty());
    ASSERT_TRUE(waitForJobs());
    EXPECT_TRUE(fs::exists(run / experiment::kReviewFile));
}

TEST_F(EvaluateWorkspaceTest, BlamingTheNetworkAfterTheLabelRestoresTheLabel) {
    openNew();
    openData();
    showTab("Errors");
    const int top = listed().at(0);
    QSignalSpy relabel(&context, &AppContext::relabelRequested);
    press("blameLabel");
    ASSERT_EQ(relabel.size(), 1);
    EXPECT_EQ(relabel.takeFirst().at(0).toStringList(), pathsOf({top}));
    press("blameNetwork");
    ASSERT_EQ(relabel.size(), 1) << "noted is that the label is right: it must be the old one";
    EXPECT_EQ(relabel.front().at(0).toStringList(), pathsOf({top}));
    EXPECT_EQ(relabel.front().at(1).toString().toStdString(), opened()->test.classes[static_cast<std::size_t>(answerOf(top).label)]);
}

TEST_F(EvaluateWorkspaceTest, RightAnswersAreNobodysFault) {
    const auto run = openNew();
    showTab("Errors");
    EXPECT_TRUE(text("answersHeading").contains("the surest errors first")) << text("answersHeading").toStdString();
    auto *truth = find<QComboBox>(*workspace, "confusionTruth"), *called = find<QComboBox>(*workspace, "confusionCalled");
    find<QCheckBox>(*workspace, "confusionWrongOnly")->setChecked(false);
    truth->setCurrentIndex(kAll + 1);
    called->setCurrentIndex(kAll + 1);
    EXPECT_TRUE(text("answersHeading").contains("the least sure first")) << text("answersHeading").toStdString();
    for (const char* button : {"blameLabel", "blameNetwork"}) EXPECT_FALSE(find<QToolButton>(*workspace, button)->isEnabled()) << button;
    called->setCurrentIndex(0);
    answers()->selectAll();
    EXPECT_TRUE(find<QToolButton>(*workspace, "blameLabel")->isEnabled());
    openData();
    QSignalSpy relabel(&context, &AppContext::relabelRequested);
    press("blameLabel");
    const auto errors = cellsWhere([](const auto& answer, int calledAs) { return answer.label == kAll && calledAs != kAll; });
    EXPECT_TRUE(waitForReview(run, reviewOf(errors, ErrorCause::Label)));
    ASSERT_EQ(relabel.size(), 1);
    EXPECT_EQ(relabel.front().at(0).toStringList().size(), static_cast<int>(errors.size()));
}

TEST_F(EvaluateWorkspaceTest, DataThatAreOpenThroughALinkAreTheRunsToo) {
    openNew();
    fs::create_directory_symlink(folder / "cells", folder / "link");
    auto data = std::make_shared<dataset::Dataset>();
    data->root = folder / "link";
    context.setDataset(std::move(data));
    showTab("Errors");
    QSignalSpy relabel(&context, &AppContext::relabelRequested);
    const int top = listed().at(0);
    press("blameLabel");
    ASSERT_EQ(relabel.size(), 1);
    EXPECT_EQ(relabel.front().at(0).toStringList(), QStringList(test::qpath(folder / "link" / answerOf(top).path))) << "as Data has it";
}

TEST_F(EvaluateWorkspaceTest, OtherDataThanTheRunsStayAsTheyAre) {
    openNew();
    auto other = std::make_shared<dataset::Dataset>();
    other->root = folder / "other cells";
    context.setDataset(std::move(other));
    QSignalSpy relabel(&context, &AppContext::relabelRequested);
    press("blameLabel");
    EXPECT_TRUE(relabel.empty());
}

TEST_F(EvaluateWorkspaceTest, PicturesThatAreGoneAreSaid) {
    const auto run = openNew({.pictures = false});
    showTab("Errors");
    EXPECT_TRUE(opened()->pictures.empty());
    EXPECT_EQ(listed().size(), 8u) << "the cells are listed all the same";
    press("blameNetwork");
    EXPECT_TRUE(waitForReview(run, reviewOf({listed().at(0)}, ErrorCause::Network)));
}

}  // namespace
}  // namespace leukolens::ui
