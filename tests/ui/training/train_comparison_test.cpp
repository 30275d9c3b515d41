// Compare models in Train: the real window, real trainings of small networks.
#include <QCheckBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QRegularExpression>
#include <QTableView>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "tests/ui/training/train_window.h"
#include "ui/shell/message_bar.h"
#include "ui/training/comparison_session.h"

namespace leukolens::ui {
namespace {

using test::find;
using test::waitFor;

class TrainComparisonTest : public TrainWindowTest {
protected:
    TrainComparisonTest() : TrainWindowTest({1440, 900}) {}
    void setUpForm(int epochs) {
        auto run = workspace->form().settings();
        run.folds = 2;
        run.epochs = epochs;
        run.patienceEpochs = 200;  // never before somebody stops it
        run.inputPx = 75;
        run.batch = 8;
        run.precision = "fp32";
        workspace->form().setSettings(run);
    }

    /// Only these stay ticked.
    void choose(const QStringList& networks) {
        for (QCheckBox* box : workspace->findChildren<QCheckBox*>(QRegularExpression("^compare_"))) box->setChecked(networks.contains(box->objectName().mid(8)));
    }

    void startTwo(int epochs) {
        openCells();
        setUpForm(epochs);
        test::click(*workspace, "compareModels");
        choose({"mobilenet_v3_small", "efficientnet_b0"});
        test::click(*workspace, "startComparison");
    }

    bool ends() {
        return waitFor([this] { return !context.trainingWorker.busy() && !workspace->comparison().running(); }, kTrainingLimitMs);
    }
    QString cell(int row, int column) { return find<QTableView>(*workspace, "comparisonTable")->model()->index(row, column).data().toString(); }
    bool isVisible(const char* name) { return find<QWidget>(*workspace, name)->isVisible(); }
    QString messages() {
        QString all;
        for (const auto* label : find<MessageBar>(*workspace, "messageBar")->findChildren<QLabel*>()) all += label->text() + '\n';
        return all;
    }
};

TEST_F(TrainComparisonTest, AllNetworksAreTickedAndAnObstacleIsSaid) {
    test::click(*workspace, "compareModels");
    EXPECT_TRUE(isVisible("comparisonChooser"));
    for (const QCheckBox* box : workspace->findChildren<QCheckBox*>(QRegularExpression("^compare_"))) EXPECT_TRUE(box->isChecked()) << box->objectName().toStdString();
    const auto* start = find<QPushButton>(*workspace, "startComparison");
    EXPECT_FALSE(start->isEnabled());
    EXPECT_TRUE(find<QLabel>(*workspace, "comparisonObstacle")->text().contains("Open labelled cells"));
    openCells();
    EXPECT_TRUE(start->isEnabled());
    EXPECT_FALSE(isVisible("comparisonObstacle"));
    choose({"alexnet"});
    EXPECT_FALSE(start->isEnabled());
    EXPECT_TRUE(start->toolTip().contains("two networks"));
    dialogs::setTestHook({{}, [](const QString&) { return QString("/w/trunk.pth"); }});
    test::click(*workspace, "addComparisonWeights");
    EXPECT_EQ(find<QListWidget>(*workspace, "comparisonWeights")->count(), 1);
    EXPECT_TRUE(start->isEnabled()) << "the network from two starts";
    // The form's own weights are on the list once.
    workspace->form().setWeightsFile("/w/mine.pth");
    for (int i = 0; i < 4; ++i) test::click(*workspace, "compareModels");
    ASSERT_EQ(find<QListWidget>(*workspace, "comparisonWeights")->count(), 2);
    EXPECT_EQ(find<QListWidget>(*workspace, "comparisonWeights")->item(1)->text(), "/w/mine.pth");
    auto frozen = workspace->form().settings();
    frozen.frozenUpTo = "Mixed_6e";
    workspace->form().setSettings(frozen);
    EXPECT_TRUE(find<QLabel>(*workspace, "comparisonObstacle")->text().contains("frozen"));
    test::click(*workspace, "compareModels");
    EXPECT_FALSE(isVisible("comparisonChooser"));
    EXPECT_TRUE(isVisible("startTraining"));
}

TEST_F(TrainComparisonTest, TheTableFillsAndIsSavedAndOpenedAgain) {
    startTwo(1);
    EXPECT_TRUE(waitFor([this] { return isVisible("comparisonPanel"); }));
    ASSERT_TRUE(waitFor([this] { return workspace->comparison().row() == 0; }, kTrainingLimitMs));
    EXPECT_EQ(cell(0, 0), "MobileNetV3-Small");
    EXPECT_EQ(cell(0, 2), "trained now");
    EXPECT_EQ(cell(1, 2), "waits");
    EXPECT_FALSE(find<QPushButton>(*workspace, "newComparison")->isEnabled());
    ASSERT_TRUE(ends());
    EXPECT_TRUE(messages().contains("is done")) << messages().toStdString();
    EXPECT_FALSE(isVisible("comparisonPanel"));
    EXPECT_FALSE(isVisible("goOnComparison")) << "nothing is missing";
    EXPECT_EQ(cell(2, 0), "Ensemble of all");
    EXPECT_EQ(cell(2, 1), QString::fromUtf8("–"));
    for (int row = 0; row < 3; ++row) {
        EXPECT_TRUE(cell(row, 2).contains('\n') && cell(row, 2).startsWith("0.")) << cell(row, 2).toStdString();
        EXPECT_TRUE(cell(row, 6).endsWith("million")) << cell(row, 6).toStdString();
    }

    const QString csv = test::qpath(folder / "table.csv"), pdf = test::qpath(folder / "table.pdf");
    dialogs::setTestHook({{}, [&](const QString&) { return csv; }});
    test::click(*workspace, "saveComparisonTable");
    ASSERT_TRUE(waitFor([&] { return QFile::exists(csv); }));
    dialogs::setTestHook({{}, [&](const QString&) { return pdf; }});
    test::click(*workspace, "saveComparisonReport");
    ASSERT_TRUE(waitFor([&] { return QFile::exists(pdf); }));

    // A row's run opens in Evaluate.
    QString asked;
    QObject::connect(&context, &AppContext::evaluateRequested, &context, [&](const QString& run) { asked = run; });
    EXPECT_FALSE(find<QPushButton>(*workspace, "evaluateCompared")->isEnabled());
    find<QTableView>(*workspace, "comparisonTable")->selectRow(1);
    test::click(*workspace, "evaluateCompared");
    EXPECT_TRUE(asked.endsWith("runs/efficientnet_b0")) << asked.toStdString();

    const QString accuracy = cell(0, 2);
    const auto where = workspace->comparison().comparison()->folder;
    test::click(*workspace, "newComparison");
    EXPECT_TRUE(isVisible("comparisonChooser"));
    dialogs::setTestHook({{}, [&](const QString&) { return test::qpath(where); }});
    test::click(*workspace, "openComparison");
    ASSERT_TRUE(waitFor([this] { return isVisible("comparisonTable"); }));
    EXPECT_EQ(cell(0, 2), accuracy);
}

TEST_F(TrainComparisonTest, StoppedItGoesOnAndNothingElseTrainsMeanwhile) {
    startTwo(200);
    ASSERT_TRUE(waitFor([this] { return workspace->comparison().row() == 0 && context.trainingWorker.status().done > 0; }, kTrainingLimitMs));
    test::click(*workspace, "compareModels");
    EXPECT_FALSE(find<QPushButton>(*workspace, "startTraining")->isEnabled());
    workspace->start();
    EXPECT_TRUE(workspace->comparison().running()) << "starting a training does not end it";
    EXPECT_TRUE(messages().contains("A comparison of models is running")) << messages().toStdString();
    test::click(*workspace, "compareModels");
    context.trainingWorker.stop();
    ASSERT_TRUE(ends());
    EXPECT_TRUE(messages().contains("The comparison was stopped")) << messages().toStdString();
    ASSERT_TRUE(isVisible("goOnComparison"));
    EXPECT_EQ(cell(0, 2), "waits");
    test::click(*workspace, "goOnComparison");
    ASSERT_TRUE(waitFor([this] { return workspace->comparison().row() == 0; }, kTrainingLimitMs));
    context.trainingWorker.stop();
    ASSERT_TRUE(ends());
}

TEST_F(TrainComparisonTest, AFailedRowShowsItsReasonAndADamagedComparisonIsSaid) {
    startTwo(1);
    ASSERT_TRUE(ends());
    // As a row that failed stands in the file.
    const auto where = workspace->comparison().comparison()->folder;
    auto json = nlohmann::json::parse(readTextFile(where / "comparison.json", 1 << 20).value());
    json["rows"][1]["state"] = "failed";
    json["rows"][1]["error"] = {{"code", "diverged"}, {"what", "the loss is no longer a number"}, {"file", ""}, {"advice", "Choose a lower learning rate."}};
    ASSERT_TRUE(writeFileAtomically(where / "comparison.json", json.dump()));
    dialogs::setTestHook({{}, [&](const QString&) { return test::qpath(where); }});
    test::click(*workspace, "openAnotherComparison");
    ASSERT_TRUE(waitFor([this] { return cell(1, 2) == "failed"; }));
    EXPECT_TRUE(find<QTableView>(*workspace, "comparisonTable")->model()->index(1, 2).data(Qt::ToolTipRole).toString().contains("Choose a lower learning rate."));
    EXPECT_TRUE(find<QLabel>(*workspace, "comparisonFailures")->text().startsWith("EfficientNet-B0 failed:"));
    EXPECT_TRUE(isVisible("goOnComparison"));

    ASSERT_TRUE(writeFileAtomically(where / "comparison.json", std::string_view("{")));
    test::click(*workspace, "openAnotherComparison");
    ASSERT_TRUE(waitFor([this] { return messages().contains("could not be opened"); })) << messages().toStdString();
}

}  // namespace
}  // namespace leukolens::ui
