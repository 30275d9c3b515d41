#include <QComboBox>
#include <QFile>
#include <QTableView>
#include <QToolButton>

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/ui/evaluation/evaluate_fixture.h"
#include "ui/figures/evaluation_figures.h"
#include "ui/figures/evaluation_words.h"
#include "ui/figures/fold_figures.h"

namespace leukolens::ui {
namespace {

QByteArray bytesOf(const fs::path& path) {
    QFile file(test::qpath(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// Subjects

TEST_F(EvaluateWorkspaceTest, TheWorstSubjectIsOnTopAndItsCellsAreAKeyAway) {
    const auto alone = evaluatedAlone(openNew({.facts = true}));
    showTab("Subjects");
    ASSERT_EQ(rows("evaluatedSubjects").rowCount(), 12);
    EXPECT_EQ(cell("evaluatedSubjects", 0, 0), "P01") << "of whom all is wrong";
    EXPECT_EQ(alone.subjects.front().subject, "P01");
    EXPECT_TRUE(text("concentration").contains("P01"));
    EXPECT_EQ(rows("subgroups").rowCount(), 2);
    EXPECT_EQ(cell("subgroups", 0, 0), partName(alone.subgroups[0]));
    EXPECT_FALSE(isVisible("noEvaluatedSubjects"));

    auto* table = find<QTableView>(*workspace, "evaluatedSubjects");
    table->setCurrentIndex(table->model()->index(0, 0));
    QTest::keyClick(table, Qt::Key_Return);
    EXPECT_EQ(tabTitle(), "Errors");
    EXPECT_EQ(find<QComboBox>(*workspace, "confusionSubject")->currentText(), "Subject P01");
    const auto own = cellsWhere([this](const auto& answer, int) { return opened()->test.subjects[static_cast<std::size_t>(answer.subject)] == "P01"; });
    EXPECT_EQ(own.size(), 4u);
    expectListed(own);
    EXPECT_TRUE(text("answersHeading").contains("P01"));
}

TEST_F(EvaluateWorkspaceTest, SubjectsAreSortedAnotherWayAndStillFound) {
    openNew();
    showTab("Subjects");
    auto* table = find<QTableView>(*workspace, "evaluatedSubjects");
    table->sortByColumn(0, Qt::DescendingOrder);
    EXPECT_EQ(cell("evaluatedSubjects", 0, 0), "P12");
    table->setCurrentIndex(table->model()->index(0, 3));
    QTest::keyClick(table, Qt::Key_Return);
    EXPECT_EQ(find<QComboBox>(*workspace, "confusionSubject")->currentText(), "Subject P12");
}

TEST_F(EvaluateWorkspaceTest, WithoutSubjectsThatIsSaid) {
    openNew({.subjects = false});
    EXPECT_FALSE(opened()->evaluation.overSubjects);
    EXPECT_TRUE(find<QWidget>(*workspace, "honestyList")->accessibleName().contains("intervals count images"));
    EXPECT_TRUE(text("intervalWords").contains("images"));
    showTab("Subjects");
    EXPECT_TRUE(isVisible("noEvaluatedSubjects"));
    EXPECT_FALSE(isVisible("evaluatedSubjects"));
    EXPECT_TRUE(isVisible("noSubgroups"));
    showTab("Errors");
    EXPECT_FALSE(isVisible("confusionSubject"));
    EXPECT_EQ(listed().size(), 8u);
}

// Comparison

TEST_F(EvaluateWorkspaceTest, ARunDoesNotDifferFromItself) {
    const auto run = openNew();
    showTab("Compare");
    EXPECT_TRUE(isVisible("compareEmpty"));
    answerPath(run);
    press("compareWith");
    ASSERT_TRUE(waitFor([this] { return workspace->session().compared() != nullptr; }, kLimitMs)) << messages().toStdString();
    EXPECT_FALSE(isVisible("compareEmpty"));
    ASSERT_EQ(rows("differencesTable").rowCount(), static_cast<int>(opened()->evaluation.keys.size()));
    for (int row = 0; row < rows("differencesTable").rowCount(); ++row) {
        EXPECT_EQ(cell("differencesTable", row, 1), cell("differencesTable", row, 2));
        EXPECT_EQ(cell("differencesTable", row, 3), figureText(0));
    }
    EXPECT_FALSE(isVisible("otherSubjects"));
    EXPECT_FALSE(isVisible("settingDifferencesTable")) << "the settings are the same";
}

TEST_F(EvaluateWorkspaceTest, OtherSubjectsAndSettingsOfTheOtherRunAreSaid) {
    openNew();
    showTab("Compare");
    answerPath(makeRun("the other run", {.epochs = 20, .firstSubject = 5}));
    press("compareWith");
    ASSERT_TRUE(waitFor([this] { return workspace->session().compared() != nullptr; }, kLimitMs)) << messages().toStdString();
    EXPECT_TRUE(isVisible("otherSubjects"));
    EXPECT_EQ(workspace->session().compared()->comparison.units.shared, 8);
    for (const char* words : {"4 are only in A", "4 only in B", "8 that are in both"}) EXPECT_TRUE(text("otherSubjects").contains(words)) << text("otherSubjects").toStdString();
    EXPECT_TRUE(text("comparedRuns").contains("the other run"));
    ASSERT_EQ(rows("settingDifferencesTable").rowCount(), 1);
    EXPECT_EQ(cell("settingDifferencesTable", 0, 1), "50");
    EXPECT_EQ(cell("settingDifferencesTable", 0, 2), "20");
    const auto namesIn = [this](const char* curve) {
        QStringList names;
        for (const auto& words : figure(curve)->figure().plots.at(0).texts) names << words.text;
        return names;
    };
    EXPECT_TRUE(namesIn("rocCurve").contains("the other run")) << "its curve stands beside";
    press("endComparison");
    EXPECT_TRUE(isVisible("compareEmpty"));
    EXPECT_FALSE(namesIn("rocCurve").contains("the other run"));
    EXPECT_FALSE(namesIn("precisionRecallCurve").contains("the other run"));
}

TEST_F(EvaluateWorkspaceTest, SettingsThatDifferAreNamedAsTrainNamesThem) {
    openNew();
    showTab("Compare");
    answerPath(makeRun("as the paper", {.protocol = Protocol::Paper, .validation = false}));
    press("compareWith");
    ASSERT_TRUE(waitFor([this] { return workspace->session().compared() != nullptr; }, kLimitMs)) << messages().toStdString();
    ASSERT_EQ(rows("settingDifferencesTable").rowCount(), 1);
    EXPECT_EQ(cell("settingDifferencesTable", 0, 0), "Protocol");
    EXPECT_EQ(cell("settingDifferencesTable", 0, 1), "Patient-safe");
    EXPECT_EQ(cell("settingDifferencesTable", 0, 2), "Paper (by image)");
}

TEST_F(EvaluateWorkspaceTest, RunsOfOtherClassesAreNotCompared) {
    openNew();
    showTab("Compare");
    answerPath(makeRun("eight", {.classes = 8, .pictures = false}));
    press("compareWith");
    ASSERT_TRUE(waitForMessage("could not be compared"));
    EXPECT_TRUE(isVisible("compareEmpty"));
}

TEST_F(EvaluateWorkspaceTest, AnotherRunEndsTheComparison) {
    const auto run = openNew();
    answerPath(run);
    press("compareWith");
    ASSERT_TRUE(waitFor([this] { return workspace->session().compared() != nullptr; }, kLimitMs));
    open(makeRun("another", {.pictures = false}));
    EXPECT_EQ(workspace->session().compared(), nullptr);
    showTab("Compare");
    EXPECT_TRUE(isVisible("compareEmpty"));
}

// Files

TEST_F(EvaluateWorkspaceTest, AFigureIsSavedInTheFormOfItsEnding) {
    openNew();
    showTab("Errors");
    const auto saveAs = [this](const char* name) {
        answerPath(folder / name);
        figure("confusionMatrix")->findChild<QToolButton*>("saveFigure")->click();
        EXPECT_TRUE(waitFor([this] { return !context.fileWorker.busy(); }));
        return bytesOf(folder / name);
    };
    EXPECT_TRUE(saveAs("one ü.pdf").startsWith("%PDF"));
    EXPECT_TRUE(saveAs("one ü.svg").contains("<svg"));
    EXPECT_TRUE(saveAs("one ü.png").startsWith("\x89PNG"));
    EXPECT_TRUE(saveAs("one ü.csv").startsWith("true,called"));
    EXPECT_TRUE(messages().contains("The figure was saved")) << messages().toStdString();
    EXPECT_TRUE(saveAs("no such folder/one.pdf").isEmpty());
    EXPECT_TRUE(messages().contains("could not be saved")) << messages().toStdString();
}

TEST_F(EvaluateWorkspaceTest, AllFiguresAreSavedInFourFormsEach) {
    openNew();
    answerPath(folder / "figures");
    press("saveAllFigures");
    ASSERT_TRUE(waitForMessage("were saved")) << messages().toStdString();
    auto figures = allFigures(opened()->evaluation);
    for (auto& fold : foldFigures(opened()->record)) figures.push_back(std::move(fold));
    std::vector<std::string> expected;
    for (const auto& one : figures)
        for (const char* ending : {".pdf", ".svg", ".png", ".csv"}) expected.push_back(one.name.toStdString() + ending);
    std::ranges::sort(expected);
    EXPECT_EQ(test::entries(folder / "figures"), expected);
    EXPECT_EQ(expected.size(), 7u * 4);
}

TEST_F(EvaluateWorkspaceTest, FiguresAreReplacedOnlyIfThePersonAgrees) {
    openNew();
    for (const char* name : {"confusion.pdf", "roc.csv"}) test::writeText(folder / "figures" / name, "mine");
    QStringList questions;
    bool answer = false;
    dialogs::setTestHook({[&](const QString& question) { return questions << question, answer; }, [this](const QString&) { return test::qpath(folder / "figures"); }});
    press("saveAllFigures");
    ASSERT_EQ(questions.size(), 1);
    EXPECT_TRUE(questions[0].contains("2 ")) << questions[0].toStdString();
    EXPECT_FALSE(context.anyBusy());
    EXPECT_EQ(bytesOf(folder / "figures" / "roc.csv"), "mine");
    answer = true;
    press("saveAllFigures");
    ASSERT_TRUE(waitForMessage("were saved")) << messages().toStdString();
    EXPECT_TRUE(bytesOf(folder / "figures" / "confusion.pdf").startsWith("%PDF"));
}

TEST_F(EvaluateWorkspaceTest, TheReportIsWritten) {
    openNew({.facts = true});
    answerPath(folder / "report ü.pdf");
    press("evaluationReport");
    ASSERT_TRUE(waitForMessage("The report was saved")) << messages().toStdString();
    EXPECT_TRUE(bytesOf(folder / "report ü.pdf").startsWith("%PDF"));
    answerPath(folder / "no such folder" / "report.pdf");
    press("evaluationReport");
    EXPECT_TRUE(waitForMessage("could not be written"));
}

}  // namespace
}  // namespace leukolens::ui
