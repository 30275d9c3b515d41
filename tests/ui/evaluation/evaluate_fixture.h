// The real window with runs that were written by hand.
#pragma once

#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QListView>
#include <QLocale>
#include <QTabWidget>
#include <QTableView>

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "tests/ui/evaluation/hand_made_run.h"
#include "tests/ui/support/ui_test.h"
#include "ui/evaluation/answer_model.h"
#include "ui/evaluation/evaluate_workspace.h"
#include "ui/evaluation/evaluation_session.h"
#include "ui/figures/evaluation_words.h"
#include "ui/figures/figure_view.h"
#include "ui/shell/app_context.h"
#include "ui/shell/class_words.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/main_window.h"

namespace leukolens::ui {

namespace fs = std::filesystem;

using dataset::Protocol;
using experiment::ErrorCause;
using test::find;
using test::waitFor;

inline constexpr int kLimitMs = 200'000;
inline constexpr int kAll = 0, kHem = 1;  ///< classes of a run of two

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

}  // namespace leukolens::ui
