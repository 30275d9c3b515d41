#include "ui/evaluation/evaluate_workspace.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QDragEnterEvent>
#include <QFile>
#include <QLabel>
#include <QListView>
#include <QLocale>
#include <QMimeData>
#include <QMouseEvent>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTabWidget>
#include <QTableView>
#include <QTimer>
#include <QToolButton>
#include <QUrl>

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/inference/model_bundle.h"
#include "core/report/paper_table.h"
#include "tests/support/tiny_model.h"
#include "tests/ui/evaluation/hand_made_run.h"
#include "tests/ui/support/ui_test.h"
#include "ui/evaluation/answer_model.h"
#include "ui/evaluation/evaluation_session.h"
#include "ui/figures/evaluation_figures.h"
#include "ui/figures/evaluation_words.h"
#include "ui/figures/figure_view.h"
#include "ui/figures/fold_figures.h"
#include "ui/shell/app_context.h"
#include "ui/shell/class_words.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/main_window.h"

namespace leukolens::ui {
namespace {

namespace fs = std::filesystem;

using dataset::Protocol;
using experiment::ErrorCause;
using test::find;
using test::waitFor;

constexpr int kLimitMs = 200'000;
constexpr int kAll = 0, kHem = 1;  ///< classes of a run of two

/// The real window with runs that were written by hand.
class EvaluateWorkspaceTest : public testing::Test {
protected:
    void SetUp() override {
        settings.set(SettingKey::RunsFolder, test::qpath(folder / "runs"));
        settings.set(SettingKey::Device, "cpu");
        window = std::make_unique<MainWindow>(context);
        workspace = new EvaluateWorkspace(context, window.get());
        window->addWorkspace(5, workspace);
        window->resize(1500, 950);
        window->show();
    }
    void TearDown() override {
        window.reset();
        dialogs::setTestHook({});
    }

    fs::path makeRun(const char* name, const test::HandMadeRun& how = {}) { return test::makeRun(folder.path(), name, how); }

    void open(const fs::path& path) {
        const auto before = opened();
        workspace->openRun(test::qpath(path));
        ASSERT_TRUE(waitFor([&] { return opened() != before && workspace->session().opening().isEmpty(); }, kLimitMs)) << messages().toStdString();
    }
    fs::path openNew(const test::HandMadeRun& how = {}) {
        const auto run = makeRun("run", how);
        open(run);
        return run;
    }
    EvaluatedRunPointer opened() { return workspace->session().run(); }

    /// What evaluating the folder without a window says.
    evaluation::Evaluation evaluatedAlone(const fs::path& run) {
        const auto record = experiment::readRun(run);
        EXPECT_TRUE(record) << (record ? std::string() : record.error().message());
        if (!record) return {};
        const auto input = experiment::evaluationInput(*record, {});
        EXPECT_TRUE(input) << (input ? std::string() : input.error().message());
        if (!input) return {};
        NoProgress progress;
        const auto result = evaluation::evaluate(*input, progress, {});
        EXPECT_TRUE(result) << (result ? std::string() : result.error().message());
        return result.value_or(evaluation::Evaluation());
    }

    void showTab(const QString& title) {
        auto* tabs = find<QTabWidget>(*workspace, "evaluationTabs");
        for (int i = 0; i < tabs->count(); ++i)
            if (tabs->tabText(i) == title) tabs->setCurrentIndex(i);
        EXPECT_EQ(tabTitle(), title);
        QApplication::processEvents();
    }
    QString tabTitle() {
        const auto* tabs = find<QTabWidget>(*workspace, "evaluationTabs");
        return tabs->tabText(tabs->currentIndex());
    }

    const QAbstractItemModel& rows(const char* table) { return *find<QTableView>(*workspace, table)->model(); }
    QString cell(const char* table, int row, int column) { return rows(table).index(row, column).data().toString(); }
    QString text(const char* label) { return find<QLabel>(*workspace, label)->text(); }
    FigureView* figure(const char* name) { return find<FigureView>(*workspace, name); }
    void press(const char* button) { find<QAbstractButton>(*workspace, button)->click(); }
    bool isVisible(const char* name) { return find<QWidget>(*workspace, name)->isVisible(); }

    QString messages(const QString& part = "messageSummary") {
        QStringList texts;
        for (const auto* label : workspace->findChildren<QLabel*>(part)) texts << label->text();
        return texts.join('\n');
    }
    bool waitForMessage(const QString& words) {
        return waitFor([&] { return messages().contains(words); }, kLimitMs);
    }
    bool waitForJobs() {
        return waitFor([this] { return !context.anyBusy(); }, kLimitMs);
    }
    void answerPath(const fs::path& path) {
        dialogs::setTestHook({{}, [path](const QString&) { return test::qpath(path); }});
    }

    void expectFiguresOf(const evaluation::Evaluation& all, const evaluation::Part& part) {
        ASSERT_EQ(rows("figureTable").rowCount(), static_cast<int>(all.keys.size()));
        for (std::size_t i = 0; i < all.keys.size(); ++i) {
            const QString name = metricName(all.keys[i], all.classes);
            SCOPED_TRACE(name.toStdString());
            const int row = static_cast<int>(i);
            EXPECT_EQ(cell("figureTable", row, 0), name);
            EXPECT_EQ(cell("figureTable", row, 1), figureText(part.figures[i].value));
            EXPECT_EQ(cell("figureTable", row, 2), intervalText(part.figures[i].percentile));
            EXPECT_EQ(cell("figureTable", row, 3), intervalText(part.figures[i].bca));
        }
        EXPECT_TRUE(text("partCells").contains(QLocale().toString(part.cells))) << text("partCells").toStdString();
    }

    // The list of cells.
    QListView* answers() { return find<QListView>(*workspace, "answers"); }
    std::vector<int> listed() {
        const auto* model = answers()->model();
        std::vector<int> cells;
        for (int row = 0; row < model->rowCount(); ++row) cells.push_back(model->index(row, 0).data(AnswerModel::CellRole).toInt());
        return cells;
    }
    int calledOf(int number) { return evaluation::decide(opened()->test.of(static_cast<std::size_t>(number))); }
    const evaluation::PredictedCell& answerOf(int number) { return opened()->test.cells[static_cast<std::size_t>(number)]; }
    /// Of its own class.
    double probabilityOf(int number) { return opened()->test.of(static_cast<std::size_t>(number))[static_cast<std::size_t>(answerOf(number).label)]; }
    std::vector<int> cellsWhere(const std::function<bool(const evaluation::PredictedCell&, int called)>& fits) {
        std::vector<int> cells;
        for (int i = 0; i < static_cast<int>(opened()->test.cells.size()); ++i)
            if (fits(answerOf(i), calledOf(i))) cells.push_back(i);
        return cells;
    }
    /// The same cells, errors first, the surest of them on top.
    void expectListed(const std::vector<int>& expected) {
        auto found = listed();
        bool errorsAreOver = false;
        for (std::size_t i = 0; i < found.size(); ++i) {
            const bool isError = calledOf(found[i]) != answerOf(found[i]).label;
            EXPECT_FALSE(isError && errorsAreOver) << "row " << i;
            if (i > 0 && isError != errorsAreOver) {
                EXPECT_LE(probabilityOf(found[i - 1]), probabilityOf(found[i])) << "row " << i;
            }
            errorsAreOver = !isError;
        }
        std::ranges::sort(found);
        EXPECT_EQ(found, expected);
        EXPECT_TRUE(text("answersHeading").contains(QString(": %1 ").arg(expected.size()))) << text("answersHeading").toStdString();
    }
    void focusAnswers() {
        showTab("Errors");
        window->activateWindow();
        ASSERT_TRUE(QTest::qWaitForWindowActive(window.get()));
        answers()->setFocus();
        ASSERT_TRUE(answers()->hasFocus());
    }
    bool waitForReview(const fs::path& run, const experiment::ErrorReview& expected) {
        return waitFor([&] {
            const auto review = experiment::readErrorReview(run);
            return review && *review == expected;
        });
    }
    experiment::ErrorReview reviewOf(const std::vector<int>& cells, ErrorCause cause) {
        experiment::ErrorReview review;
        for (const int number : cells) review[answerOf(number).path] = cause;
        return review;
    }
    QStringList pathsOf(const std::vector<int>& cells) {
        QStringList paths;
        for (const int number : cells) paths << test::qpath(folder / "cells" / answerOf(number).path);
        return paths;
    }
    /// As Data has them open.
    void openData() {
        auto data = std::make_shared<dataset::Dataset>();
        data->root = folder / "cells";
        context.setDataset(std::move(data));
    }

    // The threshold.
    evaluation::OperatingPoints points() {
        const auto run = opened();
        return evaluation::OperatingPoints(evaluation::Ranking(run->test, run->evaluation.positive, std::vector<int>(run->test.cells.size(), 0)));
    }
    void expectPoint(const evaluation::OperatingPoint& point) {
        EXPECT_EQ(text("truePositives"), QLocale().toString(point.truePositives));
        EXPECT_EQ(text("falsePositives"), QLocale().toString(point.falsePositives));
        EXPECT_EQ(text("trueNegatives"), QLocale().toString(point.trueNegatives));
        EXPECT_EQ(text("falseNegatives"), QLocale().toString(point.falseNegatives));
        EXPECT_EQ(text("liveSensitivity"), percentText(point.sensitivity(), 1));
        EXPECT_EQ(text("liveSpecificity"), percentText(point.specificity(), 1));
    }

    test::TempFolder folder;
    AppSettings settings{test::qpath(folder / "settings.ini")};
    AppContext context{settings};
    std::unique_ptr<MainWindow> window;
    EvaluateWorkspace* workspace = nullptr;
};

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

QByteArray bytesOf(const fs::path& path) {
    QFile file(test::qpath(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
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

TEST_F(EvaluateWorkspaceTest, ADamagedListOfNotesIsNamed) {
    const auto run = makeRun("run");
    test::writeText(run / experiment::kReviewFile, "[]");
    workspace->openRun(test::qpath(run));
    ASSERT_TRUE(waitForMessage("could not be evaluated"));
    EXPECT_TRUE(messages("messageFile").contains(experiment::kReviewFile)) << messages("messageFile").toStdString();
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

// Curves and threshold

TEST_F(EvaluateWorkspaceTest, MovingTheThresholdSaysWhatFollows) {
    openNew();
    showTab("Curves");
    const auto points = this->points();
    expectPoint(points.at(0.5));
    find<QDoubleSpinBox>(*workspace, "thresholdValue")->setValue(0.8);
    expectPoint(points.at(0.8));
    EXPECT_EQ(find<QSlider>(*workspace, "thresholdSlider")->value(), 800);
    find<QSlider>(*workspace, "thresholdSlider")->setValue(250);
    expectPoint(points.at(0.25));
    EXPECT_EQ(find<QDoubleSpinBox>(*workspace, "thresholdValue")->value(), 0.25);
    QTest::keyClick(find<QSlider>(*workspace, "thresholdSlider"), Qt::Key_Home);
    expectPoint(points.at(0));
    EXPECT_EQ(text("trueNegatives"), QLocale().toString(0));
    QTest::keyClick(find<QSlider>(*workspace, "thresholdSlider"), Qt::Key_End);
    expectPoint(points.at(1));
    EXPECT_EQ(text("truePositives"), QLocale().toString(0));
}

TEST_F(EvaluateWorkspaceTest, ClickingAndDraggingTheRocMovesTheThreshold) {
    openNew();
    showTab("Curves");
    const auto points = this->points();
    auto* roc = figure("rocCurve");
    // Of the lowest threshold with so many false positives at most.
    const auto expectedAt = [&](const QPoint& at) {
        const double wanted = std::clamp(roc->valueAt(0, at).x(), 0.0, 1.0) * points.negatives();
        double most = 0;
        for (const auto& point : points.points())
            if (point.falsePositives <= wanted) most = point.falsePositives;
        return QLocale().toString(static_cast<int>(most));
    };
    const QString before = text("falsePositives");
    const QPoint first = roc->positionOf(0, {0.4, 0.5}).toPoint(), second = roc->positionOf(0, {0.8, 0.3}).toPoint();
    QTest::mouseClick(roc, Qt::LeftButton, {}, first);
    EXPECT_NE(text("falsePositives"), before);
    EXPECT_EQ(text("falsePositives"), expectedAt(first));
    QMouseEvent drag(QEvent::MouseMove, second, roc->mapToGlobal(second), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(roc, &drag);
    EXPECT_EQ(text("falsePositives"), expectedAt(second));
    EXPECT_NE(expectedAt(first), expectedAt(second));
    const auto& ring = roc->figure().plots.at(0).lines.back();
    EXPECT_NEAR(ring.points.at(0).x() * points.negatives(), text("falsePositives").toInt(), 1e-9) << "the mark goes along";
    QTest::mouseClick(figure("precisionRecallCurve"), Qt::LeftButton, {}, figure("precisionRecallCurve")->positionOf(0, {1, 0.5}).toPoint() + QPoint(5, 0));
    EXPECT_EQ(text("falseNegatives"), QLocale().toString(0)) << "full recall";
}

TEST_F(EvaluateWorkspaceTest, PrevalenceChangesPredictiveValuesOnly) {
    openNew();
    showTab("Curves");
    const auto point = this->points().at(0.5);
    EXPECT_NEAR(find<QDoubleSpinBox>(*workspace, "prevalence")->value(), 0.5, 1e-9) << "of the test cells";
    find<QDoubleSpinBox>(*workspace, "prevalence")->setValue(0.1);
    expectPoint(point);
    EXPECT_EQ(text("livePositive"), percentText(point.positivePredictiveValue(0.1), 1));
    EXPECT_EQ(text("liveNegative"), percentText(point.negativePredictiveValue(0.1), 1));
    EXPECT_NE(text("livePositive"), percentText(point.positivePredictiveValue(0.5), 1));
}

TEST_F(EvaluateWorkspaceTest, WithoutAPositiveClassTheCurvesTabExplains) {
    const auto alone = evaluatedAlone(openNew({.classes = 8}));
    EXPECT_EQ(alone.positive, -1);
    showTab("Curves");
    const auto labels = find<QWidget>(*workspace, "curvesPage")->findChildren<QLabel*>();
    EXPECT_TRUE(std::ranges::any_of(labels, [](const QLabel* label) { return label->isVisible() && label->text().contains("none that counts as positive"); }));
    EXPECT_FALSE(isVisible("thresholdSlider"));
    EXPECT_FALSE(isVisible("lockThreshold"));
    expectFiguresOf(alone, alone.pooled);
    EXPECT_EQ(find<QComboBox>(*workspace, "confusionTruth")->count(), 9);
    EXPECT_EQ(find<QComboBox>(*workspace, "reliabilityOf")->count(), 1);
    // And a run that has one, afterwards.
    open(makeRun("two"));
    showTab("Curves");
    EXPECT_TRUE(isVisible("thresholdSlider"));
    expectPoint(points().at(0.5));
}

// The lock

TEST_F(EvaluateWorkspaceTest, NothingIsLockedByTheProtocolPaper) {
    openNew({.protocol = Protocol::Paper, .validation = false});
    showTab("Curves");
    EXPECT_FALSE(find<QPushButton>(*workspace, "lockThreshold")->isEnabled());
    EXPECT_TRUE(text("lockWords").contains("protocol paper")) << text("lockWords").toStdString();
}

TEST_F(EvaluateWorkspaceTest, NothingIsLockedWithoutAnswersForValidationCells) {
    openNew({.validation = false});
    showTab("Curves");
    EXPECT_FALSE(find<QPushButton>(*workspace, "lockThreshold")->isEnabled());
    EXPECT_TRUE(text("lockWords").contains("Answer anew")) << text("lockWords").toStdString();
}

TEST_F(EvaluateWorkspaceTest, LockingAsksFirstAndSaysWhichModelIsMissing) {
    const auto run = openNew();
    showTab("Curves");
    ASSERT_TRUE(find<QPushButton>(*workspace, "lockThreshold")->isEnabled());
    EXPECT_TRUE(text("lockWords").contains("Fold 2"));
    QStringList questions;
    bool answer = false;
    dialogs::setTestHook({[&](const QString& question) { return questions << question, answer; }, {}});
    press("lockThreshold");
    ASSERT_EQ(questions.size(), 1);
    EXPECT_TRUE(questions[0].contains("model"));
    EXPECT_FALSE(context.anyBusy()) << "nothing is done before the person agrees";
    answer = true;
    press("lockThreshold");
    ASSERT_TRUE(waitForMessage("were not locked"));
    EXPECT_EQ(questions.size(), 2);
    EXPECT_TRUE(messages("messageFile").contains("best.leukomodel")) << messages("messageFile").toStdString();
    EXPECT_FALSE(fs::exists(experiment::modelOf(run, 1)));
    EXPECT_TRUE(isVisible("evaluationTabs"));
}

TEST_F(EvaluateWorkspaceTest, LockedDecisionsAreInTheModels) {
    const auto run = openNew();
    const auto model = test::makeTinyModel(folder.path());
    for (const int fold : {1, 2}) fs::copy_file(model, experiment::modelOf(run, fold));
    dialogs::setTestHook({[](const QString&) { return true; }, {}});
    press("lockThreshold");
    ASSERT_TRUE(waitForMessage("are in the models of 2 fold")) << messages().toStdString();
    for (const auto& fold : opened()->evaluation.calibration.folds) {
        SCOPED_TRACE(fold.fold);
        const auto bundle = inference::readModelBundle(experiment::modelOf(run, fold.fold));
        ASSERT_TRUE(bundle) << bundle.error().message();
        ASSERT_TRUE(fold.threshold);
        EXPECT_EQ(bundle->card.threshold, fold.threshold->point.threshold);
        EXPECT_EQ(bundle->card.blastClass, "all");
    }
}

TEST_F(EvaluateWorkspaceTest, AnotherSensitivityChoosesThresholdsAnew) {
    openNew();
    showTab("Curves");
    const auto before = opened();
    find<QDoubleSpinBox>(*workspace, "wantedSensitivity")->setValue(0.5);
    ASSERT_TRUE(waitFor([&] { return opened() != before; }, kLimitMs));
    EXPECT_EQ(opened()->sensitivity, 0.5);
    ASSERT_EQ(opened()->evaluation.calibration.folds.size(), 2u);
    for (std::size_t i = 0; i < 2; ++i) {
        const auto &now = opened()->evaluation.calibration.folds[i].threshold, &then = before->evaluation.calibration.folds[i].threshold;
        ASSERT_TRUE(now && then);
        EXPECT_GT(now->point.threshold, then->point.threshold);
        EXPECT_TRUE(text("lockWords").contains(figureText(now->point.threshold))) << text("lockWords").toStdString();
    }
    EXPECT_EQ(tabTitle(), "Curves") << "the person stays where they were";
    EXPECT_EQ(find<QDoubleSpinBox>(*workspace, "wantedSensitivity")->value(), 0.5);
}

// Calibration

TEST_F(EvaluateWorkspaceTest, CalibrationStandsAsTrainedAndWithTemperature) {
    const auto alone = evaluatedAlone(openNew());
    showTab("Calibration");
    const auto& calibration = alone.calibration;
    ASSERT_EQ(rows("calibrationFigures").rowCount(), 3);
    const std::pair<evaluation::MetricKind, double> figures[] = {
        {evaluation::MetricKind::CalibrationError, calibration.errorAfter}, {evaluation::MetricKind::Brier, calibration.brierAfter}, {evaluation::MetricKind::LogLoss, calibration.logLossAfter}};
    for (int row = 0; row < 3; ++row) {
        EXPECT_EQ(cell("calibrationFigures", row, 0), metricName({figures[row].first, -1}, alone.classes));
        EXPECT_EQ(cell("calibrationFigures", row, 1), QLocale().toString(alone.figure(figures[row].first)->value, 'f', 4));
        EXPECT_EQ(cell("calibrationFigures", row, 3), QLocale().toString(figures[row].second, 'f', 4));
    }
    ASSERT_EQ(rows("temperatures").rowCount(), 2);
    for (int row = 0; row < 2; ++row) EXPECT_EQ(cell("temperatures", row, 1), temperatureWords(calibration.folds[static_cast<std::size_t>(row)]));
    EXPECT_EQ(figure("reliabilityDiagram")->figure().plots.size(), 2u);
    find<QComboBox>(*workspace, "reliabilityOf")->setCurrentIndex(1);
    EXPECT_EQ(figure("reliabilityDiagram")->figure().name, "reliability-positive");
}

TEST_F(EvaluateWorkspaceTest, WithoutValidationThereIsNoTemperatureAndThatIsSaid) {
    openNew({.validation = false});
    showTab("Calibration");
    EXPECT_EQ(figure("reliabilityDiagram")->figure().plots.size(), 1u);
    for (int row = 0; row < 3; ++row) EXPECT_EQ(cell("calibrationFigures", row, 3), QString("–"));
    EXPECT_EQ(rows("temperatures").rowCount(), 0);
    EXPECT_TRUE(text("calibrationWords").contains("Answer anew"));
    open(makeRun("as the paper", {.protocol = Protocol::Paper, .validation = false}));
    EXPECT_TRUE(text("calibrationWords").contains("protocol paper"));
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
